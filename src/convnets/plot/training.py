"""How a training went, and how trainings compare."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import EngFormatter, FixedLocator, LogLocator, MaxNLocator, NullFormatter, PercentFormatter
from matplotlib.transforms import Bbox
from numpy.typing import ArrayLike, NDArray

from convnets.base.names import unknown
from convnets.base.progress import in_notebook
from convnets.lineage import Row
from convnets.plot.card import BLUE, FAINT, INK, PALETTE, PAPER, Card, style
from convnets.train.results import History

ACCURACIES = 0.1, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99  # which a crowd's axis shows
CROWD = 8  # so many points have their names beside them; more have them in a column
COSTS = {"macs": "multiply-accumulates for one picture", "parameters": "parameters", "seconds": "seconds of training"}


def curves(history: History | Mapping[str, History]) -> Figure:
    """Loss and accuracy by epoch: the test pictures as a solid line, the training pictures as a dotted one.

    Several histories, by name, are laid over one another, each in its colour.
    """
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


def live() -> Callable[[History], None]:
    """Curves that grow while a network trains, and a button that ends it: ``fit(net, digits, epochs=10, after_epoch=plot.live())``.

    The button lets the epoch end and keeps what was learned. It needs a page that can reach a kernel at work: JupyterLab 4.4 with ipykernel 7,
    or newer; elsewhere Jupyter's own stop button does. Outside a notebook there are neither curves nor button.
    """
    if not in_notebook():
        return lambda history: None
    import ipywidgets
    from IPython.display import display

    button = ipywidgets.Button(description="Stop after this epoch", icon="stop", layout={"width": "auto"})
    shown = None

    def stop(_: object) -> None:
        button.disabled = True

    def redraw(history: History) -> None:
        nonlocal shown
        if shown is None:
            shown = display(curves(history), display_id=True)
        else:
            shown.update(curves(history))
        if button.disabled:
            raise KeyboardInterrupt

    button.on_click(stop)
    button.comm._reply_subshell_for = lambda data, subshell: subshell  # ipykernel 7.4 would let a click wait for the cell at work
    display(button._repr_mimebundle_() | {"text/plain": ""}, raw=True)  # no words in its place where no widget lives
    return redraw


def lineage(rows: Sequence[Row] | None = None, cost: str = "macs") -> Figure:
    """Accuracy against cost: a point for each row of the lineage table. Filled ones were trained here, hollow ones came with the course.

    Few points have their names beside them. Those of many stand in a column on the right, the best on top, a line to each point; and the
    accuracy has a scale on which half as many mistakes are always as far, so that the good ones do not lie on one another.

    Args:
        rows: of :mod:`convnets.lineage`; all of them if left out.
        cost: ``"macs"`` (for one picture, 3x32x32), ``"parameters"`` or ``"seconds"`` (of training, each on its own device). Its axis is
            logarithmic.

    Raises `UnknownName` for another cost, `ValueError` when there is no row.
    """
    if cost not in COSTS:
        raise unknown("cost", cost, COSTS, ", ".join(COSTS))
    if rows is None:
        from convnets import lineage

        rows = lineage.rows()
    if not rows:
        raise ValueError("nothing to show: no row in the lineage table.")
    with style():
        crowded = len(rows) > CROWD
        figure = Card(9.4, max(4, 0.75 + 0.19 * len(rows))) if crowded else Card(8, 4)
        axes = figure.subplots()
        places = [(max(getattr(row, cost), 1e-3), row.accuracy) for row in rows]
        for row, place in zip(rows, places, strict=True):
            axes.plot(*place, "o", color=BLUE, markerfacecolor=PAPER if row.reference else BLUE, markersize=7)
        axes.set(xscale="log", xlabel=COSTS[cost], ylabel="accuracy")
        axes.set_title("1,000 digits on photographs, the same budget for all", pad=14 if crowded else 6)  # above the first name
        axes.margins(0.06 if crowded else 0.16, 0.12)
        if max(x for x, _ in places) < 10 * min(x for x, _ in places):  # at least a power of ten, so that the axis has its ticks
            low, high = axes.get_xlim()
            axes.set_xlim(low / 3, high * 3)
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
        axes.xaxis.set_major_formatter(EngFormatter(sep=""))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=1, symbol=" %"))
        if crowded:
            axes.set_yscale("function", functions=(_from_mistakes, _to_accuracy))
            axes.yaxis.set_major_locator(FixedLocator(ACCURACIES))
            axes.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
            worst, best = (_from_mistakes(f(y for _, y in places)) for f in (min, max))
            axes.set_ylim(_to_accuracy(worst - 0.1), _to_accuracy(best + 0.1))
        axes.set_ylim(top=min(1, axes.get_ylim()[1]))
        axes.grid()
        kinds = [("trained here", BLUE, False), ("came with the course", PAPER, True)]
        for label, fill, reference in kinds:
            if any(row.reference is reference for row in rows):
                axes.plot([], [], "o", color=BLUE, markerfacecolor=fill, markersize=7, label=label)
        below = dict(loc="upper left", bbox_to_anchor=(1.03, -0.02), borderaxespad=0, handletextpad=0.3, ncols=2, fontsize=9)
        axes.legend(**below if crowded else dict(loc="lower right"))  # a crowd leaves no place among its points
        figure.draw_without_rendering()  # the layout, so that a label knows what it would cover
        (_list if crowded else _label)(axes, [row.name for row in rows], places)
    return figure


def _from_mistakes(accuracy: ArrayLike) -> NDArray:
    """A place on the scale of mistakes for each accuracy: 0.301 further where there are half as many."""
    return -np.log10(np.maximum(1.001 - np.asarray(accuracy), 1e-4))


def _to_accuracy(place: ArrayLike) -> NDArray:
    """The accuracy of each place on the scale of mistakes."""
    return 1.001 - 10.0 ** -np.asarray(place)


def _list(axes: Axes, names: Sequence[str], places: Sequence[tuple[float, float]]) -> list[Annotation]:
    """Write the names in a column to the right, as near to the heights of their points as they can stand, a line to each point."""
    ends = axes.transAxes.inverted().transform(axes.transData.transform(places))
    wanted = ends[:, 1]
    order = sorted(range(len(names)), key=lambda i: (wanted[i], -i))
    step = min(15 / axes.get_window_extent().height, 1 / (len(names) - 1))  # pixels of 8.5 point letters, with air between the lines
    heights = [wanted[i] for i in order]
    for _ in range(2):  # upwards until nobody stands on anybody, then down again from the top
        for i in range(1, len(heights)):
            heights[i] = max(heights[i], heights[i - 1] + step)
        heights[-1] = min(heights[-1], 1)
        for i in reversed(range(len(heights) - 1)):
            heights[i] = min(heights[i], heights[i + 1] - step)
        heights[0] = max(heights[0], 0)
    how = dict(textcoords="axes fraction", va="center", fontsize=8.5, annotation_clip=False, zorder=1)
    lines = [[(1.025, y), ends[i]] for i, y in zip(order, heights, strict=True)]  # an arrow for each would take longer than all else
    axes.add_collection(
        LineCollection(lines, colors=FAINT, linewidths=0.7, zorder=1, transform=axes.transAxes, clip_on=False), autolim=False
    )
    return [axes.annotate(names[i], places[i], (1.03, y), **how) for i, y in zip(order, heights, strict=True)]


def _label(axes: Axes, names: Sequence[str], places: Sequence[tuple[float, float]]) -> list[Annotation]:
    """Write each name beside its point, on the first side where it covers neither a point nor another name."""
    renderer = axes.figure.canvas.get_renderer()
    taken = [Bbox.from_bounds(x - 6, y - 6, 12, 12) for x, y in axes.transData.transform(places)]
    taken.append(axes.get_legend().get_window_extent(renderer))
    sides = [((8, 0), "left", "center"), ((0, 8), "center", "bottom"), ((0, -8), "center", "top"), ((-8, 0), "right", "center")]
    labels = []
    for name, place in zip(names, places, strict=True):
        how = dict(textcoords="offset points", fontsize=8.5)
        tried = [axes.annotate(name, place, offset, ha=ha, va=va, **how) for offset, ha, va in sides]
        boxes = [text.get_window_extent(renderer) for text in tried]
        covered = [sum(box.overlaps(other) for other in taken) for box in boxes]
        best = covered.index(min(covered))
        for text in tried:
            if text is not tried[best]:
                text.remove()
        labels.append(tried[best])
        taken.append(boxes[best])
    return labels
