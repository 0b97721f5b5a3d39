"""Reading a chapter's file: into cells, by their tags, and what its checks and hand-ins state."""

import ast
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode, ValidationError

from convnets.classroom.chapters import rules
from convnets.classroom.chapters.chapter import Cell, Chapter, ChapterError, Exercise, Handin
from convnets.classroom.chapters.syntax import calls, observed, parse
from convnets.evidence.verdict import Observation

PARTS = {"setup": 0, "exercise": 1, "check": 2, "written": 2, "handin": 2, "training": 1, "demo": 1}  # kind: what follows it
AS_WRITTEN = {"extension": ".py", "format_name": "percent", "comment_magics": False}  # `# cat (0) or dog (1)` is a comment, no command
SPELLED = "setup, exercise:NAME, check:NAME:POINTS, written:NAME:POINTS, handin:NAME:POINTS, training:NAME, demo:NAME"


def read(path: Path) -> Chapter:
    """The chapter in this file. Raises ChapterError, with file and line, for anything that breaks the grammar or the rules."""
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
    rules.check_cells(path, cells)
    checks = {c.name: c for c in cells if c.kind == "check"}
    exercises = {
        c.name: Exercise(c.name, checks[c.name].points, c, checks[c.name], tuple(observations(path, checks[c.name])))
        for c in cells
        if c.kind == "exercise"
    }
    chapter = Chapter(path, tuple(cells), exercises, {c.name: handin(path, cells, c) for c in cells if c.kind == "handin"})
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


def handin(path: Path, cells: list[Cell], cell: Cell) -> Handin:
    """What a hand-in cell states, read from its source: the file, and the curve from accuracy to points. Raises ChapterError."""
    wrong = functools.partial(ChapterError, path, cell.line)
    body = parse(cell.source).body
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "handin.score":
        raise wrong(f"a hand-in cell ends with `handin.score({path.stem + '/' + cell.name!r}, FILE, PICTURES, curve={{0.8: 0, 0.98: 10}})`")
    told = {k.arg: k.value for k in call.keywords}
    try:
        named, file = (ast.literal_eval(a) for a in call.args[:2])
        curves = [ast.literal_eval(told[key]) for key in ("curve", "drawn") if key in told]
    except (ValueError, TypeError):
        raise wrong("the names and the curves of handin.score are literals: they are read from the source") from None
    if len(call.args) != 3 or "curve" not in told or set(told) - {"curve", "drawn"}:
        raise wrong("handin.score takes CHAPTER/NAME, a file, test pictures, curve={...} and, if it is another for drawn ones, drawn={...}")
    if named != f"{path.stem}/{cell.name}":
        raise wrong(f"handin.score begins with {path.stem + '/' + cell.name!r}; found {named!r}")
    if not isinstance(file, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*\.safetensors", file):
        raise wrong(f"the file of a hand-in is called like submission.safetensors, in plain letters; found {file!r}")
    if twice := [c for c in cells if c.kind == "handin" and c is not cell and f'"{file}"' in c.source.replace("'", '"')]:
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


def _settings(path: Path, line: int, call: ast.Call) -> dict[str, Any]:
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
