"""Split a convolution into groups: which output maps see which input maps, and what it saves."""

from matplotlib.collections import LineCollection, PolyCollection

from convnets.explore.explorer import Explorer, headed
from convnets.plot.card import FAINT, PALETTE, PAPER, VERMILION, Card, style

LAYERS = {  # AlexNet's convolutions that have many maps before them: input maps, filters, kernel, side of the output
    "conv2": (96, 256, 5, 27),
    "conv3": (256, 384, 3, 13),
    "conv4": (384, 384, 3, 13),
    "conv5": (384, 256, 3, 13),
}
GROUPS = ("1", "2", "4", "8", "16")
CELLS = 16  # drawn on each side; each stands for a sixteenth of the maps


def groups(layer: str = "conv2", groups: int = 2) -> Explorer:
    """Split one of AlexNet's convolutions into groups: who sees whom, the weights that are left, parameters and multiply-accumulates.

    Args:
        layer: where the menu starts: conv2, conv3, conv4 or conv5.
        groups: 1, 2, 4, 8 or 16.
    """
    start = dict(layer=layer, groups=str(groups), output=5)
    return Explorer(GroupsScene(), start=start, layer=list(LAYERS), groups=list(GROUPS), output=range(1, CELLS + 1))


class GroupsScene:
    """Input maps on the left, output maps beside them, and the table of all weights on the right."""

    def __init__(self) -> None:
        with style():
            self.card, self.title, self.note = headed(9.4, 4.5)
            self.axes = self.card.add_axes((0.1 / 9.4, 0.1 / 4.5, 9.2 / 9.4, 3.4 / 4.5))
            self.axes.set(xlim=(0, 46), ylim=(17, 0), aspect="equal")
            self.axes.axis("off")
            self.bands = self.axes.add_collection(PolyCollection([], alpha=0.22, linewidths=0))
            self.lines = self.axes.add_collection(LineCollection([], linewidths=1.4))
            self.cells = self.axes.add_collection(PolyCollection([], edgecolors=PAPER, linewidths=0.8))
            for x, words in (
                (INPUTS + 0.5, "input"),
                (OUTPUTS + 0.5, "output"),
                (TABLE + CELLS / 2, "weights: a row for each output map, a column for each input map"),
            ):
                self.axes.text(x, 0.1, words, ha="center", va="bottom", fontsize=9)

    def __call__(self, layer: str, groups: str, output: int) -> Card:
        c_in, c_out, kernel, side = LAYERS[layer]
        g, chosen = int(groups), output - 1
        size = CELLS // g  # cells in a group
        seen = range(chosen // size * size, chosen // size * size + size)
        tints = [colour for colour in PALETTE if colour != VERMILION]
        colours = [tints[i // size % len(tints)] for i in range(CELLS)]
        cells = [(x, i + 0.5, colours[i]) for x in (INPUTS, OUTPUTS) for i in range(CELLS) if (x, i) != (OUTPUTS, chosen)]
        cells.append((OUTPUTS, chosen + 0.5, VERMILION))
        for row in range(CELLS):
            for column in range(CELLS):
                there = row // size == column // size
                face = FAINT + "55" if not there else VERMILION if row == chosen else colours[row]
                cells.append((TABLE + column, row + 0.5, face))
        self.cells.set_verts([[(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)] for x, y, _ in cells])
        self.cells.set(facecolors=[face for *_, face in cells], edgecolors=PAPER)

        right, left = INPUTS + 1, OUTPUTS
        self.bands.set_verts(
            [[(right, i + 0.5), (left, i + 0.5), (left, i + size + 0.5), (right, i + size + 0.5)] for i in range(0, CELLS, size)]
        )
        self.bands.set_facecolor([colours[i] for i in range(0, CELLS, size)])
        self.lines.set_segments([[(right, i + 1), (left, chosen + 1)] for i in seen])
        self.lines.set_color(VERMILION)

        weights = kernel**2 * c_in // g * c_out
        self.title.set_text(
            f"{layer}, {g} group{'s' * (g > 1)}: {weights + c_out:,} parameters, {weights * side**2 / 1e6:,.0f} million multiply-accumulates"
        )
        first, last = seen[0] * c_in // CELLS + 1, (seen[-1] + 1) * c_in // CELLS
        whole = f"all {c_in} input maps" if g == 1 else f"the input maps {first} to {last} of {c_in}"
        of_all = "" if g == 1 else f" × 1/{g}"
        self.note.set_text(
            f"{kernel}×{kernel} × {c_in} × {c_out}{of_all} = {weights:,} weights, and {c_out} biases. A cell stands for {c_in // CELLS} input or "
            f"{c_out // CELLS} output maps.\nThe red output maps see {whole}."
        )
        return self.card


INPUTS, OUTPUTS, TABLE = 1, 17, 26  # where the columns and the table stand
