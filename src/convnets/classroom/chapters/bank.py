"""The answer bank: right and wrong answers to each exercise, on one page of Markdown an exercise.

    ## right_sequential
    ```python
    (the whole answer)
    ```

    ## wrong_no_relu_at_the_end from right_sequential
    What a teacher would say to the student who wrote it.
    ```diff
    -        return F.relu(y + x)
    +        return y + x
    ```

A diff holds the lines that differ, and leading blanks before a line that only says where; `...` stands between two places. Without `from` an
answer differs from the chapter's own. A right answer under which ``Form: WHAT`` is said is another form, whose observations may differ from the
chapter's own: an answer is judged against the one or the other, whichever gives more points.
"""

import difflib
import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from convnets.base.magics import tree
from convnets.base.names import nearest
from convnets.classroom.chapters.chapter import Chapter, ChapterError

OWN = "the chapter's own"
RULES = "What the text asks"  # the one other heading: see `convnets.classroom.chapters.asked`
HEADING = re.compile(r"((right|wrong)_\w+)(?: from (.+))?")
MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION.*\n?", re.M)
MARKDOWN = MarkdownIt("commonmark").enable("table").disable(["emphasis", "link", "image", "autolink", "html_inline", "entity"])
_parsed = functools.lru_cache(maxsize=16)(MARKDOWN.parse)  # each page is read twice, for its answers and for its rules


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


class Part(NamedTuple):
    """A paragraph, a block of code or a table of a page: its first line, Markdown's word for it, its text, and what follows a block's fence."""

    line: int
    kind: str
    text: str
    info: str = ""


class Section(NamedTuple):
    """A heading of a page, and what stands under it."""

    line: int
    title: str
    parts: list[Part]


def read(chapter: Chapter, folder: Path) -> dict[str, list[Answer]]:
    """The answers in ``folder``: exercise to its answers. Raises ChapterError, with file and line, for what cannot be one."""
    found: dict[str, list[Answer]] = {name: [] for name in chapter.exercises}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith((".", "__")):
            continue
        if path.suffix != ".md" or path.stem not in found:
            raise ChapterError(path, 1, f"answers stand on pages called EXERCISE.md; exercises are {', '.join(found)}")
        found[path.stem] = list(_answers(path, MARKER.sub("", chapter.exercises[path.stem].cell.source)))
    return found


def sections(file: Path) -> list[Section]:
    """What stands on a page under each heading of the second level. Raises ChapterError for any other heading but a title."""
    text = file.read_text(encoding="utf-8-sig")
    lines, tokens, found = text.split("\n"), _parsed(text), []
    for token, inner in zip(tokens, tokens[1:] + tokens[-1:], strict=True):
        if token.level or not token.map or token.content.startswith("<!--"):
            continue
        line = token.map[0] + 1
        if token.type != "heading_open":
            plain = _plain(inner) if token.type == "paragraph_open" else token.content or "\n".join(lines[slice(*token.map)])
            if found:
                found[-1].parts.append(Part(line, token.type.removesuffix("_open"), plain, token.info.strip()))
        elif token.tag != "h1" or found:
            title = _plain(inner)
            if token.tag != "h2" or not (title == RULES or HEADING.fullmatch(title)):
                known = f"`## right_WHAT`, `## wrong_WHAT`, `## wrong_WHAT from right_WHAT` and `## {RULES}`"
                raise ChapterError(file, line, f"unknown heading {title!r}: a page has {known}")
            if first := [s.line for s in found if s.title.split(" from ")[0] == title.split(" from ")[0]]:
                raise ChapterError(file, line, f"there is a heading {title.split(' from ')[0]!r} on line {first[0]} already")
            found.append(Section(line, title, []))
    return found


def _plain(inline: Token) -> str:
    """The text of a paragraph or heading in one line: code in its backticks, and without the backslashes that keep Markdown from reading it."""
    return "".join(" " if t.type.endswith("break") else t.markup + t.content + t.markup for t in inline.children or ())


def _answers(file: Path, own: str) -> Iterator[Answer]:
    right, known, forms = {OWN: own}, {_lines(own): OWN}, set()
    for section in (s for s in sections(file) if s.title != RULES):
        name, kind, base = HEADING.fullmatch(section.title).groups()
        if base and base not in right:
            near = ", ".join(nearest(base, [*right])) or ", ".join(right)
            raise ChapterError(file, section.line, f"no right answer {base!r} stands above. Nearest: {near}")
        says = _sentence(file, section, kind)
        code = [part for part in section.parts if part.kind == "fence"]
        if kind == "right" and says in forms:
            raise ChapterError(file, section.line, f"another answer is the form {says!r} already: one of each form is enough")
        if [part.info for part in code] == ["python"] and not base:
            source = [(text, code[0].line + n) for n, text in enumerate(code[0].text.removesuffix("\n").split("\n"), 1)]
        elif code and all(part.info == "diff" for part in code):
            source = _changed(file, code, base or OWN, right[base or OWN].splitlines())
        else:
            what = "one block ```python with all of it, or ```diff with what differs (`from` belongs to a diff)"
            raise ChapterError(file, section.line, f"the code of {name} is {what}")
        answer = Answer(file.stem, name, "".join(f"{text}\n" for text, _ in source), *(("", says) if kind == "right" else (says,)))
        try:
            tree(answer.source)
        except SyntaxError as e:
            where = source[min(e.lineno or 1, len(source)) - 1][1] if source else 0
            raise ChapterError(file, where or code[0].line, f"{name} is not Python: {e.msg}: {(e.text or '').strip()}") from None
        if (same := known.setdefault(_lines(answer.source), name)) != name:
            raise ChapterError(file, section.line, f"{name} is the same as {same}")
        if kind == "right":
            right[name] = answer.source
            forms |= {says} - {""}
        yield answer


def _sentence(file: Path, section: Section, kind: str) -> str:
    """What is said under a heading: a wrong answer's sentence, a right one's form."""
    if odd := [part for part in section.parts if part.kind not in ("paragraph", "fence")]:
        raise ChapterError(file, odd[0].line, f"a {odd[0].kind.replace('_', ' ')} cannot stand here: an answer has one paragraph, and code")
    said = [part for part in section.parts if part.kind == "paragraph"]
    if kind == "wrong" and not said:
        raise ChapterError(file, section.line, "under a wrong answer's heading stands what a teacher would say to the student who wrote it")
    if said[1:]:
        raise ChapterError(file, said[1].line, "one paragraph is enough: the sentence of a wrong answer, the form of a right one")
    if kind == "wrong" or not said:
        return said[0].text if said else ""
    if not said[0].text.startswith("Form: "):
        raise ChapterError(file, said[0].line, "nothing is said of a right answer but `Form: WHAT`, where it is another form")
    return said[0].text.removeprefix("Form: ").strip()


def _lines(source: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in source.splitlines() if line.strip())


def _changed(file: Path, diffs: list[Part], name: str, base: list[str]) -> list[tuple[str, int]]:
    """The lines of ``base`` with what the diffs change, each with its line on the page, 0 for one of ``base``."""
    gone: set[int] = set()
    new: dict[int, list[tuple[str, int]]] = defaultdict(list)  # before which line of the base
    for hunk in (hunk for part in diffs for hunk in _hunks(file, part)):
        places, shift = _found(file, hunk, name, base)
        at = places[0]
        for line, mark, text in hunk:
            if mark == "+":
                new[at].append((" " * shift + text if shift > 0 else text[min(-shift, _indent(text)) :], line))
            elif text:
                at = places.pop(0) + 1
                if mark == "-" and at - 1 in gone:
                    raise ChapterError(file, line, f"this line is taken from {name} twice")
                gone |= {at - 1} if mark == "-" else set()
    found = [line for i, text in enumerate(base) for line in (*new[i], *([] if i in gone else [(text, 0)]))] + new[len(base)]
    if [text for text, _ in found] == base:
        raise ChapterError(file, diffs[0].line, f"nothing differs from {name}: write what goes after `-`, what comes after `+`")
    return found


def _hunks(file: Path, part: Part) -> Iterator[list[tuple[int, str, str]]]:
    """The places that a diff is about: line on the page, mark (``-``, ``+`` or a blank) and text of each of its lines."""
    hunk: list[tuple[int, str, str]] = []
    for line, text in enumerate([*map(str.rstrip, part.text.splitlines()), ""], part.line + 1):
        if text and text != "...":
            if text[0] not in " +-":
                raise ChapterError(file, line, f"a line of a diff begins with `-`, `+` or a blank, this one with {text[0]!r}")
            hunk.append((line, text[0], text[1:]))
        elif hunk:
            yield hunk
            hunk = []


def _found(file: Path, hunk: list[tuple[int, str, str]], name: str, base: list[str]) -> tuple[list[int], int]:
    """Which lines of the base a hunk is about, and how much further to the right they stand there. Blank lines count for nothing."""
    old = [(line, text) for line, mark, text in hunk if mark != "+" and text]
    if not old:
        why = "nothing says where this comes in: write a line beside it as well, after a blank"
        raise ChapterError(file, hunk[0][0], why)
    filled = [i for i, text in enumerate(base) if text.strip()]
    places = []
    for run in (filled[k : k + len(old)] for k in range(len(filled) - len(old) + 1)):
        shifts = {_indent(base[i]) - _indent(text) for i, (_, text) in zip(run, old, strict=True)}
        if len(shifts) == 1 and all(base[i].strip() == text.strip() for i, (_, text) in zip(run, old, strict=True)):
            places.append((run, shifts.pop()))
    places = [place for place in places if not place[1]] or places
    if len(places) > 1:
        lines = ", ".join(f"{run[0] + 1}" for run, _ in places)
        what = f"this stands in {name} more than once, on its lines {lines}: write a line beside it as well, after a blank"
        raise ChapterError(file, old[0][0], what)
    if not places:
        known = [text.strip() for text in base]
        line, text = next(((line, text.strip()) for line, text in old if text.strip() not in known), (old[0][0], ""))
        near = "".join(f". Nearest: {one!r}" for one in difflib.get_close_matches(text, known, 1))
        what = f"no line {text!r}{near}" if text else "each of these lines, but not one after the other, indented so"
        raise ChapterError(file, line, f"in {name} stands {what}")
    return places[0]


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
