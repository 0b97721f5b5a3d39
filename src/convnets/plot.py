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
from convnets.measure import evaluating
from convnets.names import unknown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from convnets.train import Evaluation, History


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
        figure = Card(max(0.82 * columns, 1.5), (0.85 + 0.19 * lines) * rows)
        grid = figure.subplots(rows, columns, squeeze=False).flatten()
        for axes in grid:
            axes.axis("off")
        for axes, picture, title, colour in zip(grid, pictures.cpu(), titles, colours or cycle([INK]), strict=False):
            axes.imshow(picture.permute(1, 2, 0).expand(-1, -1, 3))
            axes.set_title(title, color=colour, fontsize=9, fontweight="normal", loc="center", pad=3)
    return figure


def mistakes(tried: Pictures, evaluation: "Evaluation", n: int = 20) -> "Figure":
    """The `n` pictures a network got most confidently wrong: what each shows, and what the network said, how surely."""
    worst = evaluation.mistakes()[:n]
    if not len(worst):
        raise ValueError(f"nothing to show: all {len(tried):,} pictures were recognised.")
    sure, said, classes = evaluation.probabilities.amax(dim=1), evaluation.predictions, evaluation.classes
    titles = [f"is {classes[evaluation.labels[i]]}\nsaid {classes[said[i]]}, {sure[i]:.0%}" for i in worst]
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
    colours = red(wrong / max(1, wrong.max()) * 0.85)
    colours[diagonal.numpy()] = blue(recall * 0.85)
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


def filters(weight: Tensor | nn.Module, columns: int = 16) -> "Figure":
    """A convolution's filters, (N, C, k, k) or the layer that holds them.

    With one input channel, or three (shown in colour, each filter stretched to 0..1), a tile is a filter. With more, every row is
    a filter and every column one of its input channels. Blue is negative, red positive, white zero, on one scale.
    """
    from convnets._card import Card, style

    weight = (weight.weight if isinstance(weight, nn.Module) else weight).detach().float().cpu()
    if weight.ndim == 3:  # one kernel a connection: LeNet-5's C3
        weight = weight[:, None]
    if weight.ndim != 4:
        raise ValueError(f"filters of a convolution have shape (N, C, k, k); this has {tuple(weight.shape)}.")
    n, c = weight.shape[:2]
    if c == 3:
        low, high = weight.amin((1, 2, 3), keepdim=True), weight.amax((1, 2, 3), keepdim=True)
        return pictures((weight - low) / (high - low), columns=columns)
    columns = c if c > 1 else min(columns, n)
    tiles = weight.flatten(0, 1)
    rows = math.ceil(len(tiles) / columns)
    size = min(0.6, 8 / columns)
    with style():
        figure = Card(size * columns + 1.6, size * rows + 0.7)
        axes = figure.subplots()
        image = _mosaic(axes, tiles, columns)
        if c > 1:
            axes.set(xlabel="input channel", ylabel="filter")
        axes.set_title(f"{n} filters, {weight.shape[2]}×{weight.shape[3]}" + (f" × {c} channels" if c > 1 else ""))
        figure.colorbar(image, ax=axes, shrink=min(1, 3 / (size * rows)), aspect=15, label="weight").outline.set_visible(False)
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
            module(image[None].to(next(module.parameters()).device))
    finally:
        for hook in hooks:
            hook.remove()
    maps = {name: outputs[name] if outputs[name].ndim == 3 else outputs[name].flatten()[:, None, None] for name in layers}
    columns = {name: min(len(m), 16 if m.shape[-1] > 1 else 60) for name, m in maps.items()}
    rows = {name: math.ceil(len(m) / columns[name]) for name, m in maps.items()}
    heights = [8 / columns[name] * rows[name] if columns[name] > 8 else 1.1 * rows[name] for name in layers]
    with style():
        figure = Card(9, sum(heights) + 0.45 * len(layers))
        for axes, name in zip(figure.subplots(len(layers), 1, height_ratios=heights, squeeze=False).flatten(), layers, strict=True):
            _mosaic(axes, maps[name], columns[name])
            axes.set_anchor("W")
            axes.set_title(f"{name}: {' × '.join(map(str, outputs[name].shape))}", fontsize=10)
    return figure


def _mosaic(axes: "Axes", tiles: Tensor, columns: int) -> object:
    """Lay tiles (N, h, w) out in rows with a thin gap; signed values in blue and red around zero, others from dark to bright."""
    n, height, width = tiles.shape
    rows = math.ceil(n / columns)
    gap = max(1, round(width / 12))
    canvas = torch.full((rows * (height + gap) - gap, columns * (width + gap) - gap), math.nan)
    for i, tile in enumerate(tiles):
        top, left = i // columns * (height + gap), i % columns * (width + gap)
        canvas[top : top + height, left : left + width] = tile
    reach = tiles.abs().max().item()
    signed = tiles.min() < 0
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return axes.imshow(canvas, cmap="RdBu_r" if signed else "cividis", vmin=-reach if signed else 0, vmax=reach)
