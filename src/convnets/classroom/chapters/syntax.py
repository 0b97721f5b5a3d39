"""What can be read off a cell's code without running it."""

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from convnets.base.magics import LONGEST, plain_python, tree
from convnets.base.rooms import HOLD_ANSWERS

HIDDEN, SOLUTION, MARK_SCHEME = (
    re.compile(rf"^[ \t]*### BEGIN {name}.*?^[ \t]*### END {name}[^\n]*\n?", re.M | re.S)
    for name in ("HIDDEN TESTS", "SOLUTION", "MARK SCHEME")
)
DEFINED = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.M)
DEEPEST = 12  # dots in a name
REFERENCES = (*(f"convnets.{name}" for name in HOLD_ANSWERS), "torchvision.models", "timm")  # no graded cell may import them


def parse(source: str) -> ast.Module:
    """The tree of a notebook cell, magics left out. Raises SyntaxError, whatever is wrong with it."""
    return tree(plain_python(source))


def reference_imports(tree: ast.AST) -> list[tuple[str, int]]:
    """What of `REFERENCES` the code reaches for, with the line: by import, by name, or as an attribute of an imported package."""
    return [(name, line) for name, line in used(tree) if within(name, REFERENCES)]


def within(name: str, modules: Iterable[str]) -> bool:
    """Whether this is one of these modules, or something in one."""
    return any(name == m or name.startswith(f"{m}.") for m in modules)


def imported(tree: ast.AST) -> dict[str, str]:
    """The names that imports bind, and what they stand for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {a.asname or a.name.partition(".")[0]: a.name if a.asname else a.name.partition(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return names


def used(tree: ast.AST, known: Mapping[str, str] = {}) -> Iterator[tuple[str, int]]:
    """What the code imports, by a statement or by name, and the attributes of it that it reads or sets, with the line of each.

    ``known``: what earlier cells have imported.
    """
    names = {**known, **imported(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            yield from ((a.value, node.lineno) for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (path := dotted(node, names)):
            yield path, node.lineno


def dotted(node: ast.expr, names: Mapping[str, str]) -> str:
    """``torch.nn.Linear`` for an attribute of something imported, whatever it was imported as; nothing for any other expression."""
    path: list[str] = []
    while isinstance(node, ast.Attribute) and len(path) < DEEPEST:
        path.insert(0, node.attr)
        node = node.value
    return ".".join([names[node.id], *path]) if isinstance(node, ast.Name) and node.id in names else ""


@functools.lru_cache(maxsize=4096)
def bound_names(source: str) -> tuple[str, ...]:
    """The names that a cell defines at its top level; none for code that does not parse."""
    try:
        body = parse(source).body
    except SyntaxError:
        return ()
    names: list[str] = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names += [alias.asname or alias.name.partition(".")[0] for alias in node.names]
        else:
            names += [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return tuple(dict.fromkeys(names))


@functools.lru_cache(maxsize=4096)
def definitions(source: str) -> tuple[str, ...]:
    """What a cell defines itself, with a class's methods as ``Block.forward``: no imports. What does not parse is read line by line."""
    try:
        body = parse(source).body
    except SyntaxError:
        return tuple(dict.fromkeys(DEFINED.findall(source[:LONGEST])))
    names: list[str] = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
            names += [f"{node.name}.{n.name}" for n in ast.walk(node) if isinstance(n, ast.FunctionDef) and n is not node]
        elif not isinstance(node, (ast.Import, ast.ImportFrom)):
            names += [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return tuple(dict.fromkeys(names))


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """The calls of a plain name, in the order in which they stand."""
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name]
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))


def observed(source: str) -> set[str]:
    """The labels that a check cell observes."""
    return {str(c.args[0].value) for c in calls(parse(source), "observe") if c.args and isinstance(c.args[0], ast.Constant)}


def hidden_part(source: str) -> str:
    """A check cell without its public observations: its imports and helpers, and what stands in its hidden tests."""
    tree, public = parse(source), observed(HIDDEN.sub("", source))
    kept = [node for node in tree.body if not (isinstance(node, ast.Expr) and observed(ast.unparse(node)) & public)]
    return ast.unparse(ast.Module(kept, []))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
