"""Small kernels on top of one another against a single one that sees as far: what each sees, and what each costs."""

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from convnets.explore.explorer import Explorer, headed
from convnets.plot.card import BLUE, FAINT, PAPER, SKY, VERMILION, Card, style

LAYERS, KERNELS, CHANNELS = range(1, 6), range(3, 6, 2), range(64, 513, 64)
SIDE = 56  # of the map, for the multiply-accumulates


def stack(layers: int = 3, kernel: int = 3, channels: int = 256) -> Explorer:
    """Stack convolutions of stride 1 that keep the size: what a value at the top sees, and the cost beside one convolution that sees as much.

    Args:
        layers, kernel, channels: where the sliders start: 1..5 layers, a kernel of 3 or 5, 64..512 channels in steps of 64.
    """
    return Explorer(
        StackScene(), start=dict(layers=layers, kernel=kernel, channels=channels), layers=LAYERS, kernel=KERNELS, channels=CHANNELS
    )


class StackScene:
    """On the left a row of cells for each layer, from the one value at the top down to the pixels; on the right the costs as bars."""

    def __init__(self) -> None:
        self.across = 1 + LAYERS[-1] * (KERNELS[-1] - 1)
        with style():
            self.card, self.title, self.note = headed(9.4, 4.0)
            self.axes = self.card.add_axes((0.012, 0.02, 0.46, 0.8))
            self.axes.set(xlim=(-0.3, self.across + 0.3), ylim=(2 * LAYERS[-1] + 2.1, -0.2))
            self.axes.axis("off")
            self.sight = self.axes.add_collection(PolyCollection([], linewidths=0))
            self.cells = self.axes.add_collection(PolyCollection([], linewidths=0.8))
            self.words = [self.axes.text(0, 0, "", va="center_baseline", fontsize=9) for _ in range(LAYERS[-1] + 1)]
            self.panels = [self._panel(bottom) for bottom in (0.55, 0.295, 0.04)]

    def __call__(self, layers: int, kernel: int, channels: int) -> Card:
        field = 1 + layers * (kernel - 1)
        cells, wedges = [], []
        for text in self.words:
            text.set_text("")
        for level in range(layers + 1):  # 0 is the picture, or the map before the stack
            seen, top = 1 + (layers - level) * (kernel - 1), 2 * (layers - level)
            left = (self.across - seen) / 2
            colour = FAINT if level == 0 else BLUE if level == layers else SKY
            cells += [([(left + i, top), (left + i + 1, top), (left + i + 1, top + 1), (left + i, top + 1)], colour) for i in range(seen)]
            if level < layers:
                inner = (self.across - seen + kernel - 1) / 2
                wedges.append([(inner, top - 1), (self.across - inner, top - 1), (self.across - left, top), (left, top)])
            what = "1 value" if level == layers else f"{seen} values" if level else f"{seen} × {seen} pixels"
            room = left + seen + 0.5
            self.words[level].set(
                position=(room, top + 0.5) if level else (self.across / 2, top + 1.55), text=what, ha="left" if level else "center"
            )
        self.cells.set_verts([verts for verts, _ in cells])
        self.cells.set(facecolors=[colour for _, colour in cells], edgecolors=PAPER)
        self.sight.set_verts(wedges)
        self.sight.set(facecolors=FAINT, alpha=0.35)

        costs = weights(layers, kernel, channels), weights(1, field, channels)
        names = f"{layers} × ({kernel}×{kernel})", f"one {field}×{field}"
        self._show(self.panels[0], f"weights, {channels} channels in and out of each", names, costs)
        self._show(
            self.panels[1], f"million multiply-accumulates on {SIDE}×{SIDE}, size kept", names, [SIDE**2 * cost for cost in costs], unit=1e6
        )
        self._show(self.panels[2], "ReLUs on the way", names, (layers, 1))
        saved = 1 - costs[0] / costs[1]
        self.title.set_text(
            f"{layers} × ({kernel}×{kernel}) sees {field}×{field}" + (f" for {100 * saved:.0f} % less" if saved > 0 else "")
        )
        self.note.set_text("what one value at the top depends on, along a row")
        return self.card

    def _panel(self, bottom: float) -> Axes:
        axes = self.card.add_axes((0.615, bottom, 0.375, 0.155))
        axes.set(xticks=[], ylim=(1.6, -0.6))
        axes.spines[:].set_visible(False)
        axes.tick_params(axis="y", length=0)
        return axes

    def _show(self, axes: Axes, title: str, names: tuple[str, str], values: object, unit: float = 1) -> None:
        for artist in (*axes.patches, *axes.texts):
            artist.remove()
        bars = axes.barh([0, 1], values, color=(BLUE, VERMILION), height=0.75)
        axes.bar_label(bars, [f"{value / unit:,.0f}" for value in values], padding=4, fontsize=9)
        axes.set(yticks=[0, 1], yticklabels=names, xlim=(0, 1.45 * max(values)))
        axes.set_title(title, fontsize=10, fontweight="normal", loc="left")


def weights(layers: int, kernel: int, channels: int) -> int:
    """Of so many convolutions with `channels` in and out, without biases.

    >>> weights(3, 3, 1), weights(1, 7, 1)
    (27, 49)
    """
    return layers * kernel**2 * channels**2
