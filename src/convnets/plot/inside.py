"""How a network is built, and what it has learned."""

import math
from collections.abc import Sequence

import torch
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from torch import Tensor, nn

from convnets.base.names import unknown
from convnets.measure import device_of, evaluating
from convnets.plot.card import FAINT, Card, style
from convnets.plot.drawing import Drawing, steps
from convnets.plot.sheets import pictures


def filters(weight: Tensor | nn.Module, most: int = 32) -> Figure:
    """A convolution's filters, (N, C, k, k) or the layer that holds them.

    With one input channel, or three (shown in colour, each filter stretched to 0..1), a tile is a filter. With more, every column
    is a filter and every row one of its input channels, the first `most` of each. Blue is negative, white zero, red positive.
    """
    weight = (weight.weight if isinstance(weight, nn.Module) else weight).detach().float().cpu()
    if weight.ndim == 3:  # one kernel a connection: LeNet-5's C3
        weight = weight[:, None]
    if weight.ndim != 4:
        raise ValueError(f"filters of a convolution have the shape (N, C, k, k); this is {tuple(weight.shape)}.")
    n, c, height, width = weight.shape
    if c == 3:
        low, high = weight.amin((1, 2, 3), keepdim=True), weight.amax((1, 2, 3), keepdim=True)
        return pictures((weight - low) / (high - low), columns=16)
    if c > 1:
        weight = weight[:most, :most].transpose(0, 1)
    tiles = weight.flatten(0, 1)
    columns = weight.shape[1] if c > 1 else min(16, n)
    rows = math.ceil(len(tiles) / columns)
    size = min(0.6, 8 / columns)
    with style():
        figure = Card(size * columns + 1.4, size * rows + 0.7)
        axes = figure.subplots()
        image = _mosaic(axes, tiles, columns)
        shown = f", the first {columns} filters and {rows} channels" if c > 1 and columns * rows < n * c else ""
        axes.set_title(f"{n} × {c} × {height} × {width}{shown}", fontsize=10)
        if c > 1:
            axes.set(xlabel="filters", ylabel="input channels")
        bar = figure.colorbar(image, ax=axes, shrink=min(1, 2.5 / (size * rows)), aspect=12, label="weight")
        bar.outline.set_visible(False)
    return figure


def feature_maps(module: nn.Module, image: Tensor, layer: str | Sequence[str]) -> Figure:
    """What layers put out for one picture: a row of maps for each layer.

    Args:
        module: the network; it runs in evaluation mode.
        image: (C, H, W), normalised as the network expects.
        layer: a layer's name, as ``named_modules`` and ``measure.map_sizes`` give it, or several.

    Raises `UnknownName` for a layer that the network lacks.
    """
    layers = [layer] if isinstance(layer, str) else list(layer)
    known = dict(module.named_modules())
    for name in layers:
        if name not in known:
            raise unknown("layer", name, filter(None, known), ", ".join(name for name, _ in module.named_children()))
    _, outputs = outputs_of(module, image, layers)
    with style():
        shown = [Strip(name, outputs[name]) for name in layers]
        figure = Card(9, sum(strip.height + 0.4 for strip in shown))
        grid = figure.subplots(len(shown), 1, height_ratios=[strip.height for strip in shown], squeeze=False)
        for axes, strip in zip(grid.flatten(), shown, strict=True):
            _mosaic(axes, strip.tiles, strip.columns)
            axes.set_anchor("W")
            axes.set_title(strip.title, fontsize=10)
    return figure


def outputs_of(module: nn.Module, image: Tensor, layers: Sequence[str]) -> tuple[Tensor, dict[str, Tensor]]:
    """What a network says of one picture (C, H, W), and what each of these layers puts out for it, without the batch, in float32 on the CPU."""
    outputs: dict[str, Tensor] = {}
    known = dict(module.named_modules())
    hooks = [
        known[name].register_forward_hook(
            lambda _, __, output, name=name: outputs.update({name: output[0].to("cpu", torch.float32, copy=True)})
        )
        for name in layers
    ]
    try:
        with evaluating(module), torch.no_grad():
            return module(image[None].to(device_of(module))), outputs
    finally:
        for hook in hooks:
            hook.remove()


def network(net: nn.Module, input_size: tuple[int, int, int], *, title: str = "", depth: int | None = None) -> Figure:
    """A network drawn stage by stage from what really passes through it: maps as sheets, features as columns.

    Sheets shrink with the maps and stack up with the channels, neither to scale; the captions give the numbers. Activations,
    normalisation and dropout change no size and are left out, and so is what `forward` does without a layer.

    Args:
        net: any network.
        input_size: (C, H, W).
        title: stands above.
        depth: draw the stages at this depth (1: the network's own children), rather than its innermost layers.
    """
    drawing = Drawing(steps(net, input_size, depth))
    height = drawing.top - drawing.bottom
    room = 0.2 if title else 0
    with style():
        figure = Card(drawing.width, height + room, layout=None)
        drawing.onto(figure.add_axes((0, 0, 1, height / (height + room))))
        figure.text(0.12 / drawing.width, 0.97, title, va="top", fontsize=12, fontweight="bold")
    return figure


class Strip:
    """One layer's output, (C, H, W) or (F,), as tiles in rows that fill a strip 9 inches wide."""

    def __init__(self, name: str, output: Tensor) -> None:
        self.title = f"{name}: {' × '.join(map(str, output.shape))}"
        self.tiles = output if output.ndim == 3 else output.flatten()[:, None, None]
        of_maps = self.tiles.shape[-1] > 1
        self.columns = min(max(len(self.tiles), 6), 16) if of_maps else 42
        self.height = 9 / self.columns * math.ceil(len(self.tiles) / self.columns)


def _mosaic(axes: Axes, tiles: Tensor, columns: int) -> AxesImage:
    """Lay tiles (N, h, w) out in rows, on one scale from blue through white at zero to red."""
    n, height, width = tiles.shape
    rows = math.ceil(n / columns)
    gap_x, gap_y = (max(0.2, side / 12) for side in (width, height))
    reach = tiles.abs().max().item() or 1.0
    frames = []
    for i, tile in enumerate(tiles):
        row, column = divmod(i, columns)
        left, top = column * (width + gap_x), row * (height + gap_y)
        extent = (left, left + width, top + height, top)
        image = axes.imshow(tile.numpy(), extent=extent, cmap="RdBu_r", vmin=-reach, vmax=reach)
        frames.append(Rectangle((left, top), width, height))
    axes.add_collection(PatchCollection(frames, facecolor="none", edgecolor=FAINT, linewidth=0.5))
    axes.set(xticks=[], yticks=[], xlim=(-width / 40, columns * (width + gap_x)), ylim=(rows * (height + gap_y), -height / 40))
    axes.spines[:].set_visible(False)
    return image
