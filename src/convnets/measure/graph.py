"""What happens inside a module, as a graph of the operations that run: convolutions, poolings, sums, joins, and how their results pass on."""

import math
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import local_response_norm
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.weak import WeakTensorKeyDictionary

from convnets.measure.cost import device_of, evaluating
from convnets.measure.fields import tensors

ACTIVATIONS = {
    "relu": "ReLU", "relu_": "ReLU", "leaky_relu": "leaky ReLU", "leaky_relu_": "leaky ReLU", "sigmoid": "sigmoid", "sigmoid_": "sigmoid", "tanh": "tanh",
    "tanh_": "tanh", "hardtanh": "ReLU6", "hardtanh_": "ReLU6", "silu": "SiLU", "silu_": "SiLU", "gelu": "GELU", "elu": "ELU", "elu_": "ELU",
    "hardswish": "hard swish", "hardswish_": "hard swish", "hardsigmoid": "hard sigmoid", "_softmax": "softmax", "_log_softmax": "log-softmax",
}  # fmt: skip
JOINS = {
    "add": "+",
    "add_": "+",
    "sub": "−",
    "sub_": "−",
    "mul": "×",
    "mul_": "×",
    "maximum": "max",
    "cat": "concatenate",
    "stack": "stack",
}
POOLS = {
    "max_pool2d_with_indices": "max", "max_pool2d": "max", "avg_pool2d": "average", "mean": "average", "amax": "max",
    "_adaptive_avg_pool2d": "average", "adaptive_avg_pool2d": "average", "adaptive_max_pool2d": "max",
}  # fmt: skip
CONVOLUTIONS, LINEAR = {"convolution", "_convolution"}, {"addmm", "mm", "linear", "bmm", "matmul"}
PARTS = {"split", "split_with_sizes", "chunk", "slice", "unbind", "select"}  # of a tensor: those that cut something away


@dataclass(eq=False)
class Operation:
    """One operation: what it is, in words, and what its result looks like for one picture.

    ``kind`` is input, convolution, linear, pooling, norm, activation, join, output or other; ``shape`` is (C, H, W) or (F,).
    """

    kind: str
    words: tuple[str, ...]
    shape: tuple[int, ...]
    sources: list["Operation"] = field(default_factory=list)


def operations(module: nn.Module, input_size: tuple[int, ...]) -> list[Operation]:
    """What runs when the module, in evaluation mode, gets a picture of this size, (C, H, W), in the order it runs; first the input, last the output.

    Whatever it is written with, modules or functions. What changes no number (views, copies) and what nothing of the output depends on is left out.
    """
    picture = torch.zeros(1, *input_size, device=device_of(module))
    with evaluating(module), torch.no_grad(), _Recorder(picture) as recorder, _Whole(recorder):
        output = module(picture)
    ends = list(dict.fromkeys(recorder.of[t] for t in tensors(output) if recorder.of.get(t) is not None))
    last = Operation("output", (), ends[0].shape if ends else (), ends)
    needed, left = {last}, [last]
    while left:
        new = [s for s in left.pop().sources if s not in needed]
        needed.update(new)
        left += new
    return [o for o in [*recorder.found, last] if o in needed]


class _Recorder(TorchDispatchMode):
    """Inside the ``with``, what is computed from `picture` (1, C, H, W) is kept, operation by operation."""

    def __init__(self, picture: Tensor) -> None:
        super().__init__()
        self.found = [Operation("input", (), tuple(picture.shape[1:]))]
        self.of: WeakTensorKeyDictionary = WeakTensorKeyDictionary()
        self.of[picture] = self.found[0]
        self.paused = False

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # else torch imports its compiler at the first operation, which takes seconds

    def __torch_dispatch__(self, func: Any, types: tuple, args: tuple = (), kwargs: dict | None = None) -> Any:
        given = [] if self.paused else [t for t in tensors(args) if self.of.get(t) is not None]
        sources, before = [self.of[t] for t in given], tuple(given[0].shape) if given else ()
        result = func(*args, **(kwargs or {}))
        for output in tensors(result) if given else ():
            known = _described(func.overloadpacket.__name__, args, before, output)
            self.of[output] = self.new(*known, output, sources) if known else sources[0]
        return result

    def new(self, kind: str, words: tuple[str, ...], output: Tensor, sources: list[Operation]) -> Operation:
        """A join of one thing with a number or with weights of its own is no join."""
        kind = "other" if kind == "join" and len(sources) < 2 else kind
        self.found.append(Operation(kind, words, tuple(output.shape[1:]), sources))
        return self.found[-1]


class _Whole(TorchFunctionMode):
    """What torch computes in many steps and a paper names in one word."""

    def __init__(self, recorder: _Recorder) -> None:
        super().__init__()
        self.recorder = recorder

    def __torch_function__(self, function: Any, types: tuple, args: tuple = (), kwargs: dict | None = None) -> Any:
        if function is not local_response_norm or self.recorder.of.get(args[0]) is None:
            return function(*args, **(kwargs or {}))
        self.recorder.paused = True
        try:
            output = function(*args, **(kwargs or {}))
        finally:
            self.recorder.paused = False
        self.recorder.of[output] = self.recorder.new("norm", ("LRN",), output, [self.recorder.of[args[0]]])
        return output


def _described(name: str, args: tuple, before: tuple[int, ...], output: Tensor) -> tuple[str, tuple[str, ...]] | None:
    """Kind and words of an operation; None for one that passes on what it gets."""
    if name in CONVOLUTIONS:
        return "convolution", _convolution(args)
    if name in LINEAR:
        return "linear", (f"linear, {output.shape[-1]}",)
    if name in POOLS and not (name in ("mean", "amax") and len(before) != 4):
        return "pooling", _pooling(POOLS[name], args, before, output)
    if "batch_norm" in name or "group_norm" in name or "layer_norm" in name:
        return "norm", ("BN" if "batch" in name else name.strip("_").removeprefix("native_").replace("_", " "),)
    if name in ACTIVATIONS:
        return "activation", (ACTIVATIONS[name],)
    if name in JOINS:
        if name in ("cat", "stack"):
            return ("join", (JOINS[name],)) if len(args[0]) > 1 else None
        number = next((f" {a:g}" for a in args[1:2] if isinstance(a, (int, float))), "")
        return "join", (JOINS[name] + number,)
    if name in PARTS and output.numel() < math.prod(before):
        return "other", ("part of it", str(output.shape[1])) if output.ndim > 1 else ("part of it",)
    if name in ("pow", "div", "div_", "sqrt", "rsqrt", "exp", "constant_pad_nd"):
        return "other", ({"constant_pad_nd": "padding"}.get(name, name.strip("_")),)
    return None


def _convolution(args: tuple) -> tuple[str, ...]:
    weight, stride, padding, groups = args[1], args[3], args[4], args[8]
    filters, rows, columns = weight.shape[0], weight.shape[2], weight.shape[-1]
    kind = "depthwise" if groups > 1 and groups == filters == groups * weight.shape[1] else f"{groups} groups" if groups > 1 else ""
    trimmed = "no padding" if rows * columns > 1 and not any(padding) else ""
    return f"{rows}×{columns} conv", f"{filters}{_steps(max(stride))}", *filter(None, (kind, trimmed))


def _pooling(what: str, args: tuple, before: tuple[int, ...], output: Tensor) -> tuple[str, ...]:
    if output.ndim < 4 or tuple(output.shape[2:]) == (1, 1):
        return f"{what} pool", "whole map"
    if len(args) < 2 or before[2:] == tuple(output.shape[2:]) and not isinstance(args[1], (list, tuple)):
        return (f"{what} pool",)
    window = [*args[1], *args[1]][:2]
    stride = max(args[2]) if len(args) > 2 and args[2] else max(window)
    return f"{what} pool", f"{window[0]}×{window[1]}{_steps(stride)}"


def _steps(stride: int) -> str:
    return f", /{stride}" if stride > 1 else ""
