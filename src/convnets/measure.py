"""What a network costs and what passes through it: parameters, multiply-accumulates, map sizes.

Each function runs one batch of zeros through the module where its parameters lie, in evaluation mode, and leaves the module
as it was. On the meta device (``with torch.device("meta"): net = models.create(...)``) that takes neither memory nor time.
"""

import contextlib
import copy
import io
from collections.abc import Iterator

import torch
from torch import Tensor, nn


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
        _run(module, input_size)
    return counter.get_total_flops() // 2


def map_sizes(module: nn.Module, input_size: tuple[int, ...], depth: int | None = None) -> list[tuple[str, tuple[int, ...]]]:
    """What each layer puts out for one picture, in the order they run: ``[("c1", (6, 28, 28)), ("relu1", (6, 28, 28)), ...]``.

    Args:
        module: any network; a layer that runs twice is listed twice.
        input_size: (C, H, W).
        depth: list the stages at this depth (1: the network's own children) rather than its innermost layers.

    Functions called in `forward` (``functional.relu``, ``flatten``) are no layers and do not appear.
    """
    sizes = []

    def note(name: str) -> object:
        return lambda layer, inputs, output: sizes.append((name, _shape(output)))

    hooks = [layer.register_forward_hook(note(name)) for name, layer in stages(module, depth)]
    try:
        _run(module, input_size)
    finally:
        for hook in hooks:
            hook.remove()
    return sizes


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


def _run(module: nn.Module, input_size: tuple[int, ...]) -> None:
    with evaluating(module), torch.no_grad():
        module(torch.zeros(1, *input_size, device=device_of(module)))


def device_of(module: nn.Module) -> torch.device:
    """Where the module's parameters lie; the CPU if it has none."""
    return next((p.device for p in module.parameters()), torch.device("cpu"))


def _shape(output: object) -> tuple[int, ...]:
    """Of one picture: without the batch. Of several outputs (auxiliary heads) the first counts."""
    while not isinstance(output, Tensor):
        output = next(iter(output.values() if isinstance(output, dict) else output))
    return tuple(output.shape[1:])
