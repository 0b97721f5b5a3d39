"""Equivalent forms: mechanical rewritings of a chapter's own answer that compute the same and must keep full marks.

The mirror of `mutants`: those say what a check is blind to, these what it takes for a difference and is none. Lazy layers, functions for modules and
modules for functions, layers by hand, pooling in any form, a registered constant, idle layers, keywords, named tuples.
"""

import ast
from collections.abc import Callable, Iterator

from bench.mutants import LAYERS
from convnets.classroom.chapters.bank import Answer
from convnets.repair.edit import callee, given

ARGUMENTS = {  # in the order in which torch takes them
    "Conv2d": ("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation", "groups", "bias"),
    "Linear": ("in_features", "out_features", "bias"),
    "BatchNorm2d": ("num_features", "eps", "momentum"),
    "MaxPool2d": ("kernel_size", "stride", "padding", "dilation"),
    "AvgPool2d": ("kernel_size", "stride", "padding", "ceil_mode"),
    "Dropout": ("p", "inplace"),
}
LAZY = {"Conv2d": "LazyConv2d", "Linear": "LazyLinear", "BatchNorm1d": "LazyBatchNorm1d", "BatchNorm2d": "LazyBatchNorm2d"}
LOOKED_AT = {"weight", "bias", "parameters", "named_parameters", "modules", "state_dict", "init", "requires_grad_", "running_mean", "in_features",
             "in_channels", "out_channels", "p"}  # fmt: skip
PLACES = {(2, 3), (3, 2)}  # of a map; negative ones may count windows

GIVEN = """
import torch
from collections import namedtuple
from torch import nn
from torch.nn import functional as F

Pair_ = namedtuple("Pair_", "first second")
Three_ = namedtuple("Three_", "first second third")


class Apply_(nn.Module):
    def __init__(self, function, *args, **how):
        super().__init__()
        self.function, self.args, self.how = function, args, how

    def forward(self, x):
        return self.function(x, *self.args, **self.how)


class Inside_(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, *given):
        return self.inner(*given)


class OwnConv2d_(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True):
        super().__init__()
        like = nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups, bias=bias)
        self.filters, self.offsets = nn.Parameter(like.weight.data), nn.Parameter(like.bias.data) if bias else None
        self.how = (stride, padding, dilation, groups)

    def forward(self, x):
        return F.conv2d(x, self.filters, self.offsets, *self.how)


class PerPixel_(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size=1, stride=1, bias=True):
        super().__init__()
        self.linear, self.stride = nn.Linear(in_channels, out_channels, bias=bias), stride

    def forward(self, x):
        return self.linear(x[:, :, :: self.stride, :: self.stride].permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class OwnLinear_(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        like = nn.Linear(in_features, out_features, bias=bias)
        self.w, self.b = nn.Parameter(like.weight.data), nn.Parameter(like.bias.data) if bias else 0

    def forward(self, x):
        return torch.einsum("...i,oi->...o", x, self.w) + self.b


class OwnBatchNorm2d_(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(num_features)), nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.eps, self.momentum = eps, momentum

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            if x.numel() == x.shape[1]:
                raise ValueError("Expected more than 1 value per channel when training")
            mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(x.var((0, 2, 3)), self.momentum)
        scale = self.gamma / torch.sqrt(var + self.eps)
        return (x - mean[:, None, None]) * scale[:, None, None] + self.beta[:, None, None]


def dropped_(x, p=0.5, training=True, inplace=False):
    return x * (torch.rand_like(x) >= p) / (1 - p) if training and 0 < p < 1 else x * 0 if training and p == 1 else x


class OwnDropout_(nn.Module):
    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        self.rate = p

    def forward(self, x):
        return dropped_(x, self.rate, self.training)


def highest_(x, kernel_size, stride=None, padding=0):
    stride = stride or kernel_size
    return F.pad(x, (padding,) * 4, value=-torch.inf).unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax((-1, -2))
"""


def equivalents(exercise: str, source: str) -> Iterator[Answer]:
    """Every equivalent form of an answer, each of one kind throughout, as a right answer of the bank; none for code without layers."""
    own = ast.unparse(ast.parse(source))
    for kind, change in KINDS.items():
        tree = change(ast.parse(source))
        if (text := ast.unparse(ast.fix_missing_locations(tree))) != own:
            yield Answer(exercise, f"equivalent {kind}", f"{GIVEN}\n\n{text}\n")


def _each(names: set[str], change: Callable[[ast.Call], ast.expr | None], *, unseen: bool = False, inside: bool = False) -> Callable:
    """Every call of these names, rewritten, from the innermost outwards; ``unseen`` only where the answer looks at no layer, ``inside`` only in classes."""

    class Rewrite(ast.NodeTransformer):
        def __init__(self) -> None:
            self.depth = 0

        def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
            self.depth += 1
            node = self.generic_visit(node)
            self.depth -= 1
            return node

        def visit_Call(self, call: ast.Call) -> ast.AST:
            self.generic_visit(call)
            fits = callee(call) in names and (self.depth or not inside) and not any(isinstance(a, ast.Starred) for a in call.args)
            return (change(call) if fits else None) or call

    return lambda tree: tree if unseen and _looks(tree) else Rewrite().visit(tree)


def _looks(tree: ast.Module) -> bool:
    """Whether an answer looks at its layers or what they hold, and not only through them."""
    nodes = list(ast.walk(tree))
    return any(isinstance(n, ast.Attribute) and n.attr in LOOKED_AT or isinstance(n, ast.Name) and n.id == "isinstance" for n in nodes)


def _call(text: str, args: list[ast.expr], keywords: list[ast.keyword] | None = None) -> ast.Call:
    return ast.Call(ast.parse(text, mode="eval").body, args, keywords or [])


def _made(text: str) -> Callable[[ast.Call], ast.expr]:
    """The same arguments for another layer."""
    return lambda call: _call(text, call.args, call.keywords) if _is_layer(call) else None


def _is_layer(call: ast.Call) -> bool:
    return callee(call)[:1].isupper() and isinstance(call.func, ast.Attribute)


def _plain(*names: str) -> Callable[[ast.Call], bool]:
    """Whether a call has no keywords but these."""
    return lambda call: all(k.arg in names for k in call.keywords)


def _lazy(call: ast.Call) -> ast.expr | None:
    if not _is_layer(call) or not (call.args or call.keywords):
        return None
    first = ARGUMENTS.get(callee(call), ("num_features",))[0]
    return _call(f"nn.{LAZY[callee(call)]}", call.args[1:], [k for k in call.keywords if k.arg != first])


def _in_place(tree: ast.Module) -> ast.Module:
    """An activation of what a layer has just yielded may write over it."""
    layers = {
        t.attr
        for n in ast.walk(tree)
        if isinstance(n, ast.Assign) and callee(n.value) in LAYERS
        for t in n.targets
        if isinstance(t, ast.Attribute)
    }

    def relu(call: ast.Call) -> ast.expr | None:
        fresh = call.args and isinstance(call.args[0], ast.Call) and callee(call.args[0]) in layers
        return _call("F.relu", call.args, [ast.keyword("inplace", ast.Constant(True))]) if fresh else None

    def sequence(call: ast.Call) -> ast.expr:
        for before, layer in zip(call.args, call.args[1:], strict=False):
            if callee(layer) == "ReLU" and not (layer.args or layer.keywords) and callee(before) in LAYERS:
                layer.keywords.append(ast.keyword("inplace", ast.Constant(True)))
        return call

    return _each({"Sequential"}, sequence)(_each({"relu"}, relu)(tree))


def _average(call: ast.Call) -> ast.expr | None:
    if callee(call) == "AdaptiveAvgPool2d":
        one = call.args and ast.unparse(call.args[0]) in ("1", "(1, 1)")
        return _call("Apply_", [*ast.parse("torch.mean, (2, 3), True", mode="eval").body.elts]) if one else None
    values = {k.arg: ast.unparse(k.value) for k in call.keywords} | dict(zip(("dim", "keepdim"), map(ast.unparse, call.args), strict=False))
    if not isinstance(call.func, ast.Attribute) or ast.unparse(call.func.value) == "torch" or set(values) - {"dim", "keepdim"}:
        return None
    try:
        axes = ast.literal_eval(values.get("dim", "0"))
    except ValueError:
        return None
    if not isinstance(axes, (tuple, list)) or tuple(axes) not in PLACES:
        return None
    pooled = _call("F.adaptive_avg_pool2d", [call.func.value, ast.Constant(1)])
    return pooled if values.get("keepdim") == "True" else ast.Call(ast.Attribute(pooled, "flatten", ast.Load()), [ast.Constant(1)], [])


def _window_average(call: ast.Call) -> ast.expr | None:
    if callee(call) == "AdaptiveAvgPool2d" and call.args and ast.unparse(call.args[0]) in ("1", "(1, 1)"):
        return _call("Apply_", [ast.parse("lambda x: F.avg_pool2d(x, x.shape[2:])", mode="eval").body])
    return None


def _highest(call: ast.Call) -> ast.expr | None:
    if not _plain("kernel_size", "stride", "padding")(call):
        return None
    return (
        _call("Apply_", [ast.Name("highest_"), *call.args], call.keywords)
        if _is_layer(call)
        else _call("highest_", call.args, call.keywords)
    )


def _as_module(kind: str) -> Callable[[ast.Call], ast.expr | None]:
    def change(call: ast.Call) -> ast.expr | None:
        function = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("F", "torch", "functional", "nn.functional")
        return ast.Call(_call(f"nn.{kind}", call.args[1:], call.keywords), [given(call)], []) if function and call.args else None

    return change


def _as_function(function: str) -> Callable[[ast.Call], ast.expr | None]:
    return lambda call: _call("Apply_", [ast.parse(function, mode="eval").body, *call.args], call.keywords) if _is_layer(call) else None


def _idle_pooling(call: ast.Call) -> ast.expr | None:
    if _is_layer(call):
        return _call("nn.Sequential", [ast.parse("nn.AvgPool2d(1)", mode="eval").body, call])
    return (
        _call(ast.unparse(call.func), [_call("F.avg_pool2d", [given(call), ast.Constant(1)]), *call.args[1:]], call.keywords)
        if call.args
        else None
    )


def _named(call: ast.Call) -> ast.expr | None:
    names = ARGUMENTS[callee(call)]
    if not _is_layer(call):
        return None
    return _call(ast.unparse(call.func), [], [*(ast.keyword(n, a) for n, a in zip(names, call.args, strict=False)), *call.keywords])


def _per_pixel(call: ast.Call) -> ast.expr | None:
    window = call.args[2] if len(call.args) > 2 else next((k.value for k in call.keywords if k.arg == "kernel_size"), None)
    one = window is not None and ast.unparse(window) in ("1", "(1, 1)") and len(call.args) < 5
    return (
        _call("PerPixel_", call.args, call.keywords) if one and _is_layer(call) and _plain("kernel_size", "stride", "bias")(call) else None
    )


def _flat(call: ast.Call) -> ast.expr | None:
    if _is_layer(call):
        return (
            _call("Apply_", [ast.parse("lambda x: x.reshape(len(x), -1)", mode="eval").body]) if not (call.args or call.keywords) else None
        )
    start = [*call.args, *(k.value for k in call.keywords)]
    of = start.pop(0) if ast.unparse(call.func) == "torch.flatten" else call.func.value
    if [ast.unparse(s) for s in start] != ["1"]:
        return None
    again = ast.NamedExpr(ast.Name("flat_", ast.Store()), of)
    return ast.Call(ast.Attribute(again, "reshape", ast.Load()), [ast.parse("len(flat_)", mode="eval").body, ast.Constant(-1)], [])


def _added(tree: ast.Module) -> ast.Module:
    """A sum with what a layer yields, by a function."""

    class Rewrite(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
            self.generic_visit(node)
            layer = isinstance(node.op, ast.Add) and any(
                isinstance(s, ast.Call) and ast.unparse(s.func).startswith("self.") for s in (node.left, node.right)
            )
            number = isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)
            return _call("torch.add", [node.left, node.right]) if layer and not number else node

    for node in _forwards(tree):
        Rewrite().visit(node)
    return tree


def _constant(tree: ast.Module) -> ast.Module:
    """Each network keeps a number that it multiplies what it yields by: 1."""
    for cls in (n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)):
        methods = {m.name: m for m in cls.body if isinstance(m, ast.FunctionDef)}
        returned = [n for n in ast.walk(methods["forward"]) if isinstance(n, ast.Return)] if "forward" in methods else []
        if "__init__" not in methods or any(isinstance(r.value, (ast.Tuple, ast.IfExp)) or r.value is None for r in returned):
            continue
        born = methods["__init__"].body
        place = next((i for i, line in enumerate(born) if "super()" in ast.unparse(line)), None)
        if place is not None:
            born.insert(place + 1, ast.parse("self.register_buffer('scale_', torch.tensor(1.0))").body[0])
            for r in returned:
                r.value = ast.BinOp(r.value, ast.Mult(), ast.parse("self.scale_", mode="eval").body)
    return tree


def _inside(tree: ast.Module) -> ast.Module:
    """A sequence, in a class, that is only ever called, lies one level deeper."""
    called = {n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}
    uses = [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
    for n in ast.walk(tree):
        if isinstance(n, ast.Assign) and callee(n.value) == "Sequential" and isinstance(target := n.targets[0], ast.Attribute):
            calls_of = sum(isinstance(c, ast.Call) and callee(c) == target.attr for c in ast.walk(tree))
            stored = sum(isinstance(a, ast.Attribute) and a.attr == target.attr and isinstance(a.ctx, ast.Store) for a in ast.walk(tree))
            if target.attr in called and uses.count(target.attr) == calls_of + stored:
                n.value = _call("Inside_", [n.value])
    return tree


def _tuples(tree: ast.Module) -> ast.Module:
    """What is returned together has names."""
    for n in ast.walk(tree):
        parts = n.value.elts if isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple) else []
        if len(parts) in (2, 3) and not any(isinstance(e, ast.Starred) for e in parts):
            n.value = _call("Pair_" if len(parts) == 2 else "Three_", parts)
    return tree


def _forwards(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "forward")


KINDS: dict[str, Callable[[ast.Module], ast.Module]] = {
    "lazy layers": _each(set(LAZY), _lazy, unseen=True),
    "activations in place": _in_place,
    "activations as modules": _each({"relu"}, _as_module("ReLU")),
    "activations as functions": _each({"ReLU"}, lambda call: _call("Apply_", [ast.parse("torch.relu", mode="eval").body]), unseen=True),
    "pooling as modules": _each({"max_pool2d"}, _as_module("MaxPool2d")),
    "pooling as functions": _each({"MaxPool2d"}, _as_function("F.max_pool2d"), unseen=True),
    "highest of windows": _each({"MaxPool2d", "max_pool2d"}, _highest, unseen=True),
    "idle pooling": _each({"MaxPool2d", "max_pool2d", "AvgPool2d", "avg_pool2d"}, _idle_pooling, unseen=True, inside=True),
    "average otherwise": _each({"AdaptiveAvgPool2d", "mean"}, _average, unseen=True),
    "average by one window": _each({"AdaptiveAvgPool2d"}, _window_average, unseen=True),
    "a constant kept": _constant,
    "one level deeper": _inside,
    "named tuples": _tuples,
    "added by a function": _added,
    "flattened otherwise": _each({"flatten", "Flatten"}, _flat, unseen=True),
    "keywords": _each(set(ARGUMENTS), _named),
    "convolutions by function": _each({"Conv2d"}, _made("OwnConv2d_"), unseen=True),
    "1x1 as linear": _each({"Conv2d"}, _per_pixel, unseen=True),
    "linear by einsum": _each({"Linear"}, _made("OwnLinear_"), unseen=True),
    "batch norm by hand": _each({"BatchNorm2d"}, _made("OwnBatchNorm2d_"), unseen=True),
    "dropout by hand": _each({"Dropout"}, _made("OwnDropout_"), unseen=True),
}
