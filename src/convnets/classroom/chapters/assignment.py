"""What has points in an assignment that is no chapter, made with nbgrader's own "Create Assignment"."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils


@dataclass(frozen=True)
class Part:
    """What has points: a cell of tests, or a question that a person marks."""

    name: str
    points: float
    observations: tuple = ()

    @property
    def id(self) -> str:
        return self.name


@dataclass(frozen=True)
class Assignment:
    """An assignment that is no chapter; what the tables and pages of a class ask of a chapter can be asked of it."""

    name: str
    judged: dict[str, Part]
    written: list[Part]
    handins = {}

    @property
    def title(self) -> str:
        return self.name

    @property
    def exercises(self) -> dict[str, Part]:
        return self.judged

    @property
    def points(self) -> float:
        return sum(p.points for p in (*self.judged.values(), *self.written))


def read(source: Path) -> Assignment:
    """What has points in the assignment whose source is this folder."""
    judged, written = {}, []
    for place, cell in cells(source):
        if utils.is_grade(cell) or utils.is_task(cell):
            part = Part(place, float(cell.metadata.nbgrader.points))
            if cell.cell_type == "code" and not utils.is_solution(cell):
                judged[place] = part
            else:
                written.append(part)
    return Assignment(source.name, judged, written)


def cells(folder: Path) -> Iterator[tuple[str, NotebookNode]]:
    """Name and cell of everything that nbgrader knows in a folder's notebooks."""
    files = sorted(folder.glob("*.ipynb"))
    for file in files:
        for cell in nbformat.read(file, 4).cells:
            if name := cell.metadata.get("nbgrader", {}).get("grade_id"):
                yield label(name, file.stem, len(files)), cell


def label(cell: str, notebook: str, notebooks: int) -> str:
    """What a cell is called in an assignment of so many notebooks."""
    return cell if notebooks == 1 else f"{notebook}/{cell}"
