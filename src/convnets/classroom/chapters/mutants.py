"""Mechanical mistakes: small changes to a chapter's own answer that its check must notice.

A layer used twice, an activation moved or dropped, a stride moved, a detach, no dropout, no normalisation. Hand-written wrong answers say
what students get wrong; these say what a check is blind to.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from itertools import combinations

from convnets.classroom.chapters.bank import Answer

ACTIVATIONS = {"relu", "relu_", "tanh", "sigmoid", "leaky_relu", "relu6", "gelu", "ReLU", "ReLU6", "LeakyReLU", "Tanh", "Sigmoid", "GELU"}
NORMS = {"BatchNorm1d", "BatchNorm2d", "LocalResponseNorm", "LayerNorm", "GroupNorm", "batch_norm", "local_response_norm"}
DROPOUTS = {"Dropout", "Dropout2d", "dropout", "dropout2d"}
CONVOLUTIONS = {"Conv2d", "LazyConv2d"}
LAYERS = CONVOLUTIONS | NORMS | {"Linear", "LazyLinear"}
COMMUTES = {"max_pool2d", "MaxPool2d", "flatten", "Flatten", "view", "reshape", "dropout", "Dropout"}  # with an activation that rises
STRIDE = 3  # the place of `stride` among Conv2d's arguments


def mutants(exercise: str, source: str) -> Iterator[Answer]:
    """Every mutant of an answer, as a wrong answer of the bank; none for code without layers."""
    seen = {ast.unparse(ast.parse(source))}
    for kind, change in (
        ("activation dropped", _dropped(ACTIVATIONS)),
        ("normalisation dropped", _dropped(NORMS)),
        ("dropout dropped", _dropped(DROPOUTS)),
        ("activation moved", _activation_moved),
        ("stride moved", _stride_moved),
        ("layer used twice", _used_twice),
        ("detached", _detached),
    ):
        for n, tree in enumerate(change(ast.parse(source)), 1):
            text = ast.unparse(ast.fix_missing_locations(tree))
            if text not in seen:
                seen.add(text)
                yield Answer(exercise, f"mutant {kind} {n}", text, kind)


def _dropped(names: set[str]) -> Callable[[ast.Module], Iterator[ast.Module]]:
    """Each call of these, replaced by what it was given, or a module by the identity."""

    def change(tree: ast.Module) -> Iterator[ast.Module]:
        for i, call in calls(tree, names):
            yield with_node(tree, i, _identity() if _is_module(call) else given(call))

    return change


def _activation_moved(tree: ast.Module) -> Iterator[ast.Module]:
    """relu(f(x)) becomes f(relu(x)), relu(a + b) becomes relu(a) + b; in a Sequential an activation changes places with what is before it."""
    for i, call in calls(tree, ACTIVATIONS):
        inner = None if _is_module(call) else given(call)
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add):
            yield with_node(tree, i, ast.BinOp(_again(call, inner.left), ast.Add(), inner.right))
        elif isinstance(inner, ast.Call) and inner.args and name_of(inner) not in COMMUTES | ACTIVATIONS:
            moved = copy.deepcopy(inner)
            moved.args[0] = _again(call, inner.args[0])
            yield with_node(tree, i, moved)
    for i, call in calls(tree, {"Sequential"}):
        for j in range(1, len(call.args)):
            if name_of(call.args[j]) in ACTIVATIONS and name_of(call.args[j - 1]) not in COMMUTES | ACTIVATIONS:
                moved = copy.deepcopy(call)
                moved.args[j - 1], moved.args[j] = moved.args[j], moved.args[j - 1]
                yield with_node(tree, i, moved)


def _stride_moved(tree: ast.Module) -> Iterator[ast.Module]:
    """Two convolutions exchange their strides."""
    for (i, a), (j, b) in combinations(list(calls(tree, CONVOLUTIONS)), 2):
        mine, other = _stride(a), _stride(b)
        if ast.dump(mine) != ast.dump(other):
            yield with_node(with_node(tree, i, _set_stride(a, other)), j, _set_stride(b, mine))


def _used_twice(tree: ast.Module) -> Iterator[ast.Module]:
    """One layer of a class takes the place of another of its kind."""
    made: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute) and name_of(node.value) in LAYERS:
            made[node.targets[0].attr] = name_of(node.value)
    called = [(i, call) for i, call in calls(tree, set(made)) if _is_own(call)]
    for (_, a), (j, b) in combinations(called, 2):
        if name_of(a) != name_of(b) and made[name_of(a)] == made[name_of(b)]:
            again = copy.deepcopy(b)
            again.func.attr = a.func.attr
            yield with_node(tree, j, again)


def _detached(tree: ast.Module) -> Iterator[ast.Module]:
    """What one layer of a class yields, cut off from the gradient."""
    for i, call in calls(tree, None):
        if _is_own(call):
            yield with_node(tree, i, ast.Call(ast.Attribute(copy.deepcopy(call), "detach", ast.Load()), [], []))


def calls(tree: ast.AST, names: set[str] | None) -> Iterator[tuple[int, ast.Call]]:
    """The calls of these names (of any, if None), each with its place in the walk over the tree."""
    for i, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Call) and (names is None or name_of(node) in names):
            yield i, node


def with_node(tree: ast.Module, i: int, new: ast.AST) -> ast.Module:
    """A copy of the tree with the node at one place replaced; places before it in the walk stay the same."""
    changed = copy.deepcopy(tree)
    old = list(ast.walk(changed))[i]
    for parent in ast.walk(changed):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
                return changed
            if isinstance(value, list) and any(v is old for v in value):
                value[next(k for k, v in enumerate(value) if v is old)] = new
                return changed
    return changed


def name_of(node: ast.AST) -> str:
    """What is called: ``relu`` for ``F.relu(x)``, ``torch.relu(x)`` and ``x.relu()``."""
    func = node.func if isinstance(node, ast.Call) else None
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _is_own(call: ast.Call) -> bool:
    """``self.layer(x)``, a layer of the class at work."""
    own = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "self"
    return own and bool(call.args) and name_of(call) != "register_buffer"


def _is_module(call: ast.Call) -> bool:
    return name_of(call)[:1].isupper()


def given(call: ast.Call) -> ast.expr:
    """What a function was given: its first argument, or the object whose method it is."""
    return call.args[0] if call.args else call.func.value


def _again(call: ast.Call, inner: ast.expr) -> ast.Call:
    moved = copy.deepcopy(call)
    if moved.args:
        moved.args[0] = copy.deepcopy(inner)
    else:
        moved.func.value = copy.deepcopy(inner)
    return moved


def _identity() -> ast.expr:
    return ast.parse("nn.Identity()", mode="eval").body


def _stride(call: ast.Call) -> ast.expr:
    named = [k.value for k in call.keywords if k.arg == "stride"]
    return named[0] if named else call.args[STRIDE] if len(call.args) > STRIDE else ast.Constant(1)


def _set_stride(call: ast.Call, stride: ast.expr) -> ast.Call:
    changed = copy.deepcopy(call)
    if len(changed.args) > STRIDE:
        changed.args[STRIDE] = copy.deepcopy(stride)
    else:
        changed.keywords = [k for k in changed.keywords if k.arg != "stride"] + [ast.keyword("stride", copy.deepcopy(stride))]
    return changed
