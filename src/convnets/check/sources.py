"""The cells that an answer and its check need, taken from what was run in this notebook: statement by statement, and no more of them than they need.

A training that lies between the answer and its check is never run again; neither is what a cell only prints or draws.
"""

import ast
import builtins
import dis
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from convnets.base.magics import plain_python, tree

SHELLS_OWN = {"In", "Out", "_", "__", "___", "display", "exit", "get_ipython", "quit"}
OPENING = ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign


class Lost(Exception):
    """A name of the notebook that no cell of this session makes, or no cell that makes what the check looks at."""


@dataclass(frozen=True)
class Sources:
    """``before`` is what the answer stands on; ``answer`` the student's own cell, each line in its place, less what the check does not need."""

    before: str
    answer: str
    check: str
    names: tuple[str, ...]  # what the answer defines


@dataclass(frozen=True)
class Statement:
    """A statement of a cell, what it binds and what it reads."""

    cell: int
    node: ast.stmt
    binds: frozenset[str]
    reads: frozenset[str]
    anew: bool  # what it binds owes nothing to what the name stood for before


def needed(cells: Sequence[str], names: dict[str, Any]) -> Sources:
    """What the last of these cells, a check, needs of the others; ``names`` are the notebook's own.

    Raises Lost where something cannot be found again.
    """
    *earlier, check = [plain_python(cell) for cell in cells]
    statements = [s for n, cell in enumerate(earlier) for s in _statements(n, cell)]
    wanted = _read(compile(check, "<check>", "exec")) - _bound(tree(check).body)
    mine = _answer(statements, wanted)
    kept = set(_closure(statements, wanted, names))
    return Sources(
        "\n".join(ast.unparse(s.node) for s in statements if s in kept and s.cell != mine),
        _blanked(earlier[mine], [s.node for s in statements if s.cell == mine and s not in kept]),
        check,
        tuple(sorted({name for s in statements if s in kept and s.cell == mine for name in s.binds & wanted})),
    )


def _answer(statements: Sequence[Statement], wanted: Iterable[str]) -> int:
    """The cell whose answer is checked: the last one to define a function or a class that the check looks at, else the last to bind a name of it."""
    found = [s for s in statements if s.binds & set(wanted) and not isinstance(s.node, (ast.Import, ast.ImportFrom))]
    defined = [s for s in found if isinstance(s.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    if not found:
        raise Lost("the cell with your answer was not run in this session")
    return (defined or found)[-1].cell


def _closure(statements: Sequence[Statement], wanted: Iterable[str], names: dict[str, Any]) -> Iterator[Statement]:
    """The statements that make these names what they are now, and whatever those statements read."""
    everything = [s for s in statements if "*" in s.binds]
    yield from everything
    todo, done = {*wanted, *(name for s in everything for name in s.reads)}, set(dir(builtins)) | SHELLS_OWN
    while todo := todo - done:
        done.add(name := todo.pop())
        makers = [s for s in statements if name in s.binds]
        if not makers and not everything and name in names:
            raise Lost(f"`{name}` comes from no cell that was run in this session")
        for s in reversed(makers):
            yield s
            todo |= s.reads | s.binds
            if s.anew:
                break


def _statements(cell: int, source: str) -> Iterator[Statement]:
    """A cell's statements; none of one that does not parse, for it did not run either."""
    try:
        for node in tree(source).body:
            reads = _read(compile(ast.Module([node], []), "<cell>", "exec"))
            yield Statement(cell, node, _bound([node]), reads, isinstance(node, OPENING) and not _changes(node))
    except (SyntaxError, ValueError):
        return


def _bound(body: Iterable[ast.stmt]) -> frozenset[str]:
    """The names that statements bind at the top level, ``*`` among them; and those of which they set an attribute or an item."""
    found: set[str] = set()
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.add(node.name)
                continue
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                continue
            case ast.Import() | ast.ImportFrom():
                found |= {a.asname or (a.name.partition(".")[0] if isinstance(node, ast.Import) else a.name) for a in node.names}
            case ast.Name(ctx=ast.Store()):
                found.add(node.id)
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                found |= {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
        todo += ast.iter_child_nodes(node)
    return frozenset(found)


def _changes(node: ast.stmt) -> bool:
    """Whether an assignment sets part of what is there: ``Block.expansion = 4``."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(n, (ast.Attribute, ast.Subscript)) and isinstance(n.ctx, ast.Store) for t in targets for n in ast.walk(t))


def _read(code: CodeType) -> frozenset[str]:
    """The global names that code reads, in whatever functions and classes stand in it."""
    own = {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return frozenset(own.union(*(_read(inner) for inner in code.co_consts if isinstance(inner, CodeType))))


def _blanked(source: str, left_out: Sequence[ast.stmt]) -> str:
    """The cell with these statements blank, every other line where it was."""
    lines = source.split("\n")
    for node in left_out:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        lines[first - 1 : node.end_lineno] = [""] * (node.end_lineno - first + 1)
    return "\n".join(lines)
