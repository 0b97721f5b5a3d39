"""What the 1x1 convolutions in an Inception module buy: its work, its weights and its output, branch by branch, with and without them."""

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from convnets.explore.explorer import Explorer, headed
from convnets.plot.card import BLUE, GREEN, INK, ORANGE, PAPER, VERMILION, Card, style

C_IN, SIDE, N1, N3, N5 = 256, 28, 128, 192, 96  # the example of section 5: 28x28x256 in; 128 of 1x1, 192 of 3x3, 96 of 5x5
REDUCED, PROJECTED = range(8, 193, 8), range(8, 257, 8)
PARTS = {"1×1": BLUE, "3×3 reduce": VERMILION, "3×3": VERMILION, "5×5 reduce": GREEN, "5×5": GREEN, "pool": ORANGE}


def bottleneck(r3: int = 64, r5: int = 64, pool: int = 64) -> Explorer:
    """An Inception module on 28x28x256, with 128 filters of 1x1, 192 of 3x3, 96 of 5x5, beside the naive one.

    Args:
        r3, r5, pool: where the sliders start: the filters of 1x1 in front of the 3x3, in front of the 5x5, and behind the pooling.
    """
    return Explorer(BottleneckScene(), start=dict(r3=r3, r5=r5, pool=pool), r3=REDUCED, r5=REDUCED, pool=PROJECTED)


def naive() -> dict[str, list[int]]:
    """Multiply-accumulates, weights and output channels of each of `PARTS` in the module without 1x1 bottlenecks (Figure 2a)."""
    weights = [N1 * C_IN, 0, 9 * N3 * C_IN, 0, 25 * N5 * C_IN, 0]
    return {"macs": [n * SIDE**2 for n in weights], "weights": weights, "channels": [N1, 0, N3, 0, N5, C_IN]}


def reduced(r3: int, r5: int, pool: int) -> dict[str, list[int]]:
    """The same of the module with bottlenecks (Figure 2b)."""
    weights = [N1 * C_IN, r3 * C_IN, 9 * N3 * r3, r5 * C_IN, 25 * N5 * r5, pool * C_IN]
    return {"macs": [n * SIDE**2 for n in weights], "weights": weights, "channels": [N1, 0, N3, 0, N5, pool]}


class BottleneckScene:
    """Three pairs of bars: multiply-accumulates, weights, output channels; the naive module above, the reduced one below."""

    def __init__(self) -> None:
        looks = [dict(facecolor=colour, edgecolor="white", hatch="///" if "reduce" in part else None) for part, colour in PARTS.items()]
        handles = [Patch(**look, label=part) for part, look in zip(PARTS, looks, strict=True)]
        with style():
            self.card, self.title, self.note = headed(9.4, 4.7)
            names = "multiply-\naccumulates", "weights", "output\nchannels"
            self.panels = [self._panel(bottom, name) for bottom, name in zip((0.595, 0.355, 0.115), names, strict=True)]
            self.card.legend(handles=handles, loc="lower center", ncols=6, fontsize=9, labelcolor=INK, bbox_to_anchor=(0.5, 0.0))

    def __call__(self, r3: int, r5: int, pool: int) -> Card:
        plain, small = naive(), reduced(r3, r5, pool)
        for axes, (kind, unit, letter) in zip(self.panels, (("macs", 1e6, "M"), ("weights", 1e3, "k"), ("channels", 1, "")), strict=True):
            self._show(axes, plain[kind], small[kind], unit, letter)
        before, after = sum(plain["macs"]), sum(small["macs"])
        share = f"{after / before:.0%}" if after <= before else f"{after / before:.2f} times"
        self.title.set_text(f"{after / 1e6:.1f} of {before / 1e6:.1f} million multiply-accumulates: {share}")
        deep = sum(small["channels"])
        self.note.set_text(
            f"28×28×{C_IN} in, {N1} of 1×1, {N3} of 3×3, {N5} of 5×5. Out: 28×28×{sum(plain['channels'])} naive, 28×28×{deep} reduced"
            + ("." if deep > C_IN else ": no deeper than it came in.")
        )
        return self.card

    def _panel(self, bottom: float, name: str) -> Axes:
        axes = self.card.add_axes((2.0 / 9.4, bottom, 6.4 / 9.4, 0.19))
        axes.set(xlim=(0, 1), ylim=(1.5, -0.5), yticks=(0, 1), yticklabels=("naive", "reduced"), xticks=())
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        self.card.text(0.175 / 9.4, bottom + 0.095, name, fontweight="bold", va="center", linespacing=1.2)
        return axes

    def _show(self, axes: Axes, naive: list[int], reduced: list[int], unit: float, letter: str) -> None:
        """Two stacked bars on one scale, what fits written into their parts, and their totals behind them."""
        for artist in (*axes.patches, *axes.texts):
            artist.remove()
        longest, left = max(sum(naive), sum(reduced)), [0.0, 0.0]
        for (part, colour), *values in zip(PARTS.items(), naive, reduced, strict=True):
            widths = [value / longest for value in values]
            hatch = "///" if "reduce" in part else None
            bars = axes.barh((0, 1), widths, 0.74, left, color=colour, edgecolor="white", linewidth=1, hatch=hatch)
            words = [f"{value / unit:,.0f}" if width > 0.055 and not hatch else "" for value, width in zip(values, widths, strict=True)]
            axes.bar_label(bars, words, label_type="center", fontsize=8.5, color=INK if colour == ORANGE else PAPER)
            left = [x + width for x, width in zip(left, widths, strict=True)]
        for row, values in enumerate((naive, reduced)):
            axes.text(left[row] + 0.012, row, f"{sum(values) / unit:,.0f}{letter}", va="center_baseline", fontweight="bold", color=INK)
