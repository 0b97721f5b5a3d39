"""What a student's code reaches for that it should not need: hidden answers, and what checks it. Read from its source, for a person to judge.

Nothing depends on it: an answer that is hidden is not there while grading, and a verdict is reached where no student's code runs.
"""

import ast
from collections.abc import Iterator, Mapping

from nbformat import NotebookNode

from convnets.classroom.chapters.syntax import REFERENCES, dotted, imported, parse, used, within

MOST_READ = 400_000  # characters of a notebook's code that are looked through; each 20,000 of the worst kind take a sixth of a second
MOST_TOLD = 3  # names a cell
MACHINERY = (
    *(f"convnets.{name}" for name in ("check.observer", "keys", "evidence")),
    *("ctypes", "gc.get_objects", "gc.get_referrers", "inspect.currentframe", "inspect.stack", "linecache", "sys._getframe"),
)
SHELL = ("ast_transformers", "run_cell", "run_cell_async", "showtraceback", "_showtraceback", "user_ns")  # of get_ipython()
READY_MADE = (
    "convnets.measure.last_linear",
    "convnets.measure.cost.last_linear",
    "torch.nn.utils.fusion",
)  # exercises, or half of one, done by others; they cannot be hidden
REPLACED = ("torch", "numpy", "math", "builtins", "json", "convnets")  # whose functions nobody needs to replace


def reached(notebook: NotebookNode) -> list[str]:
    """A remark for each cell of a student's that reaches for an answer or for the machinery."""
    remarks, read, known = [], 0, {}
    for cell in notebook.cells:
        kind, _, name = cell.id.partition("-")
        if cell.cell_type != "code" or kind not in ("setup", "own", "exercise"):
            continue
        read += len(cell.source) if kind != "setup" else 0
        if read > MOST_READ:
            return [*remarks, f"more than {MOST_READ:,} characters of code: what follows was not looked through for answers"]
        try:
            tree = parse(cell.source)
        except SyntaxError:
            continue
        if kind == "setup":
            known |= imported(tree)
            continue
        names = {found for found, _ in used(tree, known)}
        answers = sorted(n for n in names if within(n, REFERENCES))
        remarks += [f"{cell.id} uses {n}, which holds answers" for n in _shortest(answers)]
        remarks += [f"{cell.id} uses {n}, which does what is asked" for n in _shortest(sorted(n for n in names if _namesake(n, name)))]
        if machinery := [*sorted(n for n in names if within(n, MACHINERY)), *_of_the_shell(tree), *_replaced(tree, known)]:
            remarks.append(f"{cell.id} reaches for what checks it: {', '.join(_shortest(list(dict.fromkeys(machinery))))}")
    return remarks


def _namesake(found: str, exercise: str) -> bool:
    """A function of the library that is called like the exercise, or another's that does the same."""
    own = found.startswith("convnets.") and found.endswith(f".{exercise}") and not within(found, REFERENCES)
    return own or within(found, READY_MADE)


def _of_the_shell(tree: ast.AST) -> list[str]:
    return sorted({n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in SHELL})


def _replaced(tree: ast.AST, known: Mapping[str, str]) -> Iterator[str]:
    """What is set in a library: ``torch.allclose = ...``."""
    names = {**known, **imported(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and (path := dotted(node, names)):
            root, *rest = path.split(".")
            if root in REPLACED and (len(rest) == 1 or root == "convnets"):
                yield f"{path} = ..."


def _shortest(names: list[str]) -> list[str]:
    """The first few, without those that only say more of another."""
    return [n for n in names if not any(within(n, [other]) and n != other for other in names)][:MOST_TOLD]
