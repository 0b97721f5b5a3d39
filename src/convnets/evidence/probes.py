"""What can be observed of any module, whatever its layers are called and in whatever order they stand.

Each probe runs the module once first, so that lazy layers have their shapes, and yields plain data. Random parts come from `convnets.evidence.seeds`,
so right answers agree to about 3e-6. Where the chapter's own answer raises (one picture alone, a wider map), nothing is asked.
"""

import functools
import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from types import CodeType
from typing import Any

import torch
from torch import Tensor, equal, nn, no_grad, rand, randint
from torch.autograd import grad
from torch.nn import functional as F
from torch.nn.parameter import is_lazy
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from convnets.evidence.plain import plain
from convnets.evidence.seeds import generator
from convnets.evidence.trial import said
from convnets.evidence.verdict import RAISED

SCALES = 1, 20  # ReLU6 is ReLU until the numbers grow
STATISTICS = "running", "moving"  # how the names of batch norm's statistics begin; any other buffer keeps its values


def response(module: nn.Module, x: Tensor, *, fill: bool = True, resize: bool = True) -> dict[str, Any]:
    """What comes out: shape, type, root mean square and four projections, at input scales 1 and 20 in evaluation mode; and as a matter of course

    - the first picture alone, which must yield what it does in the batch, also at a later call;
    - the first picture twice as wide, unless ``resize=False`` says that the text fixes the size of the map;
    - training mode, with dropout's draws the same for every answer that makes them, and evaluation mode after it (the running statistics).

    Parameters and running statistics are filled from a seed keyed by how many *filters and numbers in each* they have, which is blind to names,
    order and whether a 1×1 convolution is a linear layer; ``fill=False`` keeps the values the module was built with. Raises ValueError when a call
    changes its input in place, or the module's mode.
    """
    module = _ready(module, x)
    if fill:
        _fill(module)
    with no_grad():
        first, large = (_output(_call(module, x * scale)) for scale in SCALES)
        out: dict[str, Any] = {"shape": list(first.shape), "type": _type(first)}
        for scale, y in zip(SCALES, (first, large), strict=True):
            rms, pattern = _project(y)
            out |= {f"size, input ×{scale}": rms, f"pattern, input ×{scale}": pattern}
        out["first picture alone"] = _or_raised(lambda: _alone(module, x, first))
        if resize and x.dim() == 4:
            out["a map twice as wide"] = _or_raised(lambda: _told(_output(_call(module, x[:1].repeat(1, 1, 1, 2)))))
        out |= _training(module, x)
    module.eval()
    return out


def sensitivity(module: nn.Module, x: Tensor) -> dict[str, list[float]]:
    """How much the input and each parameter matter to the output: gradient norms, sorted among parameters of as many filters and numbers.

    Sees what `response` cannot, since equal shapes are filled with equal values: a layer used twice, left unused or detached.
    ``"64x27"`` are weights of 64 filters with 27 numbers each, ``"64"`` 64 numbers.
    """
    module = _ready(module, x)
    _fill(module)
    x = x.clone().requires_grad_(x.is_floating_point())
    wanted = {"input": [x]} if x.requires_grad else {}
    for p in module.parameters():
        if p.requires_grad:
            wanted.setdefault("x".join(map(str, _size(p))), []).append(p)
    y = _output(module(x * 1))
    weights = rand(y.shape, generator=generator("project", *y.shape)) - 0.5
    leaves = [leaf for group in wanted.values() for leaf in group]
    grads = iter(grad((y * weights).sum(), leaves, allow_unused=True) if y.requires_grad else [None] * len(leaves))
    norms = {name: [_norm(next(grads)) for _ in group] for name, group in wanted.items()}
    noise = 1e-5 * max((n for group in norms.values() for n in group), default=0.0)  # zero but for rounding: a bias before batch norm
    return {name: sorted(n if n > noise else 0.0 for n in norms[name]) for name in sorted(norms)}


def op_sizes(module: nn.Module, x: Tensor) -> list[int]:
    """How many numbers each convolution and linear operation yields for one picture, the most first.

    It watches the operations themselves, and only those with weights of the module (or made from them): a module, its functional form, a
    1×1 convolution as a linear layer or as an einsum, and windows unfolded and multiplied all look alike, and pooling in any form is no row.
    """
    module = _ready(module, x)
    with no_grad(), _Watch(module) as watch:
        module(x.clone())
    return sorted((n // len(x) for n in watch.seen), reverse=True)


def parameters(module: nn.Module, x: Tensor | None = None) -> int:
    """How many numbers the module learns or holds frozen; a tensor used in two places counts once.

    With an input the module is run once first, on the device of its parameters, so that lazy layers have their shapes; what cannot be run, but has
    its shapes, is counted all the same. Raises ValueError where layers have no shape yet.
    """
    if x is not None:
        try:
            _run(module, x)
        except Exception:
            if any(map(is_lazy, module.parameters())):
                raise
    if any(map(is_lazy, module.parameters())):
        raise ValueError("a lazy layer has no parameters before the first forward pass: run the network once, then count")
    return sum(p.numel() for p in module.parameters())


def both_modes(module: nn.Module, x: Tensor) -> list[Any]:
    """The output's shape, and whether training mode yields the same as evaluation mode."""
    module = _ready(module, x)
    with no_grad():
        trains, evaluates = _output(module.train()(x)), _output(module.eval()(x))
    return [list(trains.shape), torch.allclose(trains, evaluates, atol=1e-5)]


def connections(module: nn.Module, x: Tensor) -> list[list[int]]:
    """For each output map of (B, C, H, W) -> (B, C', H', W') the input maps that it sees: those whose change it notices."""
    module = _ready(module, x)
    with no_grad():
        before = _output(module(x))
        seen: list[list[int]] = [[] for _ in range(before.shape[1])]
        for i in range(x.shape[1]):
            moved = x.clone()
            moved[:, i] += 1
            for j in ((module(moved) - before).abs().amax((0, 2, 3)) > 1e-6).nonzero().flatten().tolist():
                seen[j].append(i)
    return seen


def all_alike(module: nn.Module) -> nn.Module:
    """The module with every parameter 0.1, so that it does not matter how they are stored; those of lazy layers as soon as they have a shape."""

    def fill(part: nn.Module, *_: object) -> None:
        with no_grad():
            for p in part.parameters(recurse=False):
                p.fill_(0.1)

    for part in module.modules():
        if any(map(is_lazy, part.parameters(recurse=False))):
            part.register_forward_pre_hook(fill)
        else:
            fill(part)
    return module


def learning_numbers(module: nn.Module, x: Tensor) -> int:
    """How many numbers of the module's parameters get a gradient."""
    module = _ready(module, x)
    learned = [p for p in module.parameters() if p.requires_grad]
    y = _output(module(x)).pow(2).sum()
    grads = grad(y, learned, allow_unused=True) if y.requires_grad else ()
    return sum(int((g != 0).sum()) for g in grads if g is not None)


def described(tensor: Tensor) -> dict[str, Any]:
    """A tensor with its type, which plain data has not: ``{"type": "int64", "shape": [2], "values": [1, 2]}``; of many values a projection.

    Raises TypeError for what is no tensor.
    """
    tensor = _output(tensor)
    told = {"type": _type(tensor), "shape": list(tensor.shape)}
    return told | ({"values": tensor.detach().flatten().tolist()} if tensor.numel() <= 250 else _told(tensor))


def randomness(draw: Callable[[], Any]) -> dict[str, str]:
    """Where a random answer's numbers come from: the same after the same seed of torch, whatever other seeds are, and others after another.

    ``draw`` yields plain data or tensors, of enough values that two draws are not alike by chance.
    """
    import random

    import numpy

    def drawn(seed: int, other: int) -> Any:
        torch.manual_seed(seed)
        random.seed(other)
        numpy.random.seed(other)
        return plain(draw())

    first, told = drawn(1, 1), {True: "the same", False: "others"}
    return {"after the same seed of torch": told[drawn(1, 2) == first], "after another seed of torch": told[drawn(2, 1) == first]}


def nearest(value: float, options: Sequence[float]) -> float:
    """The option that a measured share lies nearest to, so that chance does not move it: ``nearest(zeros / n, (0, 0.25, 0.5, 0.75, 1))``."""
    return min(options, key=lambda option: abs(float(value) - option))


def mentions(subject: Any, *names: str) -> list[str]:
    """Which of these names the code of a function or class uses, with the functions of its own cells that it calls: ``mentions(split, "hash")``.

    For what no value shows: a salted ``hash`` is the same in one process.
    """
    found: set[str] = set()
    waiting, done = [subject], set()
    while waiting:
        thing = waiting.pop()
        thing = getattr(thing, "__func__", getattr(thing, "fget", thing))
        if id(thing) in done:
            continue
        done.add(id(thing))
        if isinstance(thing, type):
            waiting += vars(thing).values()
        elif code := getattr(thing, "__code__", None):
            used = _names(code)
            found |= used
            waiting += [v for n in used if getattr(v := thing.__globals__.get(n), "__module__", "") == thing.__module__]
            waiting += inspect.getclosurevars(thing).nonlocals.values()
    return [name for name in names if name in found]


class Called(TorchFunctionMode):
    """Inside ``with Called("dropout", "dropout2d") as called:`` counts, in ``called.count``, calls of the torch functions with exactly these names.

    A module's call counts by the function that it calls: ``nn.Conv2d`` by ``conv2d``. Raises ValueError for a name that torch has not.
    """

    def __init__(self, *names: str) -> None:
        super().__init__()
        if unknown := [n for n in names if not any(hasattr(place, n) for place in (torch, F, Tensor))]:
            raise ValueError(f"torch has no function called {unknown[0]!r}")
        self.names, self.count = set(names), 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.count += function.__name__ in self.names
        return function(*args, **(kwargs or {}))


def run_once(module: nn.Module, x: Tensor) -> nn.Module:
    """The module after one forward pass, so that lazy layers have their shapes."""
    return _ready(module, x)


def _ready(module: nn.Module, x: Tensor) -> nn.Module:
    _run(module, x)
    if any(t.device.type != "cpu" for t in (*module.parameters(), *module.buffers())):
        module.cpu()
    return module.eval()


def _run(module: nn.Module, x: Tensor) -> None:
    if not isinstance(module, nn.Module):
        raise TypeError(f"expected an nn.Module, got {type(module).__name__}")
    device = next((p.device for p in module.parameters()), x.device)
    with no_grad():
        module.eval()(x.to(device, copy=True))


def _call(module: nn.Module, given: Tensor) -> Any:
    """What a call yields, which must leave its input and every part's mode as they are."""
    kept, modes = given.clone(), [(part, part.training) for part in module.modules()]
    y = module(given)
    if not equal(given, kept):
        raise ValueError("the input was changed in place: work on a new tensor (inplace=True on the first layer does this)")
    if any(part.training != mode for part, mode in modes):
        raise ValueError("the forward pass switched between training and evaluation mode: that is for the caller to do")
    return y


def _output(y: object) -> Tensor:
    if not isinstance(y, Tensor):
        raise TypeError(f"the forward pass returned {type(y).__name__}, expected one tensor")
    return y


def _or_raised(thunk: Callable[[], Any]) -> Any:
    try:
        return thunk()
    except Exception as e:
        return _raised(e)


def _raised(e: Exception) -> dict[str, str]:
    """An error as a value: where the chapter's own answer has one, nothing is asked."""
    return {RAISED: f"{type(e).__name__}: {said(e)}"[:200]}


def _alone(module: nn.Module, x: Tensor, together: Tensor) -> str:
    alone, expected = _output(_call(module, x[:1] * 1)), together[:1]
    close = alone.shape == expected.shape and torch.allclose(alone, expected, rtol=1e-3, atol=1e-3 * float(expected.abs().max()))
    return "as before" if close else "another answer"


def _training(module: nn.Module, x: Tensor) -> dict[str, Any]:
    """One pass in training mode, or two where random numbers are drawn; between them what evaluation mode yields: batch norm's statistics have moved."""
    try:
        first, drawn = _drawn(module, x, mirrored=False)
        after = _told(_output(_call(module.eval(), x * 1)))
        second = _drawn(module, x, mirrored=True)[0] if drawn else first
        return {"in training": [_both(*pair) for pair in zip(first, second, strict=True)], "after training": after}
    except Exception as e:
        return {"in training": _raised(e)}


def _drawn(module: nn.Module, x: Tensor, *, mirrored: bool) -> tuple[list[Tensor], int]:
    with _Draws(mirrored) as draws:
        y = _call(module.train(), x * 1)
    return [leaf for leaf in tree_leaves(y) if isinstance(leaf, Tensor)], draws.count


def _both(a: Tensor, b: Tensor) -> dict[str, Any]:
    """Two passes told in a way that does not know which was first: dropout by hand keeps what is above p or what is below 1 - p."""
    size, one = _project(a)
    other_size, other = (size, one) if b is a else _project(b)
    pairs = list(zip(one, other, strict=True))
    return {
        "shape": list(a.shape),
        "size": (size + other_size) / 2,
        "pattern": [(p + q) / 2 for p, q in pairs],
        "spread": [abs(p - q) for p, q in pairs],
    }


def _told(y: Tensor) -> dict[str, Any]:
    size, pattern = _project(y)
    return {"shape": list(y.shape), "size": size, "pattern": pattern}


def _type(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _size(t: Tensor) -> tuple[int, ...]:
    """(filters, numbers of each), the same for a linear layer's weight and a 1×1 convolution's; (numbers,) where only one dimension counts."""
    return (t.numel(),) if t.numel() in t.shape or not t.dim() else (t.shape[0], t[0].numel())


def _norm(gradient: Tensor | None) -> float:
    return 0.0 if gradient is None else float(gradient.double().norm())


def _statistics(module: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Batch norm's running mean and variance, torch's and those of a student's own."""
    for part in module.modules():
        for name, t in {**vars(part), **part._buffers}.items():
            if name.startswith(STATISTICS) and isinstance(t, Tensor) and t.is_floating_point():
                yield name.partition("_")[2], t


def _fill(module: nn.Module) -> None:
    """Values by size. Weights keep the signal near unit size; biases and scales take both signs; statistics (a variance) stay positive."""
    filled: dict[tuple[Any, ...], Tensor] = {}  # the same for every tensor of a size
    with no_grad():
        for p in module.parameters():
            size = _size(p)
            if size not in filled:
                g = generator("fill", *size)
                u = rand(size, generator=g)
                if len(size) > 1:
                    filled[size] = (2 * u - 1) * math.sqrt(6 / max(1, size[1]))
                else:
                    filled[size] = (randint(0, 2, size, generator=g) * 2 - 1) * (0.5 + u)
            p.copy_(filled[size].reshape(p.shape))
        for name, t in _statistics(module):
            key = name, t.numel()
            if key not in filled:
                filled[key] = 0.5 + rand(t.numel(), generator=generator(*key))
            t.copy_(filled[key].reshape(t.shape))


def _project(y: Tensor) -> tuple[float, list[float]]:
    y = y.detach().double()
    rms = float(y.pow(2).mean().sqrt())
    weights = _weights(generator("project", *y.shape).initial_seed(), y.shape)
    pattern = (weights * y).flatten(1).sum(1) / math.sqrt(max(1, y.numel()))
    return rms, (pattern / rms if rms > 0 else pattern).tolist()


@functools.lru_cache(maxsize=2)
def _weights(seed: int, shape: torch.Size) -> Tensor:
    """Kept, for most outputs of one observation have one shape."""
    return rand((4, *shape), generator=torch.Generator().manual_seed(seed), dtype=torch.double) - 0.5


def _names(code: CodeType) -> set[str]:
    return set(code.co_names).union(*(_names(c) for c in code.co_consts if isinstance(c, CodeType)))


class _Mode(TorchDispatchMode):
    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # else torch imports its compiler at the first operation: seconds, of the eight that an observation has


class _Draws(_Mode):
    """Inside it every draw is one of fixed numbers in (0, 1) for its size, so that dropout drops the same whatever it is written with.

    ``rand(...) > p`` keeps what torch's own dropout keeps; ``mirrored`` exchanges it with ``rand(...) < 1 - p``.
    """

    def __init__(self, mirrored: bool) -> None:
        super().__init__()
        self.mirrored, self.count = mirrored, 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = func.overloadpacket.__name__
        probabilities = args[0].clone() if name == "bernoulli" else None
        out = func(*args, **kwargs)
        if name in ("rand", "rand_like"):
            out.copy_(1 - self._numbers(out))
        elif name == "uniform_":
            low, high = tuple(args[1:3]) + (0.0, 1.0)[len(args) - 1 :]
            out.copy_(low + (high - low) * (1 - self._numbers(out)))
        elif name in ("bernoulli", "bernoulli_"):
            p = args[1] if len(args) > 1 else kwargs.get("p", 0.5 if name == "bernoulli_" else probabilities)
            out.copy_(self._numbers(out) < (probabilities if p is None else p))
        return out

    def _numbers(self, out: Tensor) -> Tensor:
        self.count += 1
        rows = out.shape[0] if out.dim() else 1
        u = rand(rows, out.numel() // max(1, rows), generator=generator("draw", rows, out.numel())).reshape(out.shape)
        return 1 - u if self.mirrored else u


class _Watch(_Mode):
    """The numbers that products with learned factors yield."""

    FACTORS = {
        "convolution": slice(0, 2),
        "mm": slice(0, 2),
        "bmm": slice(0, 2),
        "mv": slice(0, 2),
        "addmm": slice(1, 3),
        "baddbmm": slice(1, 3),
    }

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.seen: list[int] = []
        self.learned: dict[int, Tensor] = {}  # by where they lie: the parameters, what is a view of one, what is made of them alone
        for p in module.parameters():
            self._learn(p)

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        name = func.overloadpacket.__name__
        given = [self._place(t) in self.learned for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor)]
        if given and all(given):
            for t in tree_leaves(out):
                self._learn(t)
        elif name in self.FACTORS and any(self._place(t) in self.learned for t in args[self.FACTORS[name]]):
            self.seen.append(tree_leaves(out)[0].numel())
        return out

    def _learn(self, t: Any) -> None:
        if place := self._place(t):
            self.learned[place] = t  # kept, so that nothing else comes to lie there

    @staticmethod
    def _place(t: Any) -> int:
        return t.untyped_storage().data_ptr() if isinstance(t, Tensor) and t.layout is torch.strided else 0
