"""Mechanical mistakes: small changes to a chapter's own answer that its check must notice.

A layer used twice, an activation moved or dropped, a stride moved, a detach, no dropout, no normalisation. Hand-written wrong answers say
what students get wrong; these say what a check is blind to. They are made by the operators that repair a wrong answer, `convnets.repair`, the other way round.
"""

import ast
from collections.abc import Callable, Iterator
from itertools import combinations

from convnets.classroom.chapters.bank import Answer
from convnets.repair.edit import Edit, Place, callee, code, given, is_module, is_own, layers_made, places
from convnets.repair.expressions import inward
from convnets.repair.lists import neighbours
from convnets.repair.together import strides_exchanged

ACTIVATIONS = {"relu", "relu_", "tanh", "sigmoid", "leaky_relu", "relu6", "gelu", "ReLU", "ReLU6", "LeakyReLU", "Tanh", "Sigmoid", "GELU"}
NORMS = {"BatchNorm1d", "BatchNorm2d", "LocalResponseNorm", "LayerNorm", "GroupNorm", "batch_norm", "local_response_norm"}
DROPOUTS = {"Dropout", "Dropout2d", "dropout", "dropout2d"}
CONVOLUTIONS = {"Conv2d", "LazyConv2d"}
LAYERS = CONVOLUTIONS | NORMS | {"Linear", "LazyLinear"}
COMMUTES = {"max_pool2d", "MaxPool2d", "flatten", "Flatten", "view", "reshape", "dropout", "Dropout"}  # with an activation that rises


def mutants(exercise: str, source: str) -> Iterator[Answer]:
    """Every mutant of an answer, as a wrong answer of the bank; none for code without layers."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for kind, change in (
        ("activation dropped", _dropped(ACTIVATIONS)),
        ("normalisation dropped", _dropped(NORMS)),
        ("dropout dropped", _dropped(DROPOUTS)),
        ("activation moved", _activation_moved),
        ("stride moved", _stride_moved),
        ("layer used twice", _used_twice),
        ("detached", _detached),
    ):
        for n, edit in enumerate(change(tree), 1):
            text = edit.text(tree)
            if text not in seen:
                seen.add(text)
                yield Answer(exercise, f"mutant {kind} {n}", text, kind)


def _dropped(names: set[str]) -> Callable[[ast.Module], Iterator[Edit]]:
    """Each call of these, replaced by what it was given, or a module by the identity."""

    def change(tree: ast.Module) -> Iterator[Edit]:
        for place in _calls(tree, names):
            yield place.edit("unwrap", [code("nn.Identity()") if is_module(place.node) else given(place.node)])

    return change


def _activation_moved(tree: ast.Module) -> Iterator[Edit]:
    """relu(f(x)) becomes f(relu(x)), relu(a + b) becomes relu(a) + b; in a Sequential an activation changes places with what is before it."""
    for place in _calls(tree, ACTIVATIONS):
        inner = None if is_module(place.node) else given(place.node)
        added = isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add)
        if added or (isinstance(inner, ast.Call) and callee(inner) not in COMMUTES | ACTIVATIONS):
            yield from (place.edit("swap", [new]) for new in list(inward(place.node))[:1])
    for place in _calls(tree, {"Sequential"}):
        for edit in neighbours(place, "args"):
            before, after = map(callee, edit.old)
            if after in ACTIVATIONS and before not in COMMUTES | ACTIVATIONS:
                yield edit


def _stride_moved(tree: ast.Module) -> Iterator[Edit]:
    """Two convolutions exchange their strides."""
    for one, other in combinations(_calls(tree, CONVOLUTIONS), 2):
        if edit := strides_exchanged(one, other):
            yield edit


def _used_twice(tree: ast.Module) -> Iterator[Edit]:
    """One layer of a class takes the place of another of its kind."""
    made = {name: kind for name, kind in layers_made(tree).items() if kind in LAYERS}
    used = [place for place in _calls(tree, set(made)) if is_own(place.node)]
    for one, other in combinations(used, 2):
        a, b = one.node.func, other.node.func
        if a.attr != b.attr and made[a.attr] == made[b.attr]:
            yield other.edit("attribute", [a], [(other.node, "func", a)], [b])


def _detached(tree: ast.Module) -> Iterator[Edit]:
    """What one layer of a class yields, cut off from the gradient."""
    for place in _calls(tree, None):
        if is_own(place.node):
            yield place.edit("wrap", [code("X.detach()", X=place.node)])


def _calls(tree: ast.AST, names: set[str] | None) -> list[Place]:
    """The calls of these names (of any, if None), those of the outermost statements first."""
    found = {id(place.node): place for place in places(tree)}
    return [found[id(n)] for n in ast.walk(tree) if isinstance(n, ast.Call) and id(n) in found and (names is None or callee(n) in names)]
