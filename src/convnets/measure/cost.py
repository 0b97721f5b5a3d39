"""What a network costs and what passes through it: parameters, multiply-accumulates, map sizes, memory, receptive fields.

Each function runs one batch of zeros through the module where its parameters lie, in evaluation mode, and leaves the module
as it was. On the meta device (``with torch.device("meta"): net = models.create(...)``) that takes neither memory nor time.
"""

import contextlib
import copy
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from convnets.base.table import Table

FLOAT = 4  # bytes of a float32
T = TypeVar("T")


def parameters(module: nn.Module) -> int:
    """How many numbers the module learns or holds frozen; a tensor used in two places counts once."""
    return sum(p.numel() for p in module.parameters())


def macs(module: nn.Module, input_size: tuple[int, ...]) -> int:
    """Multiply-accumulates for one picture of `input_size` (C, H, W), in convolutions and matrix products.

    Biases, pooling, activations and normalisation are not counted, as in most papers. A FLOP count is about twice this.
    Counted by torch's own `FlopCounterMode`.
    """
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        _watch(module, _zeros(module, input_size), lambda layer, output: None)
    return counter.get_total_flops() // 2


def map_sizes(module: nn.Module, input_size: tuple[int, ...], depth: int | None = None) -> list[tuple[str, tuple[int, ...]]]:
    """What each layer puts out for one picture, in the order they run: ``[("c1", (6, 28, 28)), ("relu1", (6, 28, 28)), ...]``.

    Args:
        module: any network; a layer that runs twice is listed twice.
        input_size: (C, H, W).
        depth: list the stages at this depth (1: the network's own children) rather than its innermost layers.

    Functions called in `forward` (``functional.relu``, ``flatten``) are no layers and do not appear.
    """
    return _watch(module, _zeros(module, input_size), lambda layer, output: _shape(output), depth)


def receptive_field(module: nn.Module, input_size: tuple[int, ...], depth: int | None = None) -> list[tuple[str, tuple[int, int]]]:
    """How many pixels of the picture a value of each layer's output sees, (rows, columns): ``[("c1", (5, 5)), ("relu1", (5, 5)), ...]``.

    By arithmetic, not by gradients: it follows the convolutions, poolings, paddings and joins that really run, however they are
    written, and weights do not matter (Araujo et al. 2019, "Computing receptive fields of convolutional neural networks"). It is
    that of a value in the middle of a large picture: it may reach beyond the edges of a small one, into the padding. Arguments as for
    :func:`map_sizes`.
    """
    from convnets.measure.fields import Fields

    picture = _zeros(module, input_size)
    with Fields(picture) as fields:
        return _watch(module, picture, lambda layer, output: fields.sizes(_first(output)), depth)


@dataclass(frozen=True)
class Layer:
    """A layer as it ran, for one picture."""

    name: str
    kind: str  # its class
    output: tuple[int, ...]  # without the batch
    parameters: int  # 0 when it ran before: they count once
    macs: int
    sees: tuple[int, int]  # pixels of the picture that a value of its output sees, rows and columns

    @property
    def activation_bytes(self) -> int:
        """Of its output in float32."""
        return FLOAT * torch.Size(self.output).numel()

    @property
    def parameter_bytes(self) -> int:
        """In float32."""
        return FLOAT * self.parameters


class Layers(list):
    """A network layer by layer: a list of `Layer` that shows itself as a table. The totals are those of the whole network."""

    def __init__(self, layers: list[Layer], parameters: int, macs: int) -> None:
        super().__init__(layers)
        self.parameters, self.macs = parameters, macs

    @property
    def activation_bytes(self) -> int:
        """Of all layers' outputs for one picture in float32: what training must keep. Functions in `forward` are not counted."""
        return sum(layer.activation_bytes for layer in self)

    @property
    def parameter_bytes(self) -> int:
        """In float32. Training needs as much again for gradients, and again for momentum."""
        return FLOAT * self.parameters

    def table(self) -> Table:
        rows = [
            [
                layer.name,
                layer.kind,
                " × ".join(map(str, layer.output)),
                f"{layer.parameters:,}",
                f"{layer.macs:,}",
                f"{layer.activation_bytes / 1024:,.1f}",
                f"{layer.parameter_bytes / 1024:,.1f}",
                " × ".join(map(str, layer.sees)),
            ]
            for layer in self
        ]
        total = ["total", "", "", f"{self.parameters:,}", f"{self.macs:,}"]
        total += [f"{self.activation_bytes / 1024:,.1f}", f"{self.parameter_bytes / 1024:,.1f}", ""]
        head = ["layer", "kind", "output", "parameters", "MACs", "output kB", "weights kB", "sees"]
        return Table(head, rows, words=("layer", "kind"), total=total)

    def __repr__(self) -> str:
        return repr(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def layers(module: nn.Module, input_size: tuple[int, ...]) -> Layers:
    """The network layer by layer, in the order they run: output size, parameters, multiply-accumulates, memory, receptive field.

    Memory is that of one picture (C, H, W) in float32, in kB of 1,024 bytes. A layer that runs twice is listed twice and its parameters
    counted once. The totals also hold what stands outside the layers: products in `forward`, parameters of a block's own.
    """
    from torch.utils.flop_counter import FlopCounterMode

    from convnets.measure.fields import Fields

    picture, known, counted = _zeros(module, input_size), set(), {}

    def start(layer: nn.Module, _: object) -> None:
        counted[layer] = counter.get_total_flops()

    def note(layer: nn.Module, output: object) -> Layer:
        fresh = set(layer.parameters()) - known
        known.update(fresh)
        cost = (counter.get_total_flops() - counted[layer]) // 2
        n = sum(p.numel() for p in fresh)
        return Layer("", type(layer).__name__, _shape(output), n, cost, fields.sizes(_first(output)))

    hooks = [layer.register_forward_pre_hook(start) for _, layer in stages(module)]
    try:
        with FlopCounterMode(display=False) as counter, Fields(picture) as fields:
            seen = _watch(module, picture, note)
    finally:
        for hook in hooks:
            hook.remove()
    found = [replace(layer, name=name) for name, layer in seen]
    return Layers(found, parameters(module), counter.get_total_flops() // 2)


def stages(module: nn.Module, depth: int | None = None) -> list[tuple[str, nn.Module]]:
    """The module's innermost layers by name, or its stages at one depth (with what ends before it)."""
    found = []

    def walk(name: str, layer: nn.Module, level: int) -> None:
        children = list(layer.named_children())
        if not children or level == depth:
            found.append((name or type(layer).__name__, layer))
        for child_name, child in children if level != depth else ():
            walk(f"{name}.{child_name}" if name else child_name, child, level + 1)

    walk("", module, 0)
    return found


def listing(module: nn.Module, input_size: tuple[int, ...]) -> str:
    """torchsummary's table of a network: layers, output shapes, parameters, and sizes in MB (of 2**20 bytes).

    Nothing is printed; the module and torch's random state stay as they are. torchsummary has its ways: it counts only tensors
    called `weight` and `bias`, only what *layers* put out, not functions, and it runs on the CPU (a network that lies elsewhere
    is listed through an empty copy). Raises `ValueError` for a module without parameters, which it cannot list.
    """
    from torchsummary import summary

    if not parameters(module):
        raise ValueError("torchsummary cannot list a module without parameters.")
    listed = module if device_of(module).type == "cpu" else copy.deepcopy(module).to_empty(device="cpu")
    if not list(module.children()):  # torchsummary leaves out the root, which here is all there is
        listed = nn.Sequential(listed)
    text = io.StringIO()
    with evaluating(listed), torch.no_grad(), torch.random.fork_rng(), contextlib.redirect_stdout(text):
        summary(listed, tuple(input_size), device="cpu")
    return text.getvalue().rstrip()


@contextlib.contextmanager
def evaluating(module: nn.Module) -> Iterator[nn.Module]:
    """In evaluation mode inside the `with`; afterwards every layer is back in the mode it was in."""
    modes = {layer: layer.training for layer in module.modules()}
    module.eval()
    try:
        yield module
    finally:
        for layer, mode in modes.items():
            layer.training = mode


def _watch(module: nn.Module, picture: Tensor, look: Callable[[nn.Module, object], T], depth: int | None = None) -> list[tuple[str, T]]:
    """Run the module on a picture (1, C, H, W): each layer's name, and what `look` makes of the layer and its output."""
    seen = []

    def note(name: str) -> Callable:
        return lambda layer, inputs, output: seen.append((name, look(layer, output)))

    hooks = [layer.register_forward_hook(note(name)) for name, layer in stages(module, depth)]
    try:
        with evaluating(module), torch.no_grad():
            module(picture)
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def _zeros(module: nn.Module, input_size: tuple[int, ...]) -> Tensor:
    return torch.zeros(1, *input_size, device=device_of(module))


def device_of(module: nn.Module) -> torch.device:
    """Where the module's parameters lie; the CPU if it has none."""
    return next((p.device for p in module.parameters()), torch.device("cpu"))


def last_linear(net: nn.Module) -> str:
    """The name of a network's last linear layer. Raises `ValueError` where there is none."""
    found = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)]
    if not found:
        raise ValueError(f"{type(net).__name__} has no linear layer to take out.")
    return found[-1]


def _shape(output: object) -> tuple[int, ...]:
    """Of one picture: without the batch."""
    return tuple(_first(output).shape[1:])


def _first(output: Any) -> Tensor:
    """Of several outputs (auxiliary heads) the first counts."""
    while not isinstance(output, Tensor):
        output = next(iter(output.values() if isinstance(output, dict) else output))
    return output
