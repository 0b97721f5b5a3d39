"""What can be read off a cell's code without running it."""

import ast
import functools
import re
import threading
from collections.abc import Iterator

HIDDEN, SOLUTION, MARK_SCHEME = (
    re.compile(rf"^[ \t]*### BEGIN {name}.*?^[ \t]*### END {name}[^\n]*\n?", re.M | re.S)
    for name in ("HIDDEN TESTS", "SOLUTION", "MARK SCHEME")
)
LONGEST = 20_000  # characters of a cell that are read as code outside its sandbox
REFERENCES = ("convnets.models", "torchvision.models", "timm")  # hold the answers: no graded cell may import them
# Python 3.11 counts the depth of a tree once for all threads, and fails when two build one (cpython#106905)
_one_at_a_time = threading.Lock()


def parse(source: str) -> ast.Module:
    """The tree of a notebook cell, magics left out. Raises SyntaxError, whatever is wrong with it."""
    if len(source) > LONGEST:  # Python's parser takes a time that grows with the square of some inputs
        raise SyntaxError(f"longer than {LONGEST} characters")
    try:
        with _one_at_a_time:
            return ast.parse(re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.M))
    except SyntaxError:
        raise
    except (ValueError, RecursionError, MemoryError) as e:  # null bytes, lone surrogates, a million minus signs
        raise SyntaxError(str(e) or type(e).__name__) from None


def reference_imports(tree: ast.AST) -> list[tuple[str, int]]:
    """What of `REFERENCES` the code reaches for, with the line: by import, by name, or as an attribute of an imported package."""
    return [(module, line) for module, line in _modules(tree) if any(module == r or module.startswith(f"{r}.") for r in REFERENCES)]


def _modules(tree: ast.AST) -> Iterator[tuple[str, int]]:
    packages: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                packages[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            yield from ((a.value, node.lineno) for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in packages:
            yield f"{packages[node.value.id]}.{node.attr}", node.lineno


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


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """The calls of a plain name, in the order in which they stand."""
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name]
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))


def observed(source: str) -> set[str]:
    """The labels that a check cell observes."""
    return {c.args[0].value for c in calls(parse(source), "observe") if c.args and isinstance(c.args[0], ast.Constant)}


def hidden_part(source: str) -> str:
    """A check cell without its public observations: its imports and helpers, and what stands in its hidden tests."""
    tree, public = parse(source), observed(HIDDEN.sub("", source))
    kept = [node for node in tree.body if not (isinstance(node, ast.Expr) and observed(ast.unparse(node)) & public)]
    return ast.unparse(ast.Module(kept, []))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
