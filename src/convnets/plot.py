"""Figures: how a training went, what a network has learned, where it errs, how it is built.

Each function returns a matplotlib Figure, which shows itself when it is the value of a notebook cell and is saved with
``figure.savefig("curves.pdf")``. Nothing goes through pyplot, so no figure stays open. One style: colour-blind safe, and
legible on light pages and dark ones.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from convnets.data import Pictures
from convnets.measure import device_of, evaluating
from convnets.names import unknown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

    from convnets.results import Evaluation, History


def curves(history: "History | Mapping[str, History]") -> "Figure":
    """Loss and accuracy by epoch: the test pictures as a solid line, the training pictures as a dotted one.

    Several histories, by name, are laid over one another, each in its colour.
    """
    from matplotlib.lines import Line2D
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    from convnets._card import BLUE, INK, PALETTE, Card, style

    histories = history if isinstance(history, Mapping) else {"": history}
    with style():
        figure = Card(8, 3.2)
        both = figure.subplots(1, 2)
        for axes, what in zip(both, ("loss", "accuracy"), strict=True):
            for h, colour in zip(histories.values(), cycle(PALETTE), strict=False):
                for values, line in ((getattr(h, what), ":"), (getattr(h, f"test_{what}"), "-")):
                    marker = "o" if len(values) <= 25 else ""
                    axes.plot(range(1, len(values) + 1), values, line, marker=marker, color=colour)
            axes.set(title=what.capitalize(), xlabel="epoch")
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
            axes.grid(axis="y")
        both[0].set_ylim(bottom=0)
        both[1].yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        named = [(name, colour, "-") for name, colour in zip(histories, cycle(PALETTE), strict=False) if name]
        splits = [("test pictures", INK if named else BLUE, "-"), ("training pictures", INK if named else BLUE, ":")]
        keys = [Line2D([], [], color=colour, linestyle=line, label=label) for label, colour, line in named + splits]
        both[1].legend(handles=keys, loc="lower right")
    return figure


def live() -> Callable[["History"], None]:
    """Curves that grow while a network trains: ``fit(net, digits, epochs=10, after_epoch=plot.live())``.

    Outside a notebook it does nothing.
    """
    from convnets.progress import in_notebook

    if not in_notebook():
        return lambda history: None
    from IPython.display import display

    shown = None

    def redraw(history: "History") -> None:
        nonlocal shown
        if shown is None:
            shown = display(curves(history), display_id=True)
        else:
            shown.update(curves(history))

    return redraw


def pictures(
    pictures: Pictures | Tensor, titles: Sequence[str] | None = None, *, columns: int = 10, colours: Sequence[str] | None = None
) -> "Figure":
    """A sheet of pictures, each under its title.

    Args:
        pictures: `Pictures`, or pixels (N, C, H, W) of 0..1 with 1 or 3 channels.
        titles: one for each; of `Pictures`, their classes if left out.
        columns: pictures in a row.
        colours: of the titles, one for each.
    """
    from convnets._card import INK, Card, style

    if isinstance(pictures, Pictures):
        titles = [pictures.classes[label] for label in pictures.labels] if titles is None else titles
        pictures = pictures.pixels()
    n = len(pictures)
    titles = [""] * n if titles is None else titles
    columns = min(columns, n)
    rows = math.ceil(n / columns)
    lines = max(title.count("\n") + 1 if title else 0 for title in titles)
    with style():
        figure = Card(max(0.92 * columns, 1.5), (0.95 + 0.19 * lines) * rows)
        grid = figure.subplots(rows, columns, squeeze=False).flatten()
        for axes in grid:
            axes.axis("off")
        for axes, picture, title, colour in zip(grid, pictures.cpu(), titles, colours or cycle([INK]), strict=False):
            axes.imshow(picture.permute(1, 2, 0).expand(-1, -1, 3).numpy())
            axes.set_title(title, color=colour, fontsize=9, fontweight="normal", loc="center", pad=3)
    return figure


def mistakes(tried: Pictures, evaluation: "Evaluation", n: int = 20) -> "Figure":
    """The `n` pictures a network got most confidently wrong: what each shows, and what the network said, how surely."""
    worst = evaluation.mistakes()[:n]
    if not len(worst):
        raise ValueError(f"nothing to show: all {len(tried):,} pictures were recognised.")
    sure, said, classes = evaluation.probabilities.amax(dim=1), evaluation.predictions, evaluation.classes
    titles = [f"is {classes[evaluation.labels[i]]}, said {classes[said[i]]}\n{100 * sure[i]:.0f} % sure" for i in worst]
    return pictures(tried.pixels(tried.images[worst]), titles)


def confusion(evaluation: "Evaluation") -> "Figure":
    """What was taken for what: a row for what the pictures show, a column for what the network said.

    Right answers (the diagonal) are blue by their share of the row; mistakes are red by their number.
    """
    from matplotlib.colors import LinearSegmentedColormap

    from convnets._card import BLUE, INK, PAPER, VERMILION, Card, style

    counts, classes = evaluation.confusion, evaluation.classes
    k = len(counts)
    diagonal = torch.eye(k, dtype=torch.bool)
    wrong = counts.masked_fill(diagonal, 0)
    recall = counts.diagonal() / counts.sum(dim=1).clamp(min=1)
    blue, red = (LinearSegmentedColormap.from_list("", [PAPER, colour]) for colour in (BLUE, VERMILION))
    colours = red((wrong / wrong.max().clamp(min=3) * 0.85).numpy())
    colours[diagonal.numpy()] = blue((recall * 0.85).numpy())
    with style():
        figure = Card(0.42 * k + 1.2, 0.42 * k + 1.1)
        axes = figure.subplots()
        axes.imshow(colours)
        for row, column in counts.nonzero().tolist():
            dark = colours[row, column, :3] @ (0.299, 0.587, 0.114) < 0.6
            axes.text(column, row, f"{counts[row, column]:,}", ha="center", va="center", fontsize=9, color=PAPER if dark else INK)
        axes.set(xticks=range(k), yticks=range(k), xticklabels=classes, yticklabels=classes)
        axes.set(xlabel="the network said", ylabel="the picture shows")
        axes.set_title(f"{int(wrong.sum()):,} of {int(counts.sum()):,} wrong")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xticks([i - 0.5 for i in range(1, k)], minor=True)
        axes.set_yticks([i - 0.5 for i in range(1, k)], minor=True)
        axes.grid(which="minor", color=PAPER, linewidth=2)
        axes.tick_params(which="minor", length=0)
    return figure


def filters(weight: Tensor | nn.Module, most: int = 32) -> "Figure":
    """A convolution's filters, (N, C, k, k) or the layer that holds them.

    With one input channel, or three (shown in colour, each filter stretched to 0..1), a tile is a filter. With more, every column
    is a filter and every row one of its input channels, the first `most` of each. Blue is negative, white zero, red positive.
    """
    from convnets._card import Card, style

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


def feature_maps(module: nn.Module, image: Tensor, layer: str | Sequence[str]) -> "Figure":
    """What layers put out for one picture: a row of maps for each layer.

    Args:
        module: the network; it runs in evaluation mode.
        image: (C, H, W), normalised as the network expects.
        layer: a layer's name, as ``named_modules`` and ``measure.map_sizes`` give it, or several.

    Raises `UnknownName` for a layer that the network lacks.
    """
    from convnets._card import Card, style

    layers = [layer] if isinstance(layer, str) else list(layer)
    known = dict(module.named_modules())
    for name in layers:
        if name not in known:
            raise unknown("layer", name, filter(None, known), ", ".join(name for name, _ in module.named_children()))
    outputs = {}
    hooks = [
        known[name].register_forward_hook(lambda _, __, output, name=name: outputs.update({name: output[0].float().cpu()}))
        for name in layers
    ]
    try:
        with evaluating(module), torch.no_grad():
            module(image[None].to(device_of(module)))
    finally:
        for hook in hooks:
            hook.remove()
    with style():
        shown = [Strip(name, outputs[name]) for name in layers]
        figure = Card(9, sum(strip.height + 0.4 for strip in shown))
        grid = figure.subplots(len(shown), 1, height_ratios=[strip.height for strip in shown], squeeze=False)
        for axes, strip in zip(grid.flatten(), shown, strict=True):
            _mosaic(axes, strip.tiles, strip.columns)
            axes.set_anchor("W")
            axes.set_title(strip.title, fontsize=10)
    return figure


def network(net: nn.Module, input_size: tuple[int, int, int], *, title: str = "", depth: int | None = None) -> "Figure":
    """A network drawn stage by stage from what really passes through it: maps as sheets, features as columns.

    Sheets shrink with the maps and stack up with the channels, neither to scale; the captions give the numbers. Activations,
    normalisation and dropout change no size and are left out, and so is what `forward` does without a layer.

    Args:
        net: any network.
        input_size: (C, H, W).
        title: stands above.
        depth: draw the stages at this depth (1: the network's own children), rather than its innermost layers.
    """
    from convnets._card import Card, style
    from convnets._drawing import Drawing, steps

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


def _mosaic(axes: "Axes", tiles: Tensor, columns: int) -> "AxesImage":
    """Lay tiles (N, h, w) out in rows, on one scale from blue through white at zero to red."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    from convnets._card import FAINT

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
