"""A chapter as its author wrote it: one py:percent file, read into cells by a closed grammar of tags, with clear errors.

setup · exercise:NAME · check:NAME:POINTS · written:NAME:POINTS · training:NAME · demo:NAME
"""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jupytext

from convnets.verdict import Observation

PROBES = ("check", "pick", "randn", "randint", "parameters", "response", "sensitivity", "op_sizes", "run_once")
REFERENCES = ("convnets.models", "torchvision.models", "timm")  # hold the answers: no graded cell may import them
GRADED = ("setup", "exercise", "check")  # the cells that run while grading
GRAMMAR = {"setup": 0, "exercise": 1, "check": 2, "written": 2, "training": 1, "demo": 1}  # kind: parts after it
SPELLED = "setup, exercise:NAME, check:NAME:POINTS, written:NAME:POINTS, training:NAME, demo:NAME"
HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?", re.M | re.S)
SOLUTION = re.compile(r"^[ \t]*### BEGIN SOLUTION.*?^[ \t]*### END SOLUTION[^\n]*\n?", re.M | re.S)
MARK_SCHEME = re.compile(r"^[ \t]*### BEGIN MARK SCHEME.*?^[ \t]*### END MARK SCHEME[^\n]*\n?", re.M | re.S)


class ChapterError(ValueError):
    """Something in a chapter or its answers that its author has to mend: file, line, what, and what to do."""

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")


@dataclass(frozen=True)
class Cell:
    """One cell. ``id`` is derived from the tag, so that it is the same at every release."""

    kind: str  # setup, exercise, check, written, training, demo, or text
    name: str
    points: float
    source: str
    line: int  # of its `# %%` marker in the chapter's file
    id: str

    @property
    def runs_while_grading(self) -> bool:
        return self.kind in GRADED

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
class Chapter:
    """A chapter that keeps the grammar; `read` raises ChapterError for one that does not."""

    path: Path
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        checks = {c.name: c for c in self.cells if c.kind == "check"}
        return {
            c.name: Exercise(c.name, checks[c.name].points, c, checks[c.name], tuple(_observations(self, checks[c.name])))
            for c in self.cells
            if c.kind == "exercise"
        }

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
    """The chapter in this file. Raises ChapterError, with file and line, for anything that breaks the grammar."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("# %%"):
        raise ChapterError(path, 1, "a chapter begins with a `# %%` line")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"# %%( |$)", line)]
    notebook = jupytext.reads(text, fmt="py:percent")
    if len(lines) != len(notebook.cells):
        raise ChapterError(path, lines[0], f"{len(lines)} `# %%` lines but {len(notebook.cells)} cells: is one inside a string?")
    cells, texts = [], 0
    for line, cell in zip(lines, notebook.cells, strict=True):
        kind, name, points = _tag(path, line, cell)
        if kind == "text":
            texts += 1
        cells.append(
            Cell(kind, name, points, cell.source, line, "-".join(filter(None, (kind, name or (kind == "text" and f"{texts:02d}") or ""))))
        )
    chapter = Chapter(path, tuple(cells))
    _check_structure(chapter)
    for cell in chapter.cells:
        if cell.kind not in ("text", "written"):
            _check_code(chapter, cell)
    for exercise in chapter.exercises.values():
        _check_exercise(chapter, exercise)
    return chapter


def _tag(path: Path, line: int, cell) -> tuple[str, str, float]:
    tags = cell.metadata.get("tags", [])
    if cell.cell_type == "markdown" and not tags:
        return "text", "", 0
    if len(tags) != 1:
        raise ChapterError(path, line, f"a code cell has exactly one tag out of {SPELLED}; this one has {tags or 'none'}")
    kind, *rest = tags[0].split(":")
    if kind not in GRAMMAR or len(rest) != GRAMMAR[kind]:
        missing = ": its points are missing, say check:NAME:3" if kind in ("check", "written") and len(rest) == 1 else ""
        raise ChapterError(path, line, f"unknown tag {tags[0]!r}{missing}. Tags are {SPELLED}")
    if (cell.cell_type == "markdown") != (kind == "written"):
        raise ChapterError(
            path, line, f"a {kind} cell is {'markdown: write `# %% [markdown]`' if kind == 'written' else 'code, not markdown'}"
        )
    name = rest[0] if rest else ""
    if rest and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ChapterError(path, line, f"{name!r} is no name: small letters, digits and underscores, a letter first")
    if len(rest) < 2:
        return kind, name, 0
    try:
        points = float(rest[1])
    except ValueError:
        points = 0
    if not 0 < points <= 100:
        raise ChapterError(path, line, f"points must be a number above 0, got {rest[1]!r}")
    return kind, name, points


def _check_structure(chapter: Chapter) -> None:
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
        if cell.kind == "exercise" and not SOLUTION.search(cell.source):
            raise ChapterError(
                chapter.path,
                cell.line,
                f"exercise {cell.name!r} has no `### BEGIN SOLUTION` ... `### END SOLUTION`: its stub would not raise",
            )
        if cell.kind == "written" and not MARK_SCHEME.search(cell.source):
            raise ChapterError(
                chapter.path,
                cell.line,
                f"written question {cell.name!r} has no rubric between `### BEGIN MARK SCHEME` and `### END MARK SCHEME`",
            )
        for word in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
            if len(re.findall(rf"^[ \t]*### BEGIN {word}", cell.source, re.M)) != len(
                re.findall(rf"^[ \t]*### END {word}", cell.source, re.M)
            ):
                raise ChapterError(chapter.path, cell.line, f"`### BEGIN {word}` and `### END {word}` do not pair up")
    if "setup" not in seen:
        raise ChapterError(chapter.path, 1, 'no setup cell: add one tagged "setup" with the imports')


def _check_code(chapter: Chapter, cell: Cell) -> None:
    try:
        tree = ast.parse(_without_magics(cell.source))
    except SyntaxError as e:
        raise ChapterError(chapter.path, cell.line + (e.lineno or 0), f"{cell.id} is not Python: {e.msg}") from None
    if not cell.runs_while_grading:
        return
    for module, lineno in imports(tree):
        if any(module == r or module.startswith(f"{r}.") for r in REFERENCES):
            raise ChapterError(
                chapter.path,
                cell.line + lineno,
                f"{cell.id} imports {module}, which holds answers: write out in the notebook what the exercise needs",
            )
    if cell.kind == "exercise":
        for name in bound_names(cell.source):
            if name in PROBES:
                raise ChapterError(
                    chapter.path,
                    cell.line,
                    f"exercise {cell.name!r} defines {name!r}, which is the name of a probe: call it something else",
                )


def _check_exercise(chapter: Chapter, exercise: Exercise) -> None:
    cell, tree = exercise.check, ast.parse(exercise.check.source)
    wanted = f"{chapter.name}/{exercise.name}"
    named = [c.args[0].value for c in _calls(tree, "check") if c.args and isinstance(c.args[0], ast.Constant)]
    if named != [wanted]:
        raise ChapterError(
            chapter.path, cell.line, f"the check of {exercise.name!r} begins with `observe = check({wanted!r})`; found {named or 'none'}"
        )
    if not tree.body or ast.unparse(tree.body[-1]) != "observe.score()":
        raise ChapterError(
            chapter.path,
            cell.line,
            f"the check of {exercise.name!r} ends with the line `observe.score()`: it is the score that nbgrader reads",
        )
    public = [o for o in exercise.observations if o.public]
    if not public:
        raise ChapterError(
            chapter.path,
            cell.line,
            f"the check of {exercise.name!r} shows a student nothing: at least one observation must stand outside the hidden tests",
        )
    labels = [o.label for o in exercise.observations]
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise ChapterError(chapter.path, cell.line, f"two observations of {exercise.name!r} are called {twice[0]!r}")


def _observations(chapter: Chapter, cell: Cell) -> list[Observation]:
    public = {c.args[0].value for c in _calls(ast.parse(cell.public_source), "observe") if c.args and isinstance(c.args[0], ast.Constant)}
    found = []
    for call in _calls(ast.parse(cell.source), "observe"):
        line = cell.line + call.lineno
        if len(call.args) != 2 or not isinstance(call.args[0], ast.Constant) or not isinstance(call.args[0].value, str):
            raise ChapterError(chapter.path, line, 'write observe("label", lambda: ..., weight=1, hint="..."): the label is a literal')
        if not isinstance(call.args[1], ast.Lambda) or call.args[1].args.args:
            raise ChapterError(
                chapter.path, line, "what is observed stands in a lambda without arguments, so that its inputs are drawn inside it"
            )
        extra = {}
        for keyword in call.keywords:
            if keyword.arg not in ("weight", "hint"):
                raise ChapterError(chapter.path, line, f"observe takes weight and hint, not {keyword.arg!r}")
            try:
                extra[keyword.arg] = ast.literal_eval(keyword.value)
            except ValueError:
                raise ChapterError(chapter.path, line, f"{keyword.arg} is a literal: it is read from the source") from None
        label = call.args[0].value
        found.append(Observation(label, public=label in public, **extra))
    return found


def imports(tree: ast.AST) -> list[tuple[str, int]]:
    """Every module that the code imports, with the line: ``from a import b`` counts as both ``a`` and ``a.b``."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.module, node.lineno), *((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)]
    return found


def bound_names(source: str) -> list[str]:
    """The names that a cell defines at its top level; none for code that does not parse."""
    try:
        body = ast.parse(_without_magics(source)).body
    except SyntaxError:
        return []
    names: list[str] = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [t.id for target in targets for t in ast.walk(target) if isinstance(t, ast.Name)]
    return list(dict.fromkeys(names))


def _calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name]


def _without_magics(source: str) -> str:
    return re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.M)
