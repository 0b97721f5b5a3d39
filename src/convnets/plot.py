"""Figures: how a training went, what a network has learned, where it errs, how it is built.

Each function returns a matplotlib Figure, which shows itself when it is the value of a notebook cell and is saved with
``figure.savefig("curves.pdf")``. Nothing goes through pyplot, so no figure stays open. One style: colour-blind safe, and
legible on light pages and dark ones.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING

from torch import Tensor

from convnets.data import Pictures

if TYPE_CHECKING:
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
        pictures: `Pictures` (titled with their classes unless told otherwise), or pixels (N, C, H, W) of 0..1 with 1 or 3 channels.
        titles: one for each.
        columns: pictures in a row.
        colours: of the titles, one for each.
    """
    from convnets._card import INK, Card, style

    if isinstance(pictures, Pictures):
        titles = [pictures.classes[label] for label in pictures.labels] if titles is None else titles
        pictures = pictures.pixels()
    n = len(pictures)
    titles = [""] * n if titles is None else titles
    colours = [INK] * n if colours is None else colours
    columns = min(columns, n)
    rows = math.ceil(n / columns)
    lines = max(title.count("\n") + 1 if title else 0 for title in titles)
    with style():
        figure = Card(max(0.8 * columns, 1.5), (0.85 + 0.19 * lines) * rows)
        grid = figure.subplots(rows, columns, squeeze=False).flatten()
        for axes in grid:
            axes.axis("off")
        for axes, picture, title, colour in zip(grid, pictures.cpu(), titles, colours, strict=False):
            axes.imshow(*_shades(picture), vmin=0, vmax=1)
            axes.set_title(title, color=colour, fontsize=9, fontweight="normal", loc="center", pad=3)
    return figure


def mistakes(pictures_: Pictures, evaluation: "Evaluation", n: int = 20) -> "Figure":
    """The `n` pictures a network got most confidently wrong: what each shows, and what the network said how surely."""
    worst = evaluation.mistakes()[:n]
    sure = evaluation.probabilities.amax(dim=1)
    said, classes = evaluation.predictions, evaluation.classes
    titles = [f"is {classes[evaluation.labels[i]]}\nsaid {classes[said[i]]}, {sure[i]:.0%}" for i in worst]
    return pictures(pictures_.pixels(worst), titles)
