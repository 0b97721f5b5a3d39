"""What could stand in the place of an expression."""

import ast
from collections.abc import Iterator

from convnets.repair.edit import Place, again, code, given, is_module, name_of
from convnets.repair.vocabulary import KIN, NUMBERS, OTHERWISE, WORDS, WRAPS

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
COMPARISONS = ((ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq), (ast.Is, ast.IsNot, ast.In, ast.NotIn))
WRAPPED = (ast.Call, ast.BinOp, ast.Name, ast.Attribute, ast.Subscript, ast.List, ast.ListComp, ast.GeneratorExp)
USING = (ast.Assign, ast.AugAssign, ast.Return, ast.BinOp, ast.For, ast.comprehension)  # a value
New = Iterator[tuple[str, ast.expr]]  # the kind of change, and what comes


def expressions(place: Place, constants: tuple[float, ...]) -> New:
    """Everything that may be tried here; ``constants`` are the numbers of the answer."""
    node = place.node
    match node:
        case ast.Constant():
            yield from _constant(node.value, place, constants)
        case ast.Name(ctx=ast.Load()) if node.id in place.scope.names:
            yield from (("name", ast.Name(n, ast.Load())) for n in place.scope.names if n != node.id)
        case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Load()):
            yield from others(place)
        case ast.BinOp():
            yield from _arithmetic(node)
        case ast.Compare(ops=[op], comparators=[other]):
            kinds = next(k for k in COMPARISONS if type(op) in k)
            yield from (("compare", ast.Compare(node.left, [k()], [other])) for k in kinds if not isinstance(op, k))
        case ast.BoolOp():
            yield "operator", ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
            yield from (("operand", part) for part in node.values)
        case ast.UnaryOp() if not isinstance(node.operand, ast.Constant) or isinstance(node.op, ast.Not):
            yield "operand", node.operand
        case ast.IfExp():
            yield from (("branch", new) for new in (node.body, node.orelse, ast.IfExp(node.test, node.orelse, node.body)))
        case ast.Slice():
            for low, high in (("1", ""), ("0", ""), ("2", ""), ("", "-1")):
                yield "bound", ast.Slice(code(low) if low else node.lower, code(high) if high else node.upper, node.step)
        case ast.Subscript(ctx=ast.Load()):
            yield "unwrap", node.value
        case ast.Attribute(attr="data" | "T" | "grad" | "values" | "real", ctx=ast.Load()) if place.slot != "func":
            yield "unwrap", node.value
        case ast.Call():
            yield from (("swap", new) for new in inward(node))
            yield from unwrapped(node, place.scope.names)
    yield from _named(node)
    if isinstance(place.parent, (ast.If, ast.While, ast.IfExp)) and place.slot == "test":
        yield from (("compare", new) for new in (ast.UnaryOp(ast.Not(), node), ast.Constant(True), ast.Constant(False)))
    used = isinstance(place.parent, USING) or place.slot in ("args", "value")
    if isinstance(node, WRAPPED) and used and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield from (("wrap", code(text, X=node)) for text in WRAPS)


def others(place: Place) -> New:
    """Another attribute of one's own."""
    node = place.node
    yield from (("attribute", ast.Attribute(node.value, n, ast.Load())) for n in place.scope.own if n != node.attr)


def unwrapped(call: ast.Call, names: tuple[str, ...] = ()) -> New:
    """``x`` for ``f(x)`` and for ``x.f()``; a layer that does nothing for one that does something."""
    yield from (("unwrap", a) for a in call.args[:3] if not isinstance(a, ast.Starred))
    if isinstance(call.func, ast.Attribute) and (not isinstance(call.func.value, ast.Name) or call.func.value.id in names):
        yield "unwrap", call.func.value
    if is_module(call):
        yield "unwrap", code("nn.Identity()")


def inward(call: ast.Call) -> Iterator[ast.expr]:
    """``g(f(x))`` for ``f(g(x))``; ``f(a) + b`` and ``a + f(b)`` for ``f(a + b)``."""
    if not call.args and not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, (ast.Call, ast.BinOp))):
        return
    inner = given(call)
    if isinstance(inner, ast.BinOp):
        yield ast.BinOp(again(call, inner.left), inner.op, inner.right)
        yield ast.BinOp(inner.left, inner.op, again(call, inner.right))
    elif isinstance(inner, ast.Call) and inner.args:
        yield ast.Call(inner.func, [again(call, inner.args[0]), *inner.args[1:]], inner.keywords)


def _constant(value: object, place: Place, constants: tuple[float, ...]) -> New:
    match value:
        case bool():
            yield "flag", ast.Constant(not value)
        case int() | float():
            near = (
                value + 1,
                value - 1,
                value * 2,
                value // 2 if isinstance(value, int) else value / 2,
                -value,
                value * 10,
                value / 10,
                1 - value,
            )
            for new in dict.fromkeys((*near, *NUMBERS, *constants)):
                if repr(new) != repr(value):
                    yield "constant", ast.Constant(new)
            yield from (("name", ast.Name(n, ast.Load())) for n in place.scope.names)
            yield from (("constant", code(text)) for text in OTHERWISE)
        case str() if place.slot != "value" or not isinstance(place.parent, ast.Expr):
            yield from (("text", ast.Constant(word)) for word in WORDS if word != value)
        case None:
            yield from (("constant", ast.Constant(new)) for new in (0, 1, True, False))


def _arithmetic(node: ast.BinOp) -> New:
    yield from (("operator", ast.BinOp(node.left, op(), node.right)) for op in OPERATORS if not isinstance(node.op, op))
    yield "swap", ast.BinOp(node.right, node.op, node.left)
    if isinstance(inner := node.left, ast.BinOp):  # a bracket that is missing, or one too many
        yield "bracket", ast.BinOp(inner.left, inner.op, ast.BinOp(inner.right, node.op, node.right))
    if isinstance(inner := node.right, ast.BinOp):
        yield "bracket", ast.BinOp(ast.BinOp(node.left, node.op, inner.left), inner.op, inner.right)
    yield from (("operand", part) for part in (node.left, node.right))
    if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.List) and len(node.left.elts) == 1:  # [layer] * n is one layer
        yield from (("fresh layer", code(f"[{x} for _ in range(N)]", X=node.left.elts[0], N=node.right)) for x in ("X", "copy.deepcopy(X)"))
    for part, other, left in ((node.left, node.right, True), (node.right, node.left, False)):
        if isinstance(part, ast.Call) and part.args:
            both = (part.args[0], node.op, other) if left else (other, node.op, part.args[0])
            yield "swap", again(part, ast.BinOp(*both))


def _named(node: ast.AST) -> New:
    """Another of the same family, or the form that changes nothing in place."""
    if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
        return
    for name in KIN.get(name_of(node), ()):
        yield "family", ast.Name(name, ast.Load()) if isinstance(node, ast.Name) else ast.Attribute(node.value, name, ast.Load())
    if isinstance(node, ast.Attribute) and node.attr.endswith("_") and not node.attr.startswith("_"):
        yield "in place", ast.Attribute(node.value, node.attr.rstrip("_"), ast.Load())
