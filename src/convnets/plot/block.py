"""What happens inside a module, drawn as a paper's figure would: branches side by side, joins, kernels in the boxes, sizes on the way.

A `_Box` is an operation with the batch norm and the activation that belong to it; `_Series` and `_Branches` say which stand below and which beside each
other. Importing this loads matplotlib, so do it inside functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch
from torch import nn

from convnets.measure.graph import Operation, operations
from convnets.plot.card import BLUE, GREEN, INK, ORANGE, PAPER, PURPLE, Card, style

COLOURS = {"convolution": BLUE, "pooling": ORANGE, "linear": GREEN, "norm": PURPLE, "activation": PURPLE}
BELONGS = ("norm", "activation")  # to the convolution before, or after
BARS = ("concatenate", "stack")
MOST = 60  # boxes

# Lengths in inches.
WIDTH, LINE, PAD = 0.86, 0.145, 0.07  # of a box, of a line of its text, above and below it
GAP, COLUMN, PASS, LANE = 0.36, 0.96, 0.45, 0.14  # between rows; of a branch; of one in which nothing happens; of one of many such
RADIUS, MARGIN, TOP, CAPTION = 0.11, 0.24, 0.1, 0.2  # of a circle; at the sides, where a size may stick out; above; of a line of text


@dataclass(eq=False)
class _Box:
    """What is drawn of operations that belong together. ``x`` is its middle and ``y`` its upper edge, once it is laid out."""

    operations: list[Operation]
    sources: list["_Box"]
    x: float = 0.0
    y: float = 0.0
    width: float = WIDTH
    users: list["_Box"] = field(default_factory=list)

    @property
    def main(self) -> Operation:
        return next((o for o in self.operations if o.kind not in BELONGS), self.operations[0])

    @property
    def shape(self) -> tuple[int, ...]:
        return self.operations[-1].shape

    @property
    def lines(self) -> list[str]:
        at = self.operations.index(self.main)
        if self.main.kind in BELONGS:
            return [" · ".join(o.words[0] for o in self.operations)]
        before, after = (" · ".join(o.words[0] for o in part) for part in (self.operations[:at], self.operations[at + 1 :]))
        return [line for line in (before, *self.main.words, after) if line]

    @property
    def is_end(self) -> bool:
        return self.main.kind in ("input", "output")

    @property
    def is_bar(self) -> bool:
        return self.main.kind == "join" and self.main.words[0] in BARS

    @property
    def is_sum(self) -> bool:
        return self.main.kind == "join" and not self.is_bar

    @property
    def height(self) -> float:
        return 0.0 if self.is_end else 2 * RADIUS if self.is_sum else 2 * PAD + LINE * len(self.lines)

    @property
    def foot(self) -> float:
        return self.y - self.height

    @property
    def size(self) -> str:
        """The size of its result where it is not the size of what came in; of a join always."""
        before = self.sources[0].shape if self.sources else ()
        changed = self.is_bar or self.shape[1:] != before[1:] or len(self.shape) != len(before)
        return _size(self.shape) if changed and not self.is_end else ""


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[0]} @ {shape[1]}×{shape[2]}" if len(shape) == 3 else " × ".join(map(str, shape))


def block(module: nn.Module, input_size: tuple[int, int, int], *, title: str = "") -> Figure:
    """What happens inside a module, from the operations that run when it gets a picture: so it does not matter how it is written.

    Boxes are convolutions, poolings and linear layers, each with the batch norm and the activation that belong to it; a circle is a sum or a product,
    a bar a concatenation. Sizes stand where they change, as channels @ height×width.

    Args:
        module: any network, or part of one.
        input_size: (C, H, W) of what it gets.
        title: stands above.

    Raises `ValueError` for more than 60 boxes: then draw a part.
    """
    boxes = _boxes(operations(module, input_size))
    if len(boxes) > MOST:
        raise ValueError(f"this would be {len(boxes)} boxes, and {MOST} are the most: draw a part of it, or the whole with plot.network.")
    routes: dict[tuple[_Box, _Box], float] = {}
    layout = _Series(_stacked(boxes, boxes[0], boxes[-1], routes, whole=True))
    width, height = max(layout.width, 1.6) + 2 * MARGIN, layout.height + 2 * (TOP + CAPTION)
    layout.place((width - layout.width) / 2, height - TOP - CAPTION)
    room = 0.28 if title else 0.0
    with style():
        figure = Card(width, height + room, layout=None)
        axes = figure.add_axes((0, 0, 1, height / (height + room)))
        axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
        axes.axis("off")
        for box in boxes:
            _arrows(axes, box, routes)
        for box in boxes:
            _draw(axes, box)
        figure.text(0.12 / width, 1 - 0.09 / (height + room), title, va="top", fontsize=10, fontweight="bold")
    return figure


def _boxes(found: Sequence[Operation]) -> list[_Box]:
    """The operations in the order they run; what belongs to a convolution, a pooling or a join is in one box with it."""
    uses = [s for o in found for s in dict.fromkeys(o.sources)]
    boxes: dict[Operation, _Box] = {}
    for o in found:
        sources = list(dict.fromkeys(boxes[s] for s in o.sources))
        alone = len(o.sources) == 1 and uses.count(o.sources[0]) == 1 and not sources[0].is_end
        after = alone and o.kind in BELONGS
        before = alone and o.kind == "convolution" and sources[0].main.kind in BELONGS
        if after or before:
            boxes[o] = sources[0]
            boxes[o].operations.append(o)
        else:
            boxes[o] = _Box([o], sources)
            for s in sources:
                s.users.append(boxes[o])
    return list(dict.fromkeys(boxes.values()))


class _Layout(Protocol):
    """Something that takes room, and is given its place by its upper left corner."""

    width: float
    height: float

    def place(self, left: float, top: float) -> None: ...


class _One:
    """A box."""

    def __init__(self, box: _Box) -> None:
        self.box, self.width, self.height = box, COLUMN, box.height

    def place(self, left: float, top: float) -> None:
        self.box.x, self.box.y = left + self.width / 2, top


class _Pass:
    """A branch in which nothing happens."""

    height = 0.0

    def __init__(self, ends: tuple[_Box, _Box], routes: dict[tuple[_Box, _Box], float]) -> None:
        self.ends, self.routes, self.width = ends, routes, PASS

    def place(self, left: float, top: float) -> None:
        self.routes[self.ends] = left + self.width / 2


class _Series:
    """One below the other."""

    def __init__(self, parts: Sequence[_Layout]) -> None:
        self.parts = parts
        self.width = max(p.width for p in parts)
        self.height = sum(p.height for p in parts) + GAP * (len(parts) - 1)

    def place(self, left: float, top: float) -> None:
        for before, part in zip([None, *self.parts], self.parts, strict=False):
            part.place(left + (self.width - part.width) / 2, top)
            if isinstance(part, _One) and part.box.is_bar and isinstance(before, _Branches):
                part.box.width = max(WIDTH, before.width - (COLUMN - WIDTH))
            top -= part.height + GAP


class _Branches:
    """Side by side."""

    def __init__(self, parts: Sequence[_Layout]) -> None:
        self.parts = parts
        self.width, self.height = sum(p.width for p in parts), max(p.height for p in parts)

    def place(self, left: float, top: float) -> None:
        for part in self.parts:
            part.place(left, top - (self.height - part.height) / 2)
            left += part.width


class _Tangle:
    """Ways that lead into one another: as many rows as the longest has boxes, and at the right a lane for each result that passes rows by."""

    def __init__(self, boxes: Sequence[_Box], start: _Box, end: _Box, routes: dict[tuple[_Box, _Box], float]) -> None:
        depth = {start: -1}
        for box in boxes:
            depth[box] = max(depth[s] + 1 for s in box.sources if s in depth)
        depth[end] = max(depth.values()) + 1
        self.rows = _Series([_Branches([_One(b) for b in boxes if depth[b] == row]) for row in range(depth[end])])
        self.passing = [(s, b) for b in (*boxes, end) for s in b.sources if s in depth and depth[b] > depth[s] + 1]
        self.lanes, self.routes = list(dict.fromkeys(s for s, _ in self.passing)), routes
        self.width, self.height = self.rows.width + LANE * (len(self.lanes) + 1), self.rows.height

    def place(self, left: float, top: float) -> None:
        self.rows.place(left, top)
        for s, b in self.passing:
            self.routes[s, b] = left + self.rows.width + LANE * (self.lanes.index(s) + 0.5)


def _stacked(inner: Sequence[_Box], first: _Box, last: _Box, routes: dict[tuple[_Box, _Box], float], whole: bool = False) -> list[_Layout]:
    """How what lies between two boxes is laid out: what every way passes, and between that the branches. The ``whole``: with the two, and a way that leads
    from one to the other directly."""
    inner = [b for b in inner if b not in (first, last)]
    posts = [first, *(b for b in inner if not _joined(first, last, [o for o in inner if o is not b], whole)), last]
    stack: list[_Layout] = [_One(first)] if whole else []
    for start, end in zip(posts, posts[1:], strict=False):
        between = [b for b in inner if b not in posts and start in _all(b, "sources") and end in _all(b, "users")]
        shortcut = between and start in end.sources and (whole or (start, end) != (first, last))
        groups = _groups(between)
        if len(groups) == 1 and not shortcut:
            stack.append(_Tangle(groups[0], start, end, routes))
        elif groups:
            branches = [_Series(_stacked(g, start, end, routes)) for g in groups]
            stack.append(_Branches([*branches, _Pass((start, end), routes)] if shortcut else branches))
        if end is not last or whole:
            stack.append(_One(end))
    return stack


def _joined(first: _Box, last: _Box, through: Sequence[_Box], whole: bool) -> bool:
    """Whether a way leads from one box to the other through these alone; directly too, where it is about the whole."""
    seen, left = {first}, [first]
    while left:
        box = left.pop()
        new = [u for u in box.users if u not in seen and (u in through or (u is last and (whole or box is not first)))]
        seen.update(new)
        left += new
    return last in seen


def _all(box: _Box, side: str) -> set[_Box]:
    """All that comes before a box, or after it."""
    seen: set[_Box] = set()
    left = [box]
    while left:
        new = [b for b in getattr(left.pop(), side) if b not in seen]
        seen.update(new)
        left += new
    return seen


def _groups(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """The boxes that hang together, group by group."""
    groups: list[list[_Box]] = []
    for box in boxes:
        mine = [g for g in groups if any(s in g for s in box.sources) or any(u in g for u in box.users)]
        groups = [g for g in groups if g not in mine] + [[b for g in mine for b in g] + [box]]
    return sorted(groups, key=lambda g: boxes.index(g[0]))


def _arrows(axes: Axes, box: _Box, routes: dict[tuple[_Box, _Box], float]) -> None:
    """The ways into a box: down from each source, across where they part or meet."""
    for source in box.sources:
        across = routes.get((source, box), box.x if len(source.users) > 1 and len(box.sources) == 1 else source.x)
        fork, meet = source.foot - 0.45 * GAP, box.y + 0.45 * GAP
        into = across if box.is_bar and abs(across - box.x) < box.width / 2 else box.x
        points = [(source.x, source.foot), (source.x, fork), (across, fork), (across, meet), (into, meet)]
        line = dict(color=INK, linewidth=0.9, solid_joinstyle="round", snap=False)
        axes.plot(*zip(*points, strict=True), **line)
        tip = dict(arrowstyle="-|>,head_width=0.12,head_length=0.25", color=INK, linewidth=0.9, shrinkA=0, shrinkB=0, snap=False)
        axes.annotate("", (into, box.y), (into, meet), arrowprops=tip)


def _draw(axes: Axes, box: _Box) -> None:
    small = dict(fontsize=7.5, color=INK)
    if box.is_end:
        above = box.main.kind == "input"
        axes.text(box.x, box.y + (0.04 if above else -0.04), _size(box.shape), ha="center", va="bottom" if above else "top", **small)
        return
    middle = box.y - box.height / 2
    colour = COLOURS.get(box.main.kind, INK)
    if box.is_sum:
        axes.add_patch(Circle((box.x, middle), RADIUS, facecolor=PAPER, edgecolor=INK, linewidth=1, zorder=3))
        sign, *after = box.lines
        axes.text(box.x, middle - 0.005, sign, ha="center", va="center_baseline", fontsize=9, zorder=4)
        axes.text(box.x + RADIUS + 0.06, middle, " · ".join(after), ha="left", va="center", **small)
    else:
        corner = box.x - box.width / 2, box.foot
        shape = dict(boxstyle="round,pad=0,rounding_size=0.05", linewidth=1, zorder=3)
        axes.add_patch(FancyBboxPatch(corner, box.width, box.height, facecolor=PAPER, edgecolor=colour, **shape))
        axes.add_patch(
            FancyBboxPatch(corner, box.width, box.height, facecolor=colour, alpha=0.13, edgecolor="none", **shape | {"linewidth": 0})
        )
        for n, text in enumerate(box.lines):
            weight = "bold" if text == box.main.words[0] and not box.is_bar else "normal"
            axes.text(box.x, box.y - PAD - LINE * (n + 0.5), text, ha="center", va="center", zorder=4, fontweight=weight, **small)
    if box.size and not any(u.is_end for u in box.users):
        size = box.size if len(box.users) > 1 else box.size.replace("@ ", "@\n")  # narrow, where a branch may stand beside it
        axes.text(box.x + 0.05, box.foot - 0.03, size, ha="left", va="top", fontsize=6.5, linespacing=1.0, color=INK)
