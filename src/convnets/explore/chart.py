"""The map of the lineage: accuracy against cost, and of the network that is chosen the paper and the figures."""

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from convnets import models, plot
from convnets.explore.explorer import Explorer
from convnets.lineage import Row
from convnets.plot.card import INK, VERMILION, Card
from convnets.plot.training import COSTS

NOBODY = "nobody"
ROOM = 0.9  # inches below the map, for three lines


def lineage(cost: str = "macs", network: str = NOBODY) -> Explorer:
    """Accuracy against cost for every row of the lineage table; choose one, and its paper and figures stand below.

    Args:
        cost: where the first menu starts, "macs", "parameters" or "seconds".
        network: where the second starts: a row's name, say "resnet18 (small, width 1/4)", or "nobody".
    """
    from convnets import lineage

    scene = MapScene(lineage.rows())
    return Explorer(scene, start=dict(cost=cost, network=network), cost=list(COSTS), network=[NOBODY, *scene.rows])


class MapScene:
    """`plot.lineage`, drawn once for each cost; a ring moves, and the words below change."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = {row.name: row for row in rows}
        self.drawn: dict[str, tuple[Card, Axes, Line2D, Text]] = {}

    def __call__(self, cost: str, network: str) -> Card:
        if cost not in self.drawn:
            self.drawn[cost] = self._draw(cost)
        card, axes, ring, words = self.drawn[cost]
        row = self.rows.get(network)
        ring.set_data(*(([getattr(row, cost)], [row.accuracy]) if row else ([], [])))
        words.set_text(_about(row) if row else "Choose a network above: its paper, and what it cost here.")
        for name in axes.texts:
            name.set_color(VERMILION if row and name.get_text() == row.name else INK)
        return card

    def _draw(self, cost: str) -> tuple[Card, Axes, Line2D, Text]:
        card = plot.lineage(list(self.rows.values()), cost)
        height = card.get_figheight()
        card.set_figheight(height + ROOM)
        card.get_layout_engine().set(rect=(0, ROOM / (height + ROOM), 1, height / (height + ROOM)))
        card.draw_without_rendering()
        card.set_layout_engine("none")  # it stands; to work it out again at each move would take twice as long as all else
        (axes,) = card.axes
        (ring,) = axes.plot([], [], "o", markersize=14, markerfacecolor="none", markeredgecolor=VERMILION, markeredgewidth=2)
        words = card.text(0.015, 0.5 * ROOM / (height + ROOM), "", va="center", fontsize=9.5, linespacing=1.4, color=INK)
        return card, axes, ring, words


def _about(row: Row) -> str:
    figures = f"{row.accuracy:.1%} of 1,000, after {row.seconds:.0f} s on {row.device}\n{row.parameters:,} parameters, {row.macs / 1e6:.1f} M multiply-accumulates"
    if row.network not in models.names():  # a network of one's own
        return f"{row.name}: {figures}"
    paper = models.info(row.network)
    return f"{row.name}: {figures}\n{paper.cited}: {paper.title}, {paper.url.removeprefix('https://')}"
