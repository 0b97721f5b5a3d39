"""Chapter to what people open: nbgrader's source and release, `notebooks/`, `solutions/` and the practice key. One way, the same to the byte."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import nbformat

from convnets import keys as packaged
from convnets.classroom.chapters import notebook
from convnets.classroom.chapters.chapter import Chapter, ChapterError
from convnets.classroom.chapters.needs import needs
from convnets.classroom.course import Course, CourseError, create
from convnets.classroom.judging import keys
from convnets.classroom.releasing import contents, leaks
from convnets.classroom.running.sandbox import UNSAFE, find
from convnets.evidence.session import PRACTICE
from convnets.evidence.verdict import Key, agree, agree_as_keys

OTHER_NONCES = "release-1", "release-2", "release-3"


@dataclass(frozen=True)
class Built:
    """One chapter, built: what is written to each place, as text."""

    name: str
    notebook: str  # for students
    solution: str  # for instructors
    key: str  # for practice

    def files(self, project: Path) -> dict[Path, str]:
        """Where everything goes in a project folder."""
        return {
            project / "notebooks" / self.name / f"{self.name}.ipynb": self.notebook,
            project / "solutions" / self.name / f"{self.name}.ipynb": self.solution,
            project / "src" / "convnets" / "keys" / f"{self.name}.json": self.key,
        }


def assign(course: Course, chapter: Chapter) -> tuple[str, str]:
    """The chapter's source and release notebooks, made in the course folder by nbgrader itself and noted in its gradebook."""
    source = notebook.write(notebook.source_notebook(chapter))
    file = course.source_file(chapter.name)
    if not file.is_file() or file.read_text(encoding="utf-8") != source:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    by_nbgrader(course, chapter.name)
    return source, notebook.write(nbformat.read(course.release_file(chapter.name), 4))


def by_nbgrader(course: Course, name: str) -> int:
    """nbgrader's own release of a chapter's source, or of an assignment's that is no chapter. Raises CourseError."""
    done = course.api.generate_assignment(name, force=True, create=True)
    if not done["success"]:
        raise CourseError(f"nbgrader could not release {name}: {_last_lines(done)}")
    return 0


def build(course: Course, chapters: Sequence[Chapter]) -> Iterator[Built]:
    """Build chapters, several at once. Raises ChapterError for what an author has to mend, LeakError when an answer would reach a student."""
    assigned = [assign(course, chapter) for chapter in chapters]  # one after the other, for they are noted in one gradebook
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        keys = pool.map(practice_key, repeat(course), chapters, [_stubs(release) for _, release in assigned])
        for chapter, (source, release), key in zip(chapters, assigned, keys, strict=True):
            leaks.check(chapter, {"notebook": leaks.readable(release), "practice key": leaks.readable(key)})
            yield Built(chapter.name, release, source, key)


def _stubs(release: str) -> dict[str, str]:
    return {c.id.removeprefix("exercise-"): c.source for c in nbformat.reads(release, 4).cells if c.id.startswith("exercise-")}


def practice_key(course: Course, chapter: Chapter, stubs: dict[str, str]) -> str:
    """The key that ships with the package: public observations under a fixed nonce, one exercise a line."""
    sandbox = found if (found := find()).safe else UNSAFE  # the author's own code and bank
    practice = keys.observe(chapter, course.answers(chapter), stubs, PRACTICE, sandbox, course.runs)
    _check_stubs(chapter, practice)
    _check_nonce(chapter, practice, [keys.observe(chapter, None, None, nonce, sandbox, course.runs) for nonce in OTHER_NONCES])
    lines = []
    for name, key in practice.keys().items():
        rounded = Key.from_json(name, _rounded(key.public().to_json())).to_json()  # what differed in the last digits alone is left out
        data = json.dumps(rounded, ensure_ascii=False, separators=(",", ":"))
        lines.append(f'"{name}":{data}')
    handins = {name: {"points": asked.points, "file": asked.file} for name, asked in chapter.handins.items()}
    also = f',"handins":{json.dumps(handins)}' if handins else ""
    also += f',"shows":{json.dumps(needs(chapter))}'
    return f'{{"v":{packaged.VERSION},"nonce":"{PRACTICE}","exercises":{{\n' + ",\n".join(lines) + f"\n}}{also}}}\n"


def write(built: Built, project: Path) -> list[Path]:
    """Put what was built where it belongs in the project: notebook, solution, practice key. Returns what was written; what is fresh stays as it is."""
    found = stale(built, project)
    for file in found:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(built.files(project)[file], encoding="utf-8")
    return found


def stale(built: Built, project: Path) -> list[Path]:
    """The committed files that differ from what was built; of a practice key only what is beyond the verdict's tolerance."""
    return [file for file, text in built.files(project).items() if not _fresh(file, text)]


def _fresh(file: Path, text: str) -> bool:
    if not file.is_file():
        return False
    written = file.read_text(encoding="utf-8")
    if written == text or file.suffix != ".json":
        return written == text
    try:
        return agree_as_keys(_spelled_out(text), _spelled_out(written))
    except (ValueError, TypeError, KeyError):
        return False


def _spelled_out(text: str) -> dict[str, Any]:
    """A practice key with every row of every mistake, those that are left out included: which they are may hang on a last digit."""
    data = json.loads(text)
    return json.loads(json.dumps(data | {"exercises": {name: asdict(Key.from_json(name, e)) for name, e in data["exercises"].items()}}))


def _check_stubs(chapter: Chapter, practice: keys.Answers) -> None:
    for name, exercise in chapter.exercises.items():
        for o in exercise.observations:
            seen = practice.seen.get(f"{name}/{keys.STUB}", {}).get(o.label, {"state": "missing"})
            if seen["state"] != "unanswered":
                what = (
                    f"the stub of {name!r} does not raise NotImplementedError under {o.label!r} ({seen['state']} {seen.get('error', '')})"
                )
                raise ChapterError(chapter.path, exercise.cell.line, f"{what}: put the solution region where a call must reach it")


def _check_nonce(chapter: Chapter, practice: keys.Answers, others: list[keys.Answers]) -> None:
    """An observation that asks the same under every nonce could be copied from the practice key, so it may not carry points."""
    for name, exercise in chapter.exercises.items():
        for o in exercise.observations:
            values = [a.seen[name][o.label]["value"] for a in (practice, *others)]
            if o.weight and all(agree(values[0], v) for v in values[1:]):
                what = f"{name} · {o.label}: its expected value never changes, so it could be copied from the practice key"
                raise ChapterError(
                    chapter.path, exercise.check.line, f"{what}: draw an argument with pick or randn, or say weight=0 (shown, not scored)"
                )


def _rounded(value: Any) -> Any:
    """Floats to seven digits: the rest moves between processors."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return value


def _last_lines(done: dict[str, Any]) -> str:
    text = re.sub(r"\s+\n", "\n", f"{done.get('log', '')}\n{done.get('error', '')}").strip()
    return " / ".join(text.splitlines()[-3:])


def release(course: Course, names: list[str]) -> int:
    """Build these chapters and write what they become into the project around the course; says what was written."""
    project = course.root.parent
    for built in build(course, [course.chapter(name) for name in names]):
        changed = write(built, project)
        print(f"{built.name}: " + (", ".join(str(f.relative_to(project)) for f in changed) + " written" if changed else "up to date"))
    if (readme := contents.readme(project)) and (text := _table(course, names, readme)) != readme.read_text(encoding="utf-8"):
        readme.write_text(text, encoding="utf-8")
        print("README.md: the table of chapters written")
    return 0


def _table(course: Course, names: list[str], readme: Path) -> str:
    return contents.refresh(readme.read_text(encoding="utf-8"), [course.chapter(name) for name in names], course.chapters)


def check(course: Course, names: list[str]) -> int:
    """Build in a folder apart and compare: 1, with the names, when a committed file is stale."""
    project = course.root.parent
    with tempfile.TemporaryDirectory(prefix="convnets-") as folder:
        apart = create(Path(folder, "course"), like=course.root)
        if (project / "pyproject.toml").is_file():  # says where notebooks get the package from
            shutil.copy(project / "pyproject.toml", folder)
        apart.runs = course.runs  # what was already computed need not be computed again
        found = [f for built in build(apart, [apart.chapter(name) for name in names]) for f in stale(built, project)]
    if (readme := contents.readme(project)) and _table(course, names, readme) != readme.read_text(encoding="utf-8"):
        found.append(readme)
    for file in found:
        print(f"stale: {file.relative_to(project)} differs from its chapter: run `convnets release`")
    if not found:
        print(f"{len(names)} chapter{'s' if len(names) != 1 else ''} up to date")
    return 1 if found else 0
