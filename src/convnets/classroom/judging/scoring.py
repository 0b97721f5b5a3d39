"""Weights that were handed in beside a notebook: found, tried in a process of their own, the result kept under a hash of all that it depends on.

The test pictures are a folder that the instructor sets, which no process with a student's code in it ever sees; where none is set, pictures drawn
from the nonce, for work that was trained on drawn ones. Whatever cannot be tried has no points yet, and never a silent 0.
"""

import functools
import hashlib
import json
import math
import os
import stat
import subprocess
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from traitlets import Float, Integer, Unicode
from traitlets.config import Configurable

from convnets import handin, weights
from convnets.base import settings
from convnets.base.files import digest, stored
from convnets.base.rooms import UNSCORED
from convnets.classroom.chapters.chapter import Handin
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.submissions import is_linked, one_line
from convnets.classroom.running.run import environment, retried
from convnets.classroom.running.sandbox import BOX, PACKAGE, Sandbox, shows
from convnets.classroom.running.shell import MachineFailure, Shell
from convnets.evidence.verdict import Verdict

STARTING = 60  # seconds for building a network and loading its weights
AT_PICTURES, AT_FILE, AT_WEIGHTS = "/pictures", "/handed-in", "/weights"  # where the scoring process sees what it needs


class Scoring(Configurable):
    """How weights that are handed in are scored; a course sets it in `nbgrader_config.py`: ``c.Scoring.test_folder = "/srv/cats_and_dogs"``."""

    test_folder = Unicode("", help="photographs to try them on, laid out as for data.cats_vs_dogs; outside the repository").tag(config=True)
    drawn = Integer(400, min=2, help="where no folder is set: how many pictures are drawn").tag(config=True)
    seconds = Float(0.5, min=0.001, help="what each picture may take, beside a minute for the start").tag(config=True)

    def pictures(self, course: Course, nonce: str) -> "Pictures":
        """What is tried on. Raises CourseError for a folder that is not there, holds no pictures, or could be seen by a student."""
        if not self.test_folder:
            return Pictures(None, self.drawn, hashlib.sha256(f"{nonce} {self.drawn}".encode()).hexdigest())
        folder = (course.root / Path(self.test_folder).expanduser()).resolve()
        where = f"the test photographs, {folder} (c.Scoring.test_folder, or --test-folder),"
        home = next((p for p in (course.root, *course.root.parents) if (p / ".git").exists()), course.root)
        if seen := home if folder.is_relative_to(home) else shows(folder):
            raise CourseError(f"{where} lie in {seen}, which students are given or can read: move them somewhere else")
        try:
            return _looked_at(folder, _listing(folder))
        except (OSError, ValueError) as e:
            raise CourseError(f"{where} cannot be used: {e}") from None


@dataclass(frozen=True)
class Pictures:
    """What weights are tried on: the photographs of a folder, or ``n`` drawn pictures. ``identity`` is a hash of what they show."""

    folder: Path | None
    n: int
    identity: str


@functools.lru_cache(maxsize=4)
def _looked_at(folder: Path, _listing: tuple) -> Pictures:
    found = handin.photographs(folder)
    told = [found.key, found.labels.tolist(), found.classes]
    return Pictures(folder, len(found), hashlib.sha256(json.dumps(told).encode()).hexdigest())


def _listing(folder: Path) -> tuple:
    """What changes when a file in the folder does."""
    return tuple(sorted((str(p), s.st_size, s.st_mtime_ns) for p in folder.rglob("*") if (s := p.stat()) and p.is_file()))


@dataclass(frozen=True)
class Scored:
    """What became of one hand-in: what `convnets.handin.result` takes, what it was tried on, the file's hash, remarks for a person."""

    found: dict[str, Any]
    pictures: Pictures
    hash: str = ""
    remarks: tuple[str, ...] = ()

    def verdict(self, asked: Handin) -> Verdict:
        return handin.result(asked.name, asked.file, asked.curve if self.pictures.folder else asked.drawn, self.found)

    @property
    def told(self) -> dict[str, Any]:
        """What a record keeps of it beside the verdict."""
        return {name: self.found.get(name) for name in ("accuracy", "pictures", "card")} | {"drawn": self.pictures.folder is None}

    @property
    def hashes(self) -> dict[str, str]:
        return {"file": self.hash, "test pictures": self.pictures.identity} if self.hash else {}


def score(
    asked: Handin, folder: Path, pictures: Pictures, nonce: str, sandbox: Sandbox, seconds: float, store: Path, *, again: bool = False
) -> Scored:
    """Try what lies in a submission's folder; kept, so that a second call costs nothing unless ``again``. Raises MachineFailure."""
    file, remarks = _file(asked, folder)
    if file is None:
        state = {"state": "ambiguous", "message": remarks[0]} if remarks else {"state": "missing"}
        return Scored(state, pictures, remarks=tuple(remarks))
    if refused := _refused(file):
        return Scored({"state": "refused", "message": refused}, pictures, remarks=(f"{asked.cell.id}: {refused}", *remarks))
    of_file = digest(file)
    work = functools.partial(_attempted, file, asked.file, pictures, nonce, sandbox, STARTING + seconds * pictures.n)
    found = stored(store / f"{_fingerprint(of_file, pictures, nonce, sandbox, seconds)}.json", _checked, work, again=again)
    told = [] if found["state"] == "scored" else [f"{asked.cell.id}: {found['message']}"]
    return Scored(found, pictures, of_file, (*told, *remarks))


def _file(asked: Handin, folder: Path) -> tuple[Path | None, list[str]]:
    """The file that is meant, and what to say of it: browsers and platforms change names."""
    named = folder / asked.file
    if os.path.lexists(named):
        return named, []
    others = sorted(p for p in folder.glob("*.safetensors") if not p.name.startswith("."))
    if len(others) > 1:
        return None, [one_line(f"{asked.cell.id}: several files, none called {asked.file}: {', '.join(p.name for p in others)}")]
    return (others[0], [one_line(f"{asked.cell.id}: handed in as {others[0].name}, read as {asked.file}")]) if others else (None, [])


def _refused(file: Path) -> str:
    """Why a file is not even opened; empty when it is."""
    if is_linked(file) or not stat.S_ISREG(file.lstat().st_mode):
        return f"{one_line(file.name)} is a link or a device, not a file"
    size = file.lstat().st_size
    return f"{one_line(file.name)} has {size / 1e6:,.0f} MB, and {handin.LIMIT / 1e6:.0f} MB are the most" if size > handin.LIMIT else ""


def _attempted(file: Path, asked: str, pictures: Pictures, nonce: str, sandbox: Sandbox, seconds: float) -> dict[str, Any]:
    """Try a file in a throw-away process. A death or an answer that cannot be read may be the machine's: only the second is the file's."""
    try_it = functools.partial(_tried, file, asked, pictures, nonce, sandbox, seconds)
    found = retried(try_it)
    return retried(try_it) if found["state"] == "died" else found


def _tried(file: Path, asked: str, pictures: Pictures, nonce: str, sandbox: Sandbox, seconds: float) -> dict[str, Any]:
    box = _Box(sandbox.name, sandbox.note, None, False, file, asked, pictures.folder)
    job = {"file": box.at_file, "folder": box.at_pictures, "drawn": pictures.n, "seed": nonce}
    with Shell(box, "") as shell:
        done = shell.run("score", json.dumps(job), seconds)
    if done.outcome == "timeout":
        return {"state": "timeout", "message": f"trying them on {pictures.n:,} pictures took more than {seconds:.0f} s (c.Scoring.seconds)"}
    if done.outcome != "ok":
        return {"state": "died", "message": f"the process that tried them died: {done.error or 'out of memory, or a crash'}"}
    try:
        return _checked(json.loads("".join(o["text"] for o in done.outputs)))
    except (ValueError, KeyError, TypeError) as e:
        raise MachineFailure(f"the scoring process said what cannot be read: {e}") from None


def _checked(found: dict[str, Any]) -> dict[str, Any]:
    """What the scoring process said, if it is what it may say. Raises ValueError, KeyError or TypeError."""
    if found["state"] not in ("scored", "refused", "needs", "timeout", "died") or not isinstance(found["message"], str):
        raise ValueError(found["state"])
    if found["state"] == "scored":
        whole = [found["pictures"], found["left_out"], *(n for row in found["confusion"] for n in row)]
        if not (math.isfinite(found["accuracy"]) and 0 <= found["accuracy"] <= 1) or not all(type(n) is int and n >= 0 for n in whole):
            raise ValueError("numbers")
    return found


@dataclass(frozen=True)
class _Box(Sandbox):
    """The scoring process's sandbox: with the networks, the one file and the test pictures, and without a student's code.

    Its processes belong to who grades: nobody else need be able to read the test pictures.
    """

    file: Path | None = None
    asked: str = ""  # the name that it should have
    pictures: Path | None = None

    @property
    def at_file(self) -> str:
        return f"{AT_FILE}/{self.asked}" if self.safe else str(self.file)

    @property
    def at_pictures(self) -> str:
        return "" if self.pictures is None else AT_PICTURES if self.safe else str(self.pictures)

    def process(self) -> AbstractContextManager[subprocess.Popen]:
        kept, hub = weights.folder(), Path(torch.hub.get_dir(), "checkpoints")  # ImageNet weights that were fetched here
        shown = {self.file: self.at_file} | ({self.pictures: AT_PICTURES} if self.pictures else {})
        shown |= {kept: f"{AT_WEIGHTS}/weights"} if kept.is_dir() else {}
        shown |= {hub: f"{AT_WEIGHTS}/torch/hub/checkpoints"} if hub.is_dir() else {}
        home = {"CONVNETS_HOME": AT_WEIGHTS if self.safe else str(settings.home())} | (
            {"TORCH_HOME": f"{AT_WEIGHTS}/torch"} if self.safe else {}
        )
        return self.started("score.py", shown, {"CONVNETS_FAST": "", **home})


def _fingerprint(of_file: str, pictures: Pictures, nonce: str, sandbox: Sandbox, seconds: float) -> str:
    """A hash of everything that a result depends on."""
    parts = [of_file, pictures.identity, nonce if pictures.folder is None else "", sandbox.name, seconds, environment(), _library()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@functools.cache
def _library() -> str:
    """A hash of the part of this library that a result depends on."""
    found = hashlib.sha256()
    files = [BOX / "score.py", *(f for f in PACKAGE.rglob("*.py") if f.relative_to(PACKAGE).parts[0] not in UNSCORED)]
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()
