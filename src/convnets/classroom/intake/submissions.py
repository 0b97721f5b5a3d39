"""What was handed in: the folders `submitted/STUDENT/CHAPTER/`, and the one notebook in each that is meant."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode

from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.formats import read_notebook
from convnets.classroom.intake.recognise import another
from convnets.classroom.intake.times import stamp
from convnets.classroom.states import Cause, SetAside, one_line
from convnets.evidence.plain import printable

SIZE_LIMIT = 50_000_000  # bytes; a notebook with every picture of a chapter in it has about 2,000,000

UNFIT = re.compile(r"[\n\t\r/\\\u2028\u2029\u202a-\u202e\u2066-\u2069\x7f]")  # what turns the direction of writing, too


@dataclass(frozen=True)
class Submission:
    """One student's folder for one chapter."""

    student: str
    folder: Path
    chapter: str

    def read(self) -> tuple[NotebookNode, list[str]]:
        """The notebook, and remarks on how it was found. Raises SetAside when there is none to grade."""
        if why := unfit(self.student):
            raise SetAside(Cause.NAME, why)
        file, remarks = self._file()
        if file.stat().st_size > SIZE_LIMIT:
            raise SetAside(
                Cause.UNREADABLE,
                f"{file.name} has {file.stat().st_size / 1e6:.0f} MB; a notebook of this course stays below {SIZE_LIMIT / 1e6:.0f}",
            )
        try:
            notebook = read_notebook(file.name, file.read_bytes())
        except OSError as e:
            raise SetAside(Cause.UNREADABLE, f"{file.name} cannot be read: {e.strerror}") from None
        for cell in notebook.cells:
            if isinstance(cell, dict):
                cell.pop("outputs", None)  # nobody looks at them, and a class's together may be more than there is memory
        return notebook, remarks

    def timestamp(self) -> tuple[datetime | None, list[str]]:
        """When it was handed in, if `timestamp.txt` says so, and a remark if it cannot be read."""
        file = self.folder / "timestamp.txt"
        if not file.exists() and not file.is_symlink():
            return None, []
        try:
            if file.is_symlink() or file.stat().st_size > 100:
                raise ValueError
            return stamp(file.read_text(encoding="utf-8-sig")), []
        except (CourseError, ValueError, OSError):
            return None, ["timestamp.txt holds no time; counted as in time"]

    def _file(self) -> tuple[Path, list[str]]:
        if is_linked(self.folder):
            raise SetAside(Cause.AMBIGUOUS, "the folder is a link to somewhere else")
        found = sorted(p for p in self.folder.iterdir() if p.suffix == ".ipynb" and not p.name.startswith("."))
        named = self.folder / f"{self.chapter}.ipynb"
        if linked := [p.name for p in (named, *found) if p.is_symlink()]:
            raise SetAside(Cause.AMBIGUOUS, f"{linked[0]} is a link to somewhere else, not a file")
        files = [p for p in found if p.is_file()]
        if named in files:
            others = [p.name for p in files if p != named]
            return named, [one_line(f"also handed in, not looked at: {', '.join(others)}")] if others else []
        if len(files) == 1:
            return files[0], [one_line(f"handed in as {files[0].name}, read as {named.name}")]
        if not files:
            raise SetAside(Cause.AMBIGUOUS, "there is no notebook in the folder")
        raise SetAside(Cause.AMBIGUOUS, f"several notebooks, none called {named.name}: {', '.join(p.name for p in files)}")


def unfit(student: str) -> str:
    """Why this cannot be a student's id, in a sentence; empty when it can. Ids become folders, and stand on pages and in tables of others' programs.

    Any script, blanks, quotes and apostrophes are fine.
    """
    if printable(student) != student or UNFIT.search(student):
        why = "it holds a control character, a line break or a slash"
    elif re.search("[<>&]", student):
        why = "it holds one of < > &, which a page could take for HTML"
    elif not student.strip(" .") or student.startswith(".") or len(student.encode()) > 200:
        why = "it is empty, too long or begins with a dot"
    else:
        return ""
    return f"{one_line(student)[:60]!r} cannot be a student's id: {why}"


def belongs(release: NotebookNode, chapter: str, notebook: NotebookNode) -> None:
    """Raises SetAside for a notebook that is not of this chapter: one of another, or of another course."""
    if told := another(release, chapter, notebook):
        raise SetAside(Cause.ANOTHER, told)


def earlier(course: Path, student: str, chapter: str, when: datetime) -> Path:
    """Where a submission of this time is kept when a later one takes its place; of several at once each its own."""
    place = course / "earlier" / student / chapter / f"{when:%Y-%m-%d_%H%M%S}"
    return next(p for n in range(1, 10_000) if not (p := place if n == 1 else place.with_name(f"{place.name}-{n}")).exists())


def is_linked(path: Path) -> bool:
    """Whether this, its folder or the folder above it (the student's) is a link: somebody else's work, or a secret."""
    return any(p.is_symlink() for p in (path, path.parent, path.parent.parent))


def find(course: Course, chapter: str, student: str | None = None) -> list[Submission]:
    """Every submission of a chapter, by student; or one student's."""
    folders = sorted((course.root / "submitted").glob("*/"), key=lambda f: f.name)
    return [Submission(f.name, f / chapter, chapter) for f in folders if (f / chapter).is_dir() and student in (None, f.name)]
