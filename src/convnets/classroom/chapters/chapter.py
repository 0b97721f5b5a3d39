"""A chapter as its author wrote it: one py:percent file, read into cells by a closed grammar of tags.

setup · exercise:NAME · check:NAME:POINTS · written:NAME:POINTS · handin:NAME:POINTS · training:NAME · demo:NAME
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from convnets.classroom.chapters.syntax import HIDDEN
from convnets.evidence.verdict import OF_A_FILE, Observation


class ChapterError(ValueError):
    """Something in a chapter or its answers that its author has to mend: file, line, what, and what to do."""

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")


def kind(cell_id: str) -> str:
    """What a cell is, by its id: exercise, check, text, ..., or own, for a student's."""
    return cell_id.partition("-")[0]


@dataclass(frozen=True)
class Cell:
    """One cell. ``id`` is derived from the tag, so that it is the same at every release."""

    kind: str  # setup, exercise, check, written, handin, training, demo, or text
    name: str
    points: float
    source: str
    line: int  # of its `# %%` marker in the chapter's file
    id: str

    @property
    def runs_while_grading(self) -> bool:
        return self.kind in ("setup", "exercise", "check")

    @property
    def public_source(self) -> str:
        """The source as students get it, hidden tests left out (the solution still in)."""
        return HIDDEN.sub("", self.source)


@dataclass(frozen=True)
class Exercise:
    """An exercise, its check, and what the check observes."""

    name: str
    points: float
    cell: Cell
    check: Cell
    observations: tuple[Observation, ...]


@dataclass(frozen=True)
class Handin:
    """Weights that are handed in beside the notebook: their file, and the curve from accuracy to points, for drawn pictures if it is another."""

    name: str
    points: float
    cell: Cell
    file: str
    curve: Mapping[float, float]
    drawn: Mapping[float, float]
    observations: tuple[Observation, ...] = OF_A_FILE


@dataclass(frozen=True)
class Chapter:
    """A chapter that keeps the grammar and the rules; `read` raises ChapterError for one that does not."""

    path: Path
    cells: tuple[Cell, ...]
    exercises: Mapping[str, Exercise]
    handins: Mapping[str, Handin]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def judged(self) -> dict[str, Exercise | Handin]:
        """All that is judged by machine: the exercises, then what is handed in beside the notebook."""
        return {**self.exercises, **self.handins}

    @property
    def written(self) -> list[Cell]:
        return [c for c in self.cells if c.kind == "written"]

    @property
    def points(self) -> float:
        return sum(c.points for c in self.cells)

    @cached_property
    def title(self) -> str:
        """The first heading, without its number sign."""
        found = re.search(r"^# (.+)$", "\n".join(c.source for c in self.cells if c.kind == "text"), re.M)
        return found.group(1).strip() if found else self.name
