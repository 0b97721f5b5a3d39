"""Where the windows of a convolution come to lie on a row of pixels, and what is left over."""

from matplotlib.collections import PolyCollection

from convnets.explore.explorer import Explorer, headed
from convnets.plot.card import BLUE, FAINT, INK, PAPER, SKY, VERMILION, Card, style

WIDTHS, KERNELS, STRIDES, PADDINGS = range(7, 17), range(1, 8), range(1, 5), range(4)


def output_size(width: int = 12, kernel: int = 3, stride: int = 2, padding: int = 0) -> Explorer:
    """Lay windows along one row of pixels: how many fit, and which pixels no window reaches.

    Args:
        width, kernel, stride, padding: where the sliders start: 7..16 pixels, a kernel of 1..7, a stride of 1..4, padding 0..3 on each side.
    """
    start = dict(width=width, kernel=kernel, stride=stride, padding=padding)
    return Explorer(OutputSizeScene(), start=start, width=WIDTHS, kernel=KERNELS, stride=STRIDES, padding=PADDINGS)


class OutputSizeScene:
    """From top to bottom: the row of pixels with its padding, a line for each window, the row of output values."""

    def __init__(self) -> None:
        self.across = WIDTHS[-1] + 2 * PADDINGS[-1]
        self.lines = WIDTHS[-1] + 2 * PADDINGS[-1]  # as many windows as there can be
        with style():
            self.card, self.title, self.note = headed(9.4, 4.4)
            self.axes = self.card.add_axes((0.1 / 9.4, 0.05, 9.2 / 9.4, 0.74))
            self.axes.set(xlim=(-0.1, self.across + 0.1), ylim=(11.2, -0.6))
            self.axes.axis("off")
            self.cells = self.axes.add_collection(PolyCollection([], linewidths=0.8))
            self.texts = [self.axes.text(0, 0, "", ha="center", va="center_baseline", fontsize=9) for _ in range(2 * self.across)]

    def __call__(self, width: int, kernel: int, stride: int, padding: int) -> Card:
        room = width + 2 * padding
        windows = (room - kernel) // stride + 1
        reached = {i * stride + j for i in range(windows) for j in range(kernel)}
        x0 = (self.across - room) / 2
        cells, labels = [], []

        for i in range(room):
            inside = padding <= i < room - padding
            face = FAINT if inside else RING
            if i not in reached:
                face = VERMILION
            cells.append((x0 + i, 0, 1, 1, face))
            labels.append((x0 + i + 0.5, 0.5, str(i - padding + 1) if inside else "0", PAPER if face == VERMILION else INK))
        pitch = min(0.75, 7.6 / windows)
        for i in range(windows):
            cells.append((x0 + i * stride, 1.4 + i * pitch, kernel, 0.7 * pitch, BLUE if i % 2 else SKY))
        start = (self.across - windows) / 2
        bottom = 1.4 + windows * pitch + 0.45
        for i in range(windows):
            cells.append((start + i, bottom, 1, 1, BLUE if i % 2 else SKY))
            labels.append((start + i + 0.5, bottom + 0.5, str(i + 1), PAPER if i % 2 else INK))

        self.cells.set_verts([[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h, _ in cells])
        self.cells.set(facecolors=[face for *_, face in cells], edgecolors=PAPER)
        for text, (x, y, words, colour) in zip(self.texts, labels, strict=False):
            text.set(position=(x, y), text=words, color=colour)
        for text in self.texts[len(labels) :]:
            text.set_text("")
        inner = f"({width} − {kernel} + 2·{padding}) / {stride}"
        exact = (room - kernel) / stride
        rounded = f" = {exact:.2f}".rstrip("0").rstrip(".") + (f", rounded down to {windows - 1}" if exact % 1 else "")
        self.title.set_text(f"{inner}{rounded}; plus the first window: {windows}")
        self.note.set_text(_left_over(room, reached, padding, width))
        return self.card


RING = "#f3d9a4"  # padding


def _left_over(room: int, reached: set[int], padding: int, width: int) -> str:
    missed = [i for i in range(room) if i not in reached]
    pixels = [i for i in missed if padding <= i < padding + width]
    if not missed:
        return "Every pixel lies in some window."
    between = any(i < max(reached) for i in missed)
    why = "the windows step over them" if between else "the next window would stick out"
    padded = f", {len(missed) - len(pixels)} of them padding" if len(missed) > len(pixels) > 0 else ""
    return f"Red: {len(missed)} place{'s' * (len(missed) > 1)}{'' if pixels else ' of padding'} that no window reaches{padded} ({why})."
