"""What the 1x1 convolutions in an Inception module buy: its work, its weights and its output, branch by branch, with and without them."""

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from convnets.explore.explorer import Explorer, headed
from convnets.plot.card import BLUE, GREEN, INK, ORANGE, PAPER, VERMILION, Card, style

C_IN, SIDE, N1, N3, N5 = 256, 28, 128, 192, 96  # the example of section 5: 28x28x256 in; 128 of 1x1, 192 of 3x3, 96 of 5x5
REDUCED, PROJECTED = range(8, 193, 8), range(8, 257, 8)
PARTS = ("1×1", "3×3 reduce", "3×3", "5×5 reduce", "5×5", "pool")


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
        self.colours = (BLUE, VERMILION, VERMILION, GREEN, GREEN, ORANGE)
        with style():
            self.card, self.title, self.note = headed(9.4, 4.7)
            names = {
                "macs": ("multiply-\naccumulates", 1e6, "M"),
                "weights": ("weights", 1e3, "k"),
                "channels": ("output\nchannels", 1, ""),
            }
            self.panels = [
                Panel(self.card.add_axes((2.0 / 9.4, bottom, 6.4 / 9.4, 0.19)), self.colours, kind, *how)
                for bottom, (kind, how) in zip((0.595, 0.355, 0.115), names.items(), strict=True)
            ]
            self._legend()

    def __call__(self, r3: int, r5: int, pool: int) -> Card:
        plain, small = naive(), reduced(r3, r5, pool)
        for panel in self.panels:
            panel.show(plain[panel.kind], small[panel.kind])
        before, after = sum(plain["macs"]), sum(small["macs"])
        share = f"{after / before:.0%}" if after <= before else f"{after / before:.2f} times"
        self.title.set_text(f"{after / 1e6:.1f} of {before / 1e6:.1f} million multiply-accumulates: {share}")
        deep = sum(small["channels"])
        self.note.set_text(
            f"28×28×{C_IN} in, {N1} of 1×1, {N3} of 3×3, {N5} of 5×5. Out: 28×28×{sum(plain['channels'])} naive, 28×28×{deep} reduced"
            + ("." if deep > C_IN else ": no deeper than it came in.")
        )
        return self.card

    def _legend(self) -> None:
        handles = [
            Patch(facecolor=colour, edgecolor="white", hatch="///" if "reduce" in part else None, label=part)
            for part, colour in zip(PARTS, self.colours, strict=True)
        ]
        self.card.legend(handles=handles, loc="lower center", ncols=6, frameon=False, fontsize=9, labelcolor=INK, bbox_to_anchor=(0.5, 0.0))


class Panel:
    """Two stacked bars on one scale, and their totals."""

    def __init__(self, axes: Axes, colours: tuple[str, ...], kind: str, name: str, unit: float, letter: str) -> None:
        self.axes, self.kind, self.unit, self.letter = axes, kind, unit, letter
        axes.set(xlim=(0, 1), ylim=(1.5, -0.5), yticks=(0, 1), yticklabels=("naive", "reduced"), xticks=())
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0)
        axes.text(-0.285, 0.5, name, transform=axes.transAxes, fontweight="bold", va="center", ha="left", linespacing=1.2)
        self.bars = [
            [
                axes.barh(row, 0, 0.74, color=colour, edgecolor="white", linewidth=1, hatch="///" if "reduce" in part else None)[0]
                for part, colour in zip(PARTS, colours, strict=True)
            ]
            for row in (0, 1)
        ]
        self.numbers = [
            [
                axes.text(0, row, "", ha="center", va="center_baseline", fontsize=8.5, color=INK if colour == ORANGE else PAPER)
                for colour in colours
            ]
            for row in (0, 1)
        ]
        self.totals = [axes.text(0, row, "", ha="left", va="center_baseline", fontweight="bold") for row in (0, 1)]

    def show(self, *rows: list[int]) -> None:
        longest = max(map(sum, rows))
        for values, bars, numbers, total in zip(rows, self.bars, self.numbers, self.totals, strict=True):
            x = 0.0
            for part, value, bar, number in zip(PARTS, values, bars, numbers, strict=True):
                width = value / longest
                bar.set(x=x, width=width)
                wide = width > 0.055 and "reduce" not in part
                number.set(position=(x + width / 2, number.get_position()[1]), text=self._short(value) if wide else "")
                x += width
            total.set(position=(x + 0.012, total.get_position()[1]), text=self._short(sum(values)) + self.letter)

    def _short(self, value: int) -> str:
        return f"{value / self.unit:,.0f}"
