"""What a chapter must keep so that it can be released, worked and graded; each breach a ChapterError with file and line."""

import ast
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from convnets import check as student_side
from convnets.classroom.chapter import Cell, Chapter, ChapterError, Exercise, Handin
from convnets.classroom.syntax import bound_names, calls, observed, parse, reference_imports
from convnets.verdict import Observation

REGIONS = {"SOLUTION": ("exercise", "written"), "HIDDEN TESTS": ("check",), "MARK SCHEME": ("written",)}  # region: where it may stand
NEEDED = {  # kind: the region it must have, and what would be amiss without
    "exercise": ("SOLUTION", "its stub would not raise"),
    "written": ("MARK SCHEME", "there would be no rubric to grade it by"),
}


def check(chapter: Chapter) -> None:
    """Raise ChapterError for the first rule that the chapter breaks."""
    _check_order(chapter)
    for cell in chapter.cells:
        _check_regions(chapter.path, cell)
        if cell.kind not in ("text", "written"):
            _check_code(chapter.path, cell)
    for exercise in chapter.exercises.values():
        _check_check(chapter, exercise)
    if same := [name for name in chapter.handins if name in chapter.exercises]:
        raise ChapterError(
            chapter.path, chapter.handins[same[0]].cell.line, f"an exercise is called {same[0]!r} too: call the hand-in something else"
        )


def _check_order(chapter: Chapter) -> None:
    seen: dict[str, Cell] = {}
    for cell in chapter.cells:
        if cell.id in seen:
            raise ChapterError(
                chapter.path, cell.line, f"duplicate {cell.kind} {cell.name!r}: the first one is on line {seen[cell.id].line}"
            )
        if cell.kind == "check" and f"exercise-{cell.name}" not in seen:
            raise ChapterError(
                chapter.path, cell.line, f"a check without an exercise: no cell tagged exercise:{cell.name} stands before it"
            )
        seen[cell.id] = cell
    for cell in chapter.cells:
        if cell.kind == "exercise" and f"check-{cell.name}" not in seen:
            raise ChapterError(
                chapter.path, cell.line, f"exercise {cell.name!r} has no check: add a cell tagged check:{cell.name}:POINTS after it"
            )
    if "setup" not in seen:
        raise ChapterError(chapter.path, 1, 'no setup cell: add one tagged "setup" with the imports')


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
    taken = [name for name in bound_names(cell.source) if name in student_side.__all__ and cell.kind == "exercise"]
    if taken:
        raise ChapterError(
            path, cell.line, f"exercise {cell.name!r} defines {taken[0]!r}, which is the name of a probe: call it something else"
        )


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
    used, reached = {"observe"}, [node for node in body if isinstance(node, ast.Expr)]
    while reached:
        names = {n.id for n in ast.walk(reached.pop()) if isinstance(n, ast.Name)} & helpers.keys() - used
        used |= names
        reached += [helpers[name] for name in names]
    if left := [name for name in helpers if name not in used]:
        line = cell.line + helpers[left[0]].lineno
        raise ChapterError(chapter.path, line, f"{left[0]!r} serves hidden tests alone and gives them away: move it between their marks")


def observations(path: Path, cell: Cell) -> Iterator[Observation]:
    """What a check cell observes, read from its source. Raises ChapterError for what cannot be read there."""
    tree = parse(cell.source)
    public = observed(cell.public_source)
    statements = [node.value for node in tree.body if isinstance(node, ast.Expr)]
    for call in calls(tree, "observe"):
        line = cell.line + call.lineno
        if call not in statements:
            raise ChapterError(path, line, "an observe(...) is a statement of its own, not in a loop, an if or a function")
        if len(call.args) != 2 or not isinstance(call.args[0], ast.Constant) or not isinstance(call.args[0].value, str):
            raise ChapterError(path, line, 'write observe("label", lambda: ..., weight=1, hint="..."): the label is a literal')
        if not isinstance(call.args[1], ast.Lambda) or ast.unparse(call.args[1].args):
            raise ChapterError(path, line, "what is observed stands in a lambda without arguments, so that its inputs are drawn inside it")
        yield Observation(call.args[0].value, public=call.args[0].value in public, **_settings(path, line, call))


def handin(chapter: Chapter, cell: Cell) -> Handin:
    """What a hand-in cell states, read from its source: the file, and the curve from accuracy to points. Raises ChapterError."""
    wrong = functools.partial(ChapterError, chapter.path, cell.line)
    body = parse(cell.source).body
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "handin.score":
        raise wrong(
            f"a hand-in cell ends with `handin.score({chapter.name + '/' + cell.name!r}, FILE, PICTURES, curve={{0.8: 0, 0.98: 10}})`"
        )
    told = {k.arg: k.value for k in call.keywords}
    try:
        named, file = (ast.literal_eval(a) for a in call.args[:2])
        curves = [ast.literal_eval(told[key]) for key in ("curve", "drawn") if key in told]
    except (ValueError, TypeError):
        raise wrong("the names and the curves of handin.score are literals: they are read from the source") from None
    if len(call.args) != 3 or "curve" not in told or set(told) - {"curve", "drawn"}:
        raise wrong("handin.score takes CHAPTER/NAME, a file, test pictures, curve={...} and, if it is another for drawn ones, drawn={...}")
    if named != f"{chapter.name}/{cell.name}":
        raise wrong(f"handin.score begins with {chapter.name + '/' + cell.name!r}; found {named!r}")
    if not isinstance(file, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*\.safetensors", file):
        raise wrong(f"the file of a hand-in is called like submission.safetensors, in plain letters; found {file!r}")
    if twice := [c for c in chapter.cells if c.kind == "handin" and c is not cell and f'"{file}"' in c.source.replace("'", '"')]:
        raise wrong(f"{file} is handed in twice: the other time in {twice[0].id}")
    for curve in curves:
        _check_curve(wrong, curve, cell.points)
    return Handin(cell.name, cell.points, cell, file, curves[0], curves[-1])


def _check_curve(wrong: Callable[[str], ChapterError], curve: Any, points: float) -> None:
    """A curve rises from 0 points to all of them over accuracies from 0 to 1."""
    if not isinstance(curve, dict) or len(curve) < 2 or not all(type(v) in (int, float) for pair in curve.items() for v in pair):
        raise wrong("a curve is a table of at least two accuracies and their points, {0.8: 0, 0.98: 10}")
    accuracies, worth = list(curve), list(curve.values())
    if sorted(accuracies) != accuracies or (accuracies[0] < 0 or accuracies[-1] > 1):
        raise wrong(f"the accuracies of a curve rise, between 0 and 1; found {accuracies}")
    if sorted(worth) != worth or worth[0] != 0 or worth[-1] != points:
        raise wrong(f"the points of a curve rise from 0 to the {points:g} of the tag; found {worth}")


def _settings(path: Path, line: int, call: ast.Call) -> dict[str, float | str]:
    found = {}
    for keyword in call.keywords:
        if keyword.arg not in ("weight", "hint"):
            raise ChapterError(path, line, f"observe takes weight and hint, not {keyword.arg!r}")
        try:
            found[keyword.arg] = ast.literal_eval(keyword.value)
        except ValueError:
            raise ChapterError(path, line, f"{keyword.arg} is a literal: it is read from the source") from None
    weight, hint = found.get("weight", 1), found.get("hint", "")
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not weight >= 0:
        raise ChapterError(path, line, f"weight is a number, 0 or more, got {weight!r}")
    if not isinstance(hint, str):
        raise ChapterError(path, line, f"hint is a sentence, got {hint!r}")
    return found
