"""What a chapter must keep so that it can be released, worked and graded; each breach a ChapterError with file and line."""

import ast
import functools
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

from convnets.classroom.chapters.chapter import Cell, Chapter, ChapterError, Exercise
from convnets.classroom.chapters.syntax import bound_names, calls, parse, reference_imports

REGIONS = {"SOLUTION": ("exercise", "written"), "HIDDEN TESTS": ("check",), "MARK SCHEME": ("written",)}  # region: where it may stand
NEEDED = {  # kind: the region it must have, and what would be amiss without
    "exercise": ("SOLUTION", "its stub would not raise"),
    "written": ("MARK SCHEME", "there would be no rubric to grade it by"),
}


def check_cells(path: Path, cells: Sequence[Cell]) -> None:
    """Raise ChapterError for the first rule that the cells of this file break."""
    _check_order(path, cells)
    for cell in cells:
        _check_regions(path, cell)
        if cell.kind not in ("text", "written"):
            _check_code(path, cell)


def check(chapter: Chapter) -> None:
    """Raise ChapterError for the first rule that a chapter breaks whose cells keep theirs."""
    for exercise in chapter.exercises.values():
        _check_check(chapter, exercise)
    if same := [name for name in chapter.handins if name in chapter.exercises]:
        raise ChapterError(
            chapter.path, chapter.handins[same[0]].cell.line, f"an exercise is called {same[0]!r} too: call the hand-in something else"
        )


def _check_order(path: Path, cells: Sequence[Cell]) -> None:
    seen: dict[str, Cell] = {}
    for cell in cells:
        if cell.id in seen:
            raise ChapterError(path, cell.line, f"duplicate {cell.kind} {cell.name!r}: the first one is on line {seen[cell.id].line}")
        if cell.kind == "check" and f"exercise-{cell.name}" not in seen:
            raise ChapterError(path, cell.line, f"a check without an exercise: no cell tagged exercise:{cell.name} stands before it")
        seen[cell.id] = cell
    for cell in cells:
        if cell.kind == "exercise" and f"check-{cell.name}" not in seen:
            raise ChapterError(path, cell.line, f"exercise {cell.name!r} has no check: add a cell tagged check:{cell.name}:POINTS after it")
    if "setup" not in seen:
        raise ChapterError(path, 1, 'no setup cell: add one tagged "setup" with the imports')


def _check_regions(path: Path, cell: Cell) -> None:
    for region, kinds in REGIONS.items():
        marks = re.findall(rf"^[ \t]*### (BEGIN|END) {region}", cell.source, re.M)
        if marks and cell.kind not in kinds:
            raise ChapterError(
                path, cell.line, f"`### BEGIN {region}` belongs into a cell of kind {' or '.join(kinds)}; this is a {cell.kind} cell"
            )
        if marks != ["BEGIN", "END"] * (len(marks) // 2):
            raise ChapterError(path, cell.line, f"`### BEGIN {region}` and `### END {region}` do not pair up")
        if not marks and NEEDED.get(cell.kind, ("",))[0] == region:
            why = f"{cell.kind} {cell.name!r} has no `### BEGIN {region}` ... `### END {region}`: {NEEDED[cell.kind][1]}"
            raise ChapterError(path, cell.line, why)


def _check_code(path: Path, cell: Cell) -> None:
    try:
        tree = parse(cell.source)
    except SyntaxError as e:
        raise ChapterError(path, cell.line + (e.lineno or 0), f"{cell.id} is not Python: {e.msg}") from None
    if not cell.runs_while_grading:
        return
    for module, line in reference_imports(tree):
        raise ChapterError(
            path, cell.line + line, f"{cell.id} uses {module}, which holds answers: write out in the notebook what the exercise needs"
        )
    taken = [name for name in bound_names(cell.source) if name in _probes() and cell.kind == "exercise"]
    if taken:
        raise ChapterError(
            path, cell.line, f"exercise {cell.name!r} defines {taken[0]!r}, which is the name of a probe: call it something else"
        )


@functools.cache
def _probes() -> tuple[str, ...]:
    """What a check cell can import, read from the room's face: importing it would cost torch."""
    face = Path(importlib.util.find_spec("convnets.check").origin).read_text(encoding="utf-8")
    (names,) = (node.value for node in parse(face).body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
    return tuple(ast.literal_eval(names))


def _check_check(chapter: Chapter, exercise: Exercise) -> None:
    cell, wanted = exercise.check, f"{chapter.name}/{exercise.name}"
    named = [c.args[0].value for c in calls(parse(cell.source), "check") if c.args and isinstance(c.args[0], ast.Constant)]
    if named != [wanted]:
        raise ChapterError(
            chapter.path, cell.line, f"the check of {exercise.name!r} begins with `observe = check({wanted!r})`; found {named or 'none'}"
        )
    for source in (cell.source, cell.public_source):
        body = parse(source).body
        if not body or ast.unparse(body[-1]) != "observe.score()":
            why = f"the check of {exercise.name!r} ends with the line `observe.score()`, outside the hidden tests: it is the score that nbgrader reads"
            raise ChapterError(chapter.path, cell.line, why)
    if not any(o.public for o in exercise.observations):
        why = f"the check of {exercise.name!r} shows a student nothing: at least one observation must stand outside the hidden tests"
        raise ChapterError(chapter.path, cell.line, why)
    for key in (exercise.observations, [o for o in exercise.observations if o.public]):
        if not sum(o.weight for o in key) > 0:
            why = f"the observations of {exercise.name!r} that a student sees must weigh more than 0 together, or no point could be earned"
            raise ChapterError(chapter.path, cell.line, why)
    _check_helpers(chapter, cell)
    labels = [o.label for o in exercise.observations]
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise ChapterError(chapter.path, cell.line, f"two observations of {exercise.name!r} are called {twice[0]!r}")


def _check_helpers(chapter: Chapter, cell: Cell) -> None:
    """A helper takes the place of nothing that a student may have defined, and tells nobody what hidden observations ask for."""
    for node in parse(cell.source).body:
        inside = [n for c in ast.walk(node) if isinstance(c, ast.comprehension) for n in ast.walk(c.target)]
        own = {n.id for n in inside if isinstance(n, ast.Name)} | {"observe"}
        named = () if isinstance(node, (ast.Import, ast.ImportFrom, ast.Expr)) else bound_names(ast.unparse(node))
        if found := [name for name in named if not name.startswith("_") and name not in own]:
            why = f"a helper defined in a check cell begins with _, so that it hides nothing of a student's: write _{found[0]}, not {found[0]}"
            raise ChapterError(chapter.path, cell.line + node.lineno, why)
    body = [node for node in parse(cell.public_source).body if not isinstance(node, (ast.Import, ast.ImportFrom))]
    helpers = {name: node for node in body if not isinstance(node, ast.Expr) for name in bound_names(ast.unparse(node))}
    used, reached = {"observe"}, [*filter(lambda node: isinstance(node, ast.Expr), body)]
    while reached:
        names = {n.id for n in ast.walk(reached.pop()) if isinstance(n, ast.Name)} & helpers.keys() - used
        used |= names
        reached += [helpers[name] for name in names]
    if left := [name for name in helpers if name not in used]:
        line = cell.line + helpers[left[0]].lineno
        raise ChapterError(chapter.path, line, f"{left[0]!r} serves hidden tests alone and gives them away: move it between their marks")
