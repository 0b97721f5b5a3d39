"""What can be observed of any module, whatever its layers are called and in whatever order they stand.

Each probe yields plain data. Random parts come from `convnets.seeds`, so right answers agree to about 3e-6.
"""

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from convnets.seeds import generator

SCALES = 1, 20  # ReLU6 is ReLU until the numbers grow


def response(module: nn.Module, x: Tensor, *, fill: bool = True) -> dict[str, Any]:
    """The output's shape, root mean square and four projections, at input scales 1 and 20, in eval mode.

    Parameters and buffers are filled from a seed keyed by their *shape*, which is blind to names and order;
    ``fill=False`` keeps the values the module was built with. Raises ValueError when the input is changed in place.
    """
    module = _ready(module, x)
    if fill:
        _fill(module)
    out: dict[str, Any] = {}
    with torch.no_grad():
        for scale in SCALES:
            given = x * scale
            y = _output(module(given))
            if not torch.equal(given, x * scale):
                raise ValueError("the input was changed in place: work on a new tensor (inplace=True on the first layer does this)")
            rms, pattern = _project(y)
            out |= {"shape": list(y.shape), f"size, input ×{scale}": rms, f"pattern, input ×{scale}": pattern}
    return out


def sensitivity(module: nn.Module, x: Tensor) -> dict[str, list[float]]:
    """How much the input and each parameter matter to the output: gradient norms, sorted within each parameter shape.

    Sees what `response` cannot, since equal shapes are filled with equal values: a layer used twice, left unused or detached.
    """
    module = _ready(module, x)
    _fill(module)
    x = x.clone().requires_grad_(x.is_floating_point())
    wanted = {"input": [x]} if x.requires_grad else {}
    for p in module.parameters():
        if p.requires_grad:
            wanted.setdefault("x".join(map(str, p.shape)) or "scalar", []).append(p)
    y = _output(module(x * 1))
    weights = torch.rand(y.shape, generator=generator("project", *y.shape)) - 0.5
    leaves = [leaf for group in wanted.values() for leaf in group]
    if y.requires_grad:
        grads = iter(torch.autograd.grad((y * weights).sum(), leaves, allow_unused=True))
    else:
        grads = iter([None] * len(leaves))
    norms = {name: [_norm(next(grads)) for _ in group] for name, group in wanted.items()}
    noise = 1e-5 * max((n for group in norms.values() for n in group), default=0.0)  # zero but for rounding: a bias before batch norm
    return {name: sorted(n if n > noise else 0.0 for n in norms[name]) for name in sorted(norms)}


def _norm(gradient: Tensor | None) -> float:
    return 0.0 if gradient is None else float(gradient.double().norm())


def op_sizes(module: nn.Module, x: Tensor) -> list[list[Any]]:
    """What every convolution, pooling and linear operation yielded: ``[op, channels, height, width]`` or ``[op, features]``, sorted.

    It watches the operations themselves, so a module and its functional form look alike.
    """
    module = _ready(module, x)
    with torch.no_grad(), _Watch() as watch:
        module(x.clone())
    return sorted(watch.seen, key=str)


def sizes_by_kind(module: nn.Module, x: Tensor) -> dict[str, list[list[int]]]:
    """:func:`op_sizes` by kind of operation, "conv", "pool" and "linear": each a list of sizes, the largest map first."""
    sizes: dict[str, list[list[int]]] = {"conv": [], "pool": [], "linear": []}
    for kind, *size in op_sizes(module, x):
        sizes[kind].append(size)
    return {kind: sorted(found, key=lambda size: (size[-1], size[0]), reverse=True) for kind, found in sizes.items()}


def both_modes(module: nn.Module, x: Tensor) -> list[Any]:
    """The output's shape, and whether training mode yields the same as evaluation mode."""
    trains, evaluates = module.train()(x), module.eval()(x)
    return [list(trains.shape), torch.allclose(trains, evaluates, atol=1e-5)]


def connections(module: nn.Module, x: Tensor) -> list[list[int]]:
    """For each output map of (B, C, H, W) -> (B, C', H', W') the input maps that it sees: those whose change it notices."""
    with torch.no_grad():
        before = module(x)
        seen: list[list[int]] = [[] for _ in range(before.shape[1])]
        for i in range(x.shape[1]):
            moved = x.clone()
            moved[:, i] += 1
            for j in ((module(moved) - before).abs().amax((0, 2, 3)) > 1e-6).nonzero().flatten().tolist():
                seen[j].append(i)
    return seen


def all_alike(module: nn.Module) -> nn.Module:
    """The module with every parameter 0.1, so that it does not matter how they are stored."""
    with torch.no_grad():
        for p in module.parameters():
            p.fill_(0.1)
    return module


def learning_numbers(module: nn.Module, x: Tensor) -> int:
    """How many numbers of the module's parameters get a gradient."""
    module(x).pow(2).sum().backward()
    return sum(int((p.grad != 0).sum()) for p in module.parameters() if p.grad is not None)


class Called(TorchFunctionMode):
    """Inside ``with Called("dropout") as called:`` counts, in ``called.count``, the torch functions called whose name holds the word."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word, self.count = word, 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.count += self.word in function.__name__
        return function(*args, **(kwargs or {}))


def run_once(module: nn.Module, x: Tensor) -> nn.Module:
    """The module after one forward pass, so that lazy layers have their shapes."""
    return _ready(module, x)


def _ready(module: nn.Module, x: Tensor) -> nn.Module:
    if not isinstance(module, nn.Module):
        raise TypeError(f"expected an nn.Module, got {type(module).__name__}")
    module = module.cpu().eval()
    with torch.no_grad():
        module(x.clone())
    return module


def _output(y: object) -> Tensor:
    if not isinstance(y, Tensor):
        raise TypeError(f"the forward pass returned {type(y).__name__}, expected one tensor")
    return y


def _tensors(module: nn.Module) -> Iterator[tuple[Tensor, bool]]:
    yield from ((p, True) for p in module.parameters())
    yield from ((b, False) for b in module.buffers() if b.is_floating_point())


def _fill(module: nn.Module) -> None:
    """Values by shape. Weights keep the signal near unit size; biases and scales take both signs; buffers (a variance) stay positive."""
    with torch.no_grad():
        for t, learned in _tensors(module):
            g = generator("fill", *t.shape)
            u = torch.rand(t.shape, generator=g)
            if t.dim() > 1:
                t.copy_((2 * u - 1) * math.sqrt(6 / max(1, t[0].numel())))
            else:
                sign = torch.randint(0, 2, t.shape, generator=g) * 2 - 1 if learned else 1
                t.copy_(sign * (0.5 + u))


def _project(y: Tensor) -> tuple[float, list[float]]:
    y = y.detach().double()
    rms = float(y.pow(2).mean().sqrt())
    weights = torch.rand((4, *y.shape), generator=generator("project", *y.shape), dtype=torch.double) - 0.5
    pattern = (weights * y).flatten(1).sum(1) / math.sqrt(max(1, y.numel()))
    return rms, (pattern / rms if rms > 0 else pattern).tolist()


class _Watch(TorchDispatchMode):
    OPS = {
        "convolution": "conv",
        "max_pool2d_with_indices": "pool",
        "avg_pool2d": "pool",
        "_adaptive_avg_pool2d": "pool",
        "addmm": "linear",
        "mm": "linear",
        "bmm": "linear",
    }

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[list[Any]] = []

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # else torch imports its compiler at the first operation: seconds, of the eight that an observation has

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        if op := self.OPS.get(func.overloadpacket.__name__):
            first = out[0] if isinstance(out, tuple) else out
            self.seen.append([op, *first.shape[1:]])
        return out
