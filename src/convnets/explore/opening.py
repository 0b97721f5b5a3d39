"""Any network of the course stage by stage: what each stage puts out and what it costs; a stage opens, and another network stands beside it."""

from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING

from convnets import measure, models
from convnets.explore.explorer import Explorer

if TYPE_CHECKING:
    from ipywidgets import Widget

    from convnets.plot.card import Card

NOBODY, CLOSED = "nobody", "none"
IDLE = "in training only"  # auxiliary heads
ROW, TOP = 0.24, 1.08  # inches: a line, and the room above the first
COSTS = "parameters", "MACs", "memory"


@dataclass(frozen=True)
class Part:
    """A stage, or what stands in it: its name, what it puts out, parameters, multiply-accumulates and bytes of its layers' outputs."""

    name: str
    output: tuple[int, ...]
    parameters: int
    macs: int
    memory: int

    @property
    def costs(self) -> tuple[int, int, int]:
        return self.parameters, self.macs, self.memory


def network(name: str = "resnet50", beside: str = NOBODY, stage: str = CLOSED) -> Explorer:
    """A network of the course stage by stage: sizes, parameters, multiply-accumulates, memory. Open a stage; put another network beside it.

    Args:
        name: one of ``models.names()``.
        beside: another one, or "nobody".
        stage: the stage of the first network that stands open, or "none".

    Raises `UnknownName` for a network that the course does not have.
    """
    for known in (name, beside):
        if known != NOBODY:
            models.info(known)
    return NetworkExplorer(NetworkScene(), start=dict(name=name, beside=beside, stage=stage))


class NetworkExplorer(Explorer):
    """Two menus of networks, and a row of buttons with the first one's stages."""

    def __init__(self, scene: "NetworkScene", *, start: dict[str, str]) -> None:
        super().__init__(scene, start=start, name=models.names(), beside=[NOBODY, *models.names()], stage=[CLOSED])

    @cached_property
    def widget(self) -> "Widget":
        """The menus, the buttons, the figure below; the buttons follow the first menu."""
        import ipywidgets

        name, beside = self._control("name"), self._control("beside")
        stage = ipywidgets.ToggleButtons(options=self._stages(self.start["name"]), value=self.start["stage"], description="open")
        stage.style.button_width = "auto"
        first = self.figure()
        image = ipywidgets.Image(value=first.png(), width=round(100 * first.get_figwidth()))

        def redraw(change: dict) -> None:
            if change["owner"] is name:
                stage.unobserve(redraw, "value")
                stage.options = self._stages(name.value)
                stage.value = CLOSED
                stage.observe(redraw, "value")
            image.value = self.figure(name=name.value, beside=beside.value, stage=stage.value).png()

        for control in (name, beside, stage):
            control.observe(redraw, "value")
        return ipywidgets.VBox([ipywidgets.HBox([name, beside]), stage, image])

    @staticmethod
    def _stages(name: str) -> list[str]:
        return [CLOSED, *(part.name for part in stages(name) if within(name, part.name))]


class NetworkScene:
    """A table for each network, a row for a stage; behind each number a bar on the scale that both tables share."""

    def __init__(self) -> None:
        from matplotlib.collections import PolyCollection

        from convnets.explore.stamp import Stamped
        from convnets.plot.card import BLUE, FAINT, INK, SKY, Card, style

        with style():
            self.card = Card(10.4, 4, layout=None)
            self.axes = self.card.add_axes((0, 0, 1, 1))
            self.axes.axis("off")
            self.bars = self.axes.add_collection(PolyCollection([], linewidths=0, alpha=0.55))
            self.lines = self.axes.add_collection(PolyCollection([], linewidths=0.6, edgecolors=FAINT, facecolors="none"))
        self.colours = {False: SKY, True: BLUE}  # a stage, and what stands in the one that is open
        self.texts, self.used, self.word = [], 0, partial(Stamped, {}, va="center_baseline", color=INK)

    def __call__(self, name: str, beside: str, stage: str) -> "Card":
        shown = [(name, stage)] + ([(beside, CLOSED)] if beside != NOBODY else [])
        tables = [rows(*what) for what in shown]
        most = [max(part.costs[i] for table in tables for part, _ in table) or 1 for i in range(3)]
        width, height = self.card.get_figwidth(), TOP + ROW * (max(map(len, tables)) + 1) + 0.55
        self.card.set_figheight(height)
        self.axes.set(xlim=(0, width), ylim=(height, 0))
        self.used, bars, lines = 0, [], []
        for i, ((which, _), table) in enumerate(zip(shown, tables, strict=True)):
            left = 0.15 + i * (width / 2)
            self._table(left, width / len(shown) - 0.3, which, table, most, bars, lines)
        self._say(0.15, height - 0.26, _sentence(name, beside) if beside != NOBODY else _reading(tables[0]), fontsize=9.5)
        for text in self.texts[self.used :]:
            text.set_text("")
        self.bars.set_verts([verts for verts, _ in bars])
        self.bars.set_facecolors([colour for _, colour in bars])
        self.lines.set_verts(lines)
        return self.card

    def _table(
        self, left: float, width: float, name: str, table: list[tuple[Part, bool]], most: list[int], bars: list, lines: list
    ) -> None:
        paper, whole = models.info(name), total(name)
        self._say(left, 0.27, name, fontsize=13, fontweight="bold")
        self._say(left, 0.53, f"{paper.cited}; input {_by(paper.input_size)}", fontsize=9)
        columns = [left + width * share for share in (0.25, 0.44, 0.63, 0.82)]
        for x, word in zip(columns, ("puts out", *COSTS), strict=True):
            self._say(x, TOP - 0.2, word, fontsize=8.5, fontweight="bold")
        for n, (part, inner) in enumerate([*table, (whole, False)]):
            y = TOP + ROW * n + ROW / 2
            heavy = "bold" if part is whole else "normal"
            self._say(
                left + (0.16 if inner else 0), y, _short(part.name, width * 0.24 - (0.16 if inner else 0)), fontsize=9, fontweight=heavy
            )
            self._say(columns[0], y, "×".join(map(str, part.output)), fontsize=9)
            for x, value, top, write in zip(columns[1:], part.costs, most, (_count, _count, _bytes), strict=True):
                if part is not whole and value:
                    end = x + 0.18 * width * value / top
                    box = [(x, y - 0.4 * ROW), (end, y - 0.4 * ROW), (end, y + 0.4 * ROW), (x, y + 0.4 * ROW)]
                    bars.append((box, self.colours[inner]))
                self._say(x + 0.04, y, write(value) if value else "·", fontsize=9, fontweight=heavy)
        for y in (TOP - 0.04, TOP + ROW * len(table) + 0.01):
            lines.append([(left, y), (left + width, y)])

    def _say(self, x: float, y: float, words: str, **look: object) -> None:
        if self.used == len(self.texts):
            self.texts.append(self.axes.add_artist(self.word()))
        self.texts[self.used].set(position=(x, y), text=words, **dict(fontweight="normal") | look)
        self.used += 1


def rows(name: str, stage: str) -> list[tuple[Part, bool]]:
    """The stages of a network; after the one that is open what stands in it, marked True."""
    found = []
    for part in stages(name):
        found.append((part, False))
        if part.name == stage:
            found += [(inner, True) for inner in within(name, stage)]
    return found


def stages(name: str) -> list[Part]:
    """A network's own children as they run, those left out that neither change the size nor cost anything."""
    layers, sizes = _anatomy(name)
    parts, before = [], ()
    for stage, output in sizes[1].items():
        part = _sum(stage, output, [layer for layer in layers if _starts(layer.name, stage)])
        if part.output != before or part.parameters or part.macs:
            parts.append(part)
        before = output
    idle = layers.parameters - sum(part.parameters for part in parts)
    return [*parts, Part(IDLE, (), idle, 0, 0)] if idle else parts


def within(name: str, stage: str) -> list[Part]:
    """What a stage is made of. Neighbours that are alike stand once: "block2 to block6". Empty for a single layer."""
    layers, sizes = _anatomy(name)
    inner = [
        _sum(found.removeprefix(f"{stage}."), output, [layer for layer in layers if _starts(layer.name, found)])
        for found, output in sizes[2].items()
        if found.startswith(f"{stage}.")
    ]
    found = []
    for _, alike in groupby(inner, key=lambda part: (part.output, part.costs)):
        first, *more = alike
        if more:
            together = [sum(values) for values in zip(*(part.costs for part in (first, *more)), strict=True)]
            first = replace(
                first, name=f"{first.name} to {more[-1].name}", **dict(zip(("parameters", "macs", "memory"), together, strict=True))
            )
        found.append(first)
    return found


def total(name: str) -> Part:
    """The network as a whole."""
    layers, _ = _anatomy(name)
    return Part("in all", (), layers.parameters, layers.macs, layers.activation_bytes)


@cache
def _anatomy(name: str) -> tuple[measure.Layers, dict[int, dict[str, tuple[int, ...]]]]:
    """A network's layers, and its stages' outputs at depths 1 and 2."""
    import torch

    size = models.info(name).input_size
    with torch.device("meta"):
        net = models.create(name)
    return measure.layers(net, size), {depth: dict(measure.map_sizes(net, size, depth)) for depth in (1, 2)}


def _sum(name: str, output: tuple[int, ...], layers: list[measure.Layer]) -> Part:
    return Part(name, output, *(sum(getattr(layer, cost) for layer in layers) for cost in ("parameters", "macs", "activation_bytes")))


def _starts(layer: str, stage: str) -> bool:
    return layer == stage or layer.startswith(f"{stage}.")


def _sentence(name: str, beside: str) -> str:
    if name == beside:
        return f"{name} beside itself: choose another one to compare."
    one, other = total(name).costs, total(beside).costs
    times = ", ".join(f"{_ratio(a / b)} times its {what}" for a, b, what in zip(one, other, COSTS, strict=True))
    return f"Beside {beside}, {name} has {times}."


def _ratio(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 else f"{x:.2g}" if x >= 0.0001 else "less than 0.0001"


def _reading(table: list[tuple[Part, bool]]) -> str:
    """Where most of each cost sits."""
    own = [part for part, inner in table if not inner]
    tops = [(max(own, key=lambda part: part.costs[i]), i) for i in range(3)]
    shares = [
        f"{part.costs[i] / sum(p.costs[i] for p in own):.0%} of the {COSTS[i]} {'' if part.name == IDLE else 'in '}{part.name}"
        for part, i in tops
    ]
    return f"{shares[0]}; {shares[1]}; {shares[2]}.\nMemory: the outputs of all layers for one picture, in float32."


def _by(size: tuple[int, ...]) -> str:
    return " × ".join(map(str, size))


def _short(name: str, inches: float) -> str:
    """With its end kept, which tells alike names apart."""
    letters = int(inches / 0.072)
    return name if len(name) <= letters else f"{name[: letters - 5]}…{name[-4:]}"


def _count(n: int) -> str:
    return f"{n:,}" if n < 1e6 else f"{n / 1e6:,.1f} M" if n < 1e9 else f"{n / 1e9:.2f} G"


def _bytes(n: int) -> str:
    return f"{n:,} B" if n < 1 << 10 else f"{n / 1024:,.0f} kB" if n < 1 << 20 else f"{n / 2**20:,.1f} MB"
