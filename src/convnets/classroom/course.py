"""A course folder: where its chapters, submissions and secrets are, and nbgrader set up for it."""

import contextlib
import hashlib
import hmac
import os
import secrets
import shutil
import sys
import warnings
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from traitlets.config import Config, PyFileConfigLoader

from convnets.base.names import unknown
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.chapters.reading import read

CONFIG = "nbgrader_config.py"


class CourseError(RuntimeError):
    """Something about the course folder that its owner has to mend; the message says what to do."""


class Course:
    """The course in this folder. Raises CourseError when it is none."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root).resolve()
        if not (self.root / CONFIG).is_file():
            raise CourseError(f"{self.root} is no course folder: it has no {CONFIG}. Give the right one with --course FOLDER")
        self.private = self.root / ".convnets"  # secrets and results; never mounted where student code runs
        self.runs = self.private / "runs"
        self.records = self.private / "records"
        self._read: dict[Path, tuple[int, Chapter]] = {}

    @classmethod
    def find(cls, given: str | None = None) -> "Course":
        """The folder given, else the working folder or its ``course``."""
        candidates = [Path(given)] if given else [Path("."), Path("course")]
        for folder in candidates:
            if (folder / CONFIG).is_file():
                return cls(folder)
        raise CourseError(
            f"no course folder here (none of {', '.join(map(str, candidates))} has {CONFIG}): go to the project's folder or give --course FOLDER"
        )

    @property
    def chapters(self) -> list[str]:
        return sorted(p.stem for p in (self.root / "chapters").glob("[0-9][0-9]_*.py"))

    def name(self, given: str) -> str:
        """The name of the chapter of this name or number: 1, 01, 01_lenet; or of the assignment. Raises UnknownName with the nearest names."""
        matches = [c for c in self.chapters if given in (c, c[:2]) or (given.isdecimal() and int(given) == int(c[:2]))]
        if not matches:
            if given in self.assignments:
                return given
            raise unknown("chapter", given, [*self.chapters, *self.assignments], "convnets list chapters")
        return matches[0]

    def chapter(self, given: str) -> Chapter:
        """The chapter of this name, or of this number, parsed once as long as its file stays as it is."""
        if (name := self.name(given)) not in self.chapters:
            raise unknown("chapter", given, self.chapters, "convnets list chapters")
        file = self.chapter_file(name)
        version = file.stat().st_mtime_ns
        if self._read.get(file, (0,))[0] != version:
            self._read[file] = version, read(file)
        return self._read[file][1]

    @property
    def assignments(self) -> list[str]:
        """The folders of source/ that are no chapter: what else an instructor made with nbgrader."""
        return sorted({p.parent.name for p in (self.root / "source").glob("*/*.ipynb")} - set(self.chapters))

    def work(self, given: str) -> Any:
        """The chapter of this name or number, or the `convnets.classroom.chapters.assignment.Assignment` of this name. Raises UnknownName."""
        from convnets.classroom.chapters.assignment import read as read_assignment

        return self.chapter(given) if (name := self.name(given)) in self.chapters else read_assignment(self.root / "source" / name)

    def notebook_names(self, name: str) -> list[str]:
        """What the notebooks of a chapter, of which there is one, or of an assignment are called, without their suffix."""
        return [name] if name in self.chapters else sorted(p.stem for p in (self.root / "source" / name).glob("*.ipynb"))

    def answers(self, chapter: Chapter) -> Path:
        return self.root / "answers" / chapter.name

    def chapter_file(self, chapter: str) -> Path:
        return self.root / "chapters" / f"{chapter}.py"

    def source_file(self, chapter: str) -> Path:
        return self.root / "source" / chapter / f"{chapter}.ipynb"

    def release_file(self, chapter: str) -> Path:
        return self.root / "release" / chapter / f"{chapter}.ipynb"

    def notebooks(self, chapter: str) -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
        """The chapter's source and its release. Raises CourseError when it has not been released."""
        files = self.source_file(chapter), self.release_file(chapter)
        if not all(f.is_file() for f in files):
            raise CourseError(f"{chapter} has not been released in {self.root}: run `convnets release {chapter}` first")
        return tuple(nbformat.read(f, 4) for f in files)

    @cached_property
    def config(self) -> Config:
        """The course's own nbgrader configuration, as nbgrader itself would read it from this folder."""
        return PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()

    @property
    def api(self) -> Any:
        """nbgrader's high-level interface on this course."""
        from nbgrader.apps import NbGraderAPI

        self.gradebook().close()  # what is wrong with it is said in a line
        return NbGraderAPI(config=self.config)

    @property
    def db_url(self) -> str:
        return str(self.config.CourseDirectory.db_url)

    def gradebook(self) -> Any:
        """The open gradebook; use as a context manager. Raises CourseError when it cannot be opened, but leaves a locked one to who can wait."""
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import OperationalError, SAWarning, SQLAlchemyError

        _put_tools_on_path()
        warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # of its own making, and harmless
        course_id = self.config.CourseDirectory.get("course_id") or ""
        if not course_id and not self.db_url.startswith("sqlite"):
            raise CourseError(
                f"a gradebook in {self.db_url.partition(':')[0].partition('+')[0]} needs the course's name: "
                f'write c.CourseDirectory.course_id = "convnets" into {self.root / CONFIG}'
            )
        try:
            return Gradebook(self.db_url, course_id or "default_course")
        except (SQLAlchemyError, ImportError) as e:
            told = str(getattr(e, "orig", None) or e).strip().partition("\n")[0]
            if isinstance(e, OperationalError) and "locked" in told:
                raise
            hint = ': pip install "convnets-course[postgresql]"' if getattr(e, "name", "") == "psycopg2" else ""
            raise CourseError(f"the gradebook of {self.root / CONFIG} (c.CourseDirectory.db_url) cannot be opened: {told}{hint}") from None

    def nonce(self, chapter: str, source: str) -> str:
        """HMAC(course secret; chapter, epoch, source): asks every class, epoch and version of a chapter another question."""
        text = "\x1f".join([chapter, self.epoch, hashlib.sha256(source.encode()).hexdigest()])
        return hmac.new(bytes.fromhex(self._secret), text.encode(), "sha256").hexdigest()

    @property
    def epoch(self) -> str:
        """A new one renews every nonce; renew it once feedback is out."""
        file = self.private / "epoch"
        return file.read_text().strip() if file.is_file() else "1"

    def new_epoch(self) -> str:
        self.private.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.private / "epoch").write_text(str(int(self.epoch) + 1))
        return self.epoch

    @cached_property
    def _secret(self) -> str:
        file = self.private / "secret"
        if not file.is_file():
            self.private.mkdir(parents=True, exist_ok=True, mode=0o700)
            with contextlib.suppress(FileExistsError), open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as f:
                f.write(secrets.token_hex(32))
        return file.read_text().strip()


def create(root: Path, like: Path) -> Course:
    """A new course folder with the chapters and answers of another: for a demonstration, a test or a second class."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(like / CONFIG, root / CONFIG)
    for folder in ("chapters", "answers"):
        if (like / folder).is_dir():
            shutil.copytree(like / folder, root / folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return Course(root)


def _put_tools_on_path() -> None:
    """nbgrader calls ``alembic`` by name when it makes its database; it stands beside this interpreter."""
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", "")
