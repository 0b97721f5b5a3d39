"""The answer bank: right and wrong answers to each exercise, one snippet a file, as students write them.

A wrong answer begins with a comment, the sentence that a teacher would say. A right one that begins with ``# form: WHAT`` is another form
whose observations may differ from the chapter's own: an answer is judged against the one or the other, whichever gives more points.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from convnets.classroom.chapters.chapter import Chapter, ChapterError

RULES = "asked.md"  # the one other file beside answers: see `convnets.classroom.chapters.asked`


@dataclass(frozen=True)
class Answer:
    """One answer; ``says`` is what a teacher would say to the student who wrote a wrong one, and empty for a right one.

    ``form`` says which other form of a right answer it is, if it is one.
    """

    exercise: str
    name: str
    source: str
    says: str = ""
    form: str = ""

    @property
    def right(self) -> bool:
        return not self.says

    @property
    def id(self) -> str:
        return f"{self.exercise}/{self.name}"


def read(chapter: Chapter, folder: Path) -> dict[str, list[Answer]]:
    """The answers in ``folder``: exercise to its answers. Raises ChapterError for a file that cannot be one."""
    found: dict[str, list[Answer]] = {name: [] for name in chapter.exercises}
    if not folder.is_dir():
        return found
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts and p.name != RULES):
        exercise, name = path.parent.name, path.stem
        if path.suffix != ".py" or path.parent.parent != folder or exercise not in found or not name.startswith(("right_", "wrong_")):
            raise ChapterError(path, 1, f"an answer is EXERCISE/right_WHAT.py or EXERCISE/wrong_WHAT.py; exercises are {', '.join(found)}")
        source = path.read_text(encoding="utf-8-sig")
        try:
            ast.parse(source)
        except SyntaxError as e:
            raise ChapterError(path, e.lineno or 1, f"not Python: {e.msg}") from None
        first = source.partition("\n")[0]
        says = first.lstrip("# ").strip() if name.startswith("wrong_") else ""
        if name.startswith("wrong_") and (not first.startswith("#") or not says):
            raise ChapterError(path, 1, "a wrong answer's first line is a comment: what a teacher would say to the student who wrote it")
        form = _form(first) if name.startswith("right_") else ""
        if form and form in (a.form for a in found[exercise]):
            raise ChapterError(path, 1, f"another answer is the form {form!r} already: one of each form is enough")
        found[exercise].append(Answer(exercise, name, source, says, form))
    return found


def _form(first: str) -> str:
    """``WHAT`` of a first line ``# form: WHAT``, or nothing."""
    return first.lstrip("# ").partition(":")[2].strip() if re.match(r"#\s*form:", first) else ""
