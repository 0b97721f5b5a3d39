"""Draw a network as stacks of sheets, in the manner of figure 2 of LeCun et al. 1998.

Importing this loads matplotlib, so do it inside functions.
"""

import math
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import nn

from convnets.measure import map_sizes
from convnets.plot.card import BLUE, GREEN, INK, ORANGE, PAPER

CONV = nn.modules.conv._ConvNd
POOL = nn.modules.pooling._MaxPoolNd | nn.modules.pooling._AvgPoolNd | nn.AdaptiveAvgPool2d | nn.AdaptiveMaxPool2d
WORDS = {
    nn.Conv2d: "convolution",
    nn.Linear: "linear",
    nn.MaxPool2d: "max pooling",
    nn.AvgPool2d: "average pooling",
    nn.AdaptiveAvgPool2d: "average pooling",
    nn.Sequential: "",
}
COLOURS = {"input": INK, "conv": BLUE, "pool": ORANGE, "linear": GREEN}

# Lengths in inches.
TALLEST, SHORTEST = 1.5, 0.12  # side of a sheet
OFFSET = 0.045  # from one sheet of a stack to the next
COLUMN = 0.15  # width of a column of features
GAP, PITCH = 0.42, 0.98  # least distance between two stages, and between their middles
CAPTION, MARGIN = 0.42, 0.12  # room for two lines of text, and around everything


@dataclass
class Step:
    """One stage of the drawing: what made it, and what it holds for one picture."""

    name: str
    kind: str  # input, conv, pool, linear
    shape: tuple[int, ...]  # (C, H, W), or (F,)
    how: str = ""  # "5×5 convolution"
    window: int | None = None  # the side of what one output value sees of the map before

    @property
    def flat(self) -> bool:  # features rather than maps
        return len(self.shape) < 3 or self.shape[1] * self.shape[2] == 1

    @property
    def size(self) -> str:
        return f"{self.shape[0]} @ {self.shape[1]}×{self.shape[2]}" if len(self.shape) == 3 else str(self.shape[0])


def steps(net: nn.Module, input_size: tuple[int, int, int], depth: int | None) -> list[Step]:
    """The input, then every stage that computes something new: activations, normalisation, dropout and flattening do not."""
    found = [Step("input", "input", tuple(input_size))]
    layers = dict(net.named_modules())
    for name, shape in map_sizes(net, input_size, depth):
        layer = layers.get(name, net)
        computes = any(isinstance(part, CONV | POOL | nn.Linear) for part in layer.modules())
        resizes = math.prod(shape) != math.prod(found[-1].shape)
        if computes or resizes:
            found.append(_step(name, layer, found[-1].shape, shape))
    return found


def _step(name: str, layer: nn.Module, before: tuple[int, ...], shape: tuple[int, ...]) -> Step:
    if isinstance(layer, nn.Linear) or len(shape) < 3:
        kind = "linear"
    elif isinstance(layer, POOL) or (shape[0] == before[0] and shape[1] < before[1] and not _convolves(layer)):
        kind = "pool"
    else:
        kind = "conv"
    how = WORDS.get(type(layer), type(layer).__name__)
    window = _side(getattr(layer, "kernel_size", None))
    if window:
        stride = _side(getattr(layer, "stride", None)) or 1
        how += f"\n{window}×{window}" + (f", stride {stride}" if stride != (window if kind == "pool" else 1) else "")
    return Step(name, kind, shape, how, window)


def _convolves(layer: nn.Module) -> bool:
    return any(isinstance(part, CONV) for part in layer.modules())


def _side(size: int | tuple[int, ...] | None) -> int | None:
    return size[0] if isinstance(size, tuple) else size


class Drawing:
    """Where each step goes. Its middle line is y = 0."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps
        largest = max(max(step.shape[1:]) for step in steps if not step.flat)
        self.stages = [_Stage(step, largest) for step in steps]
        x = MARGIN + max(0, PITCH - self.stages[0].width) / 2
        for before, stage in zip([None, *self.stages], self.stages, strict=False):
            if before:
                x = max(before.right + GAP, before.middle + PITCH - stage.width / 2)
            stage.left = x
        last = self.stages[-1]
        self.width = max(last.right, last.middle + PITCH / 2) + MARGIN
        self.top = max(stage.top for stage in self.stages) + CAPTION + MARGIN
        self.floor = min(stage.bottom for stage in self.stages) - MARGIN
        self.bottom = self.floor - CAPTION

    def onto(self, axes: Axes) -> None:
        axes.set(xlim=(0, self.width), ylim=(self.bottom, self.top), aspect="equal")
        axes.axis("off")
        for stage in self.stages:
            stage.draw(axes)
        for i, (before, stage) in enumerate(zip(self.stages, self.stages[1:], strict=False)):
            stage.connect(axes, before, where=(0.58, 0.18) if i % 2 else (0.5, 0.66))
            axes.text((before.right + stage.left) / 2, self.floor, stage.step.how, va="top", **LABEL)


LABEL = dict(ha="center", fontsize=8, linespacing=1.25)


class _Stage:
    """A stack of sheets, or a column of features; `left` is set when its place is known."""

    def __init__(self, step: Step, largest: int) -> None:
        self.step = step
        self.left = 0.0
        if step.flat:
            self.sheets = 1
            self.side = COLUMN
            self.height = min(TALLEST, 0.35 + 0.27 * math.log2(step.shape[0]) / 2)
        else:
            channels = step.shape[0]
            self.sheets = channels if channels <= 6 else round(6 + 2 * math.log2(channels / 6))
            self.side = max(SHORTEST, TALLEST * (step.shape[2] / largest) ** 0.7)
            self.height = max(SHORTEST, TALLEST * (step.shape[1] / largest) ** 0.7)
        self.depth = (self.sheets - 1) * OFFSET
        self.width = self.side + self.depth

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:  # of the front sheet
        return -(self.height + self.depth) / 2

    @property
    def top(self) -> float:  # of the hindmost sheet
        return (self.height + self.depth) / 2

    def draw(self, axes: Axes) -> None:
        colour = COLOURS[self.step.kind]
        for i in reversed(range(self.sheets)):
            corner = self.left + i * OFFSET, self.bottom + i * OFFSET
            axes.add_patch(Rectangle(corner, self.side, self.height, facecolor=PAPER, edgecolor=colour, linewidth=0.8))
            axes.add_patch(Rectangle(corner, self.side, self.height, facecolor=colour, alpha=0.16, linewidth=0))
        if self.step.flat:
            cells = min(self.step.shape[0], 30)
            for i in range(1, cells):
                y = self.bottom + i * self.height / cells
                axes.plot([self.left, self.left + self.side], [y, y], color=colour, linewidth=0.5)
        axes.text(self.middle, self.top + 0.06, self.step.size, va="bottom", **LABEL)
        axes.text(self.middle, self.top + 0.22, self.step.name, va="bottom", fontweight="bold", **LABEL)

    def connect(self, axes: Axes, before: "_Stage", where: tuple[float, float]) -> None:
        """What one value is computed from: a window of the maps before, or all of them."""
        line = dict(color=INK, linewidth=0.6, alpha=0.6)
        edge = before.left + before.side
        if self.step.kind == "linear":
            front = before.bottom, before.bottom + before.height
            for start in front:
                for end in (self.bottom, self.top):
                    axes.plot([edge, self.left], [start, end], **line | dict(alpha=0.35))
        elif self.step.window and not before.step.flat:
            width = min(1, self.step.window / before.step.shape[2]) * before.side
            height = min(1, self.step.window / before.step.shape[1]) * before.height
            x = min(before.left + where[0] * before.side, edge - width)
            y = before.bottom + min(where[1] * before.height, before.height - height)
            value = self.left + 0.3 * self.side, self.bottom + where[1] * self.height
            axes.add_patch(Rectangle((x, y), width, height, facecolor="none", edgecolor=INK, linewidth=0.8))
            axes.plot(*value, "s", color=INK, markersize=2)
            for corner in (y, y + height):
                axes.plot([x + width, value[0]], [corner, value[1]], **line)
