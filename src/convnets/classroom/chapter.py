"""A chapter as its author wrote it: one py:percent file, read into cells by a closed grammar of tags.

setup · exercise:NAME · check:NAME:POINTS · written:NAME:POINTS · handin:NAME:POINTS · training:NAME · demo:NAME
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jupytext
from nbformat import NotebookNode, ValidationError

from convnets._handin_worth import OBSERVED
from convnets.classroom.syntax import HIDDEN
from convnets.verdict import Observation

PARTS = {"setup": 0, "exercise": 1, "check": 2, "written": 2, "handin": 2, "training": 1, "demo": 1}  # kind: what follows it
AS_WRITTEN = {"extension": ".py", "format_name": "percent", "comment_magics": False}  # `# cat (0) or dog (1)` is a comment, no command
SPELLED = "setup, exercise:NAME, check:NAME:POINTS, written:NAME:POINTS, handin:NAME:POINTS, training:NAME, demo:NAME"


class ChapterError(ValueError):
    """Something in a chapter or its answers that its author has to mend: file, line, what, and what to do."""

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")


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
    observations: tuple[Observation, ...] = OBSERVED


@dataclass(frozen=True)
class Chapter:
    """A chapter that keeps the grammar and the rules; `read` raises ChapterError for one that does not."""

    path: Path
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        from convnets.classroom.rules import observations

        checks = {c.name: c for c in self.cells if c.kind == "check"}
        return {
            c.name: Exercise(c.name, checks[c.name].points, c, checks[c.name], tuple(observations(self.path, checks[c.name])))
            for c in self.cells
            if c.kind == "exercise"
        }

    @cached_property
    def handins(self) -> dict[str, Handin]:
        from convnets.classroom.rules import handin

        return {c.name: handin(self, c) for c in self.cells if c.kind == "handin"}

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


def read(path: Path) -> Chapter:
    """The chapter in this file. Raises ChapterError, with file and line, for anything that breaks the grammar or the rules."""
    from convnets.classroom import rules

    text = path.read_text(encoding="utf-8-sig")  # some editors put a mark before the first letter
    if not text.startswith("# %%"):
        raise ChapterError(path, 1, "a chapter begins with a `# %%` line")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"# %%( |$)", line)]
    try:
        notebook = jupytext.reads(text, fmt=AS_WRITTEN)
    except ValidationError as e:
        raise ChapterError(path, lines[0], f'a `# %%` line cannot be read, write tags as tags=["setup"]: {e.message}') from None
    if len(lines) != len(notebook.cells):
        raise ChapterError(path, lines[0], f"{len(lines)} `# %%` lines but {len(notebook.cells)} cells: is one inside a string?")
    cells: list[Cell] = []
    for line, cell in zip(lines, notebook.cells, strict=True):
        kind, name, points = _tag(path, line, cell)
        label = name if kind != "text" else f"{1 + sum(c.kind == 'text' for c in cells):02d}"
        cells.append(Cell(kind, name, points, cell.source, line, f"{kind}-{label}" if label else kind))
    chapter = Chapter(path, tuple(cells))
    rules.check(chapter)
    return chapter


def _tag(path: Path, line: int, cell: NotebookNode) -> tuple[str, str, float]:
    """Kind, name and points of a cell."""
    tags = cell.metadata.get("tags", [])
    if cell.cell_type == "raw" or not isinstance(tags, list):
        raise ChapterError(path, line, 'a cell is code or markdown, and its tag is written tags=["setup"]')
    if cell.cell_type == "markdown" and not tags:
        return "text", "", 0
    if len(tags) != 1:
        raise ChapterError(path, line, f"a code cell has exactly one tag out of {SPELLED}; this one has {tags or 'none'}")
    kind, *rest = tags[0].split(":")
    if kind not in PARTS or len(rest) != PARTS[kind]:
        missing = ": its points are missing, say check:NAME:3" if kind in ("check", "written", "handin") and len(rest) == 1 else ""
        raise ChapterError(path, line, f"unknown tag {tags[0]!r}{missing}. Tags are {SPELLED}")
    if (cell.cell_type == "markdown") != (kind == "written"):
        raise ChapterError(
            path,
            line,
            "a written cell is markdown: write `# %% [markdown]`"
            if kind == "written"
            else f"{'an' if kind == 'exercise' else 'a'} {kind} cell is code",
        )
    if rest and not re.fullmatch(r"[a-z][a-z0-9_]*", rest[0]):
        raise ChapterError(path, line, f"{rest[0]!r} is no name: small letters, digits and underscores, a letter first")
    if len(rest) < 2:
        return kind, "".join(rest), 0
    if not re.fullmatch(r"\d+(\.\d+)?", rest[1]) or not 0 < float(rest[1]) <= 100:
        raise ChapterError(path, line, f"points must be a number above 0 and at most 100, got {rest[1]!r}")
    return kind, rest[0], float(rest[1])
