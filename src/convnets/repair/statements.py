"""Statements of a block: dropped, exchanged, moved, added; ``x += y`` and the branches of an ``if``."""

import ast
import copy
from collections.abc import Iterator

from convnets.repair.edit import DEFINITIONS, Edit, Place, code
from convnets.repair.expressions import OPERATORS
from convnets.repair.vocabulary import STATEMENTS

STAYING = (*DEFINITIONS, ast.Import, ast.ImportFrom)


def statements(place: Place) -> Iterator[Edit]:
    """Everything that may be tried with a statement where it stands."""
    node = place.node
    if isinstance(node, ast.FunctionDef):
        yield from _function(place)
    if isinstance(node, STAYING) or place.at is None:
        return
    block = getattr(place.parent, place.slot)
    yield place.edit("drop statement", [], place.put() if len(block) > 1 else place.put(ast.Pass()))
    yield from _moved(place, block)
    yield from _in_place(place)
    yield from _branches(place)
    yield from _added(place)


def _moved(place: Place, block: list[ast.stmt]) -> Iterator[Edit]:
    node, at = place.node, place.at
    rest = block[:at] + block[at + 1 :]
    for to in range(len(block)) if not isinstance(node, ast.Return) and len(block) < 15 else ():
        if to == at + 1 and not isinstance(block[to], STAYING):
            yield place.edit("swap", [block[to], node], [(place.parent, place.slot, [*rest[:to], node, *rest[to:]])], [node, block[to]])
        elif abs(to - at) > 1:
            yield place.edit("move", [node], [(place.parent, place.slot, [*rest[:to], node, *rest[to:]])])
    inner = getattr(node, "body", None)
    if isinstance(inner, list) and len(inner) > 1:
        shorter = copy.copy(node)
        shorter.body = inner[:-1]
        yield place.edit("move", [inner[-1]], place.put(shorter, inner[-1]), [inner[-1]])


def _in_place(place: Place) -> Iterator[Edit]:
    """``x += y`` with another operator, or as ``x = x + y``, which leaves what x was before as it is."""
    node = place.node
    if isinstance(node, ast.AugAssign):
        yield from (place.edit("operator", [], [(node, "op", op())], [], [node]) for op in OPERATORS if not isinstance(node.op, op))
        yield place.edit(
            "in place", [ast.Assign([node.target], ast.BinOp(code(ast.unparse(node.target)), node.op, node.value), lineno=node.lineno)]
        )


def _branches(place: Place) -> Iterator[Edit]:
    node = place.node
    if isinstance(node, (ast.If, ast.With)):
        yield place.edit("branch", [], place.put(*node.body), [node])
    if isinstance(node, ast.If) and node.orelse:
        yield place.edit("branch", [], [(node, "body", node.orelse), (node, "orelse", node.body)], [node.test])


def _added(place: Place) -> Iterator[Edit]:
    """What is often forgotten, about each name that the statement uses; gradients switched off for it."""
    node = place.node
    used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    for name in (n for n in place.scope.names if n in used):
        for text in STATEMENTS:
            new = ast.parse(text.format(n=name)).body[0]
            yield place.edit("insert statement", [new], place.put(new, node), [])
            if isinstance(node, (ast.Assign, ast.Expr)):
                yield place.edit("insert statement", [new], place.put(node, new), [])
    if isinstance(node, (ast.Expr, ast.For, ast.Return, ast.Assign)) and place.scope.inside:
        under = ast.With([ast.withitem(code("torch.no_grad()"), None)], [node], lineno=node.lineno)
        yield place.edit("no_grad", [under], place.put(under))


def _function(place: Place) -> Iterator[Edit]:
    """Gradients switched off for a whole function, or no more; a return that was forgotten."""
    node = place.node
    new = [] if node.decorator_list else [code("torch.no_grad()")]
    yield place.edit("no_grad", new, [(node, "decorator_list", new)], node.decorator_list, node.decorator_list or [node])
    last = node.body[-1]
    if node.name == "__init__":
        return
    if isinstance(last, ast.Expr):
        yield place.edit("return", [ast.Return(last.value)], [(node, "body", [*node.body[:-1], ast.Return(last.value)])], [], [last])
    elif isinstance(last, ast.Assign):
        back = ast.Return(code(ast.unparse(last.targets[0])))
        yield place.edit("return", [back], [(node, "body", [*node.body, back])], [], [last])
