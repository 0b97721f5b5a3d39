"""Augmentation: one picture, and what a network is given in its place in one epoch after another."""

from random import Random

import numpy as np
from matplotlib.patheffects import withStroke
from PIL import Image, ImageEnhance, ImageOps

from convnets.data import drawn
from convnets.explore.explorer import Explorer
from convnets.plot.card import INK, PAPER, Card, style

SMALLEST, TURN, COLOUR = range(10, 101, 5), range(0, 181, 5), range(0, 101, 5)
MIRROR = ("half of them", "none")
ROWS, COLUMNS, SIDE, GAP = 2, 6, 112, 6  # of the sheet; the last two in pixels


def augment(picture: Image.Image | None = None, smallest: int = 50, turn: int = 0, colour: int = 0) -> Explorer:
    """A picture, and twelve random pieces of it: cut out, turned, mirrored, in another light.

    What is drawn stays the same while controls move; only how far it reaches changes.

    Args:
        picture: RGB, a drawn cat if left out.
        smallest: where the slider of the smallest piece starts, its area in percent of the picture's middle square.
        turn: where the slider of the rotation starts, in degrees either way.
        colour: where the slider of brightness, contrast and saturation starts, in percent either way.
    """
    start = dict(smallest=smallest, turn=turn, colour=colour)
    return Explorer(AugmentScene(picture), start=start, smallest=SMALLEST, turn=TURN, colour=COLOUR, mirror=list(MIRROR))


def box(chance: Random, width: int, height: int, smallest: int) -> tuple[float, float, float]:
    """Left, top and side of a square piece: between `smallest` percent and all of the middle square's area, anywhere in the picture."""
    share = smallest / 100 + (1 - smallest / 100) * chance.random()
    side = min(width, height) * share**0.5
    return (width - side) * chance.random(), (height - side) * chance.random(), side


class AugmentScene:
    """The picture with the pieces outlined on the left, the pieces as they go into the network on the right."""

    def __init__(self, picture: Image.Image | None = None) -> None:
        picture = drawn(1, "to be augmented")[0] if picture is None else picture.convert("RGB")
        picture.thumbnail((320, 320))
        self.picture = picture
        wide = COLUMNS * SIDE + (COLUMNS - 1) * GAP
        high = ROWS * SIDE + (ROWS - 1) * GAP
        self.paper = tuple(int(PAPER[i : i + 2], 16) for i in (1, 3, 5))
        self.size = wide, high
        with style():
            self.card = Card(10.4, 3.1, layout=None)
            self.title = self.card.text(0.1 / 10.4, 0.965, "", fontsize=12, fontweight="bold", va="top", color=INK)
            left = self.card.add_axes((0.01, 0.03, 0.27, 0.82))
            left.imshow(picture)
            left.axis("off")
            (self.pieces,) = left.plot([], [], color=PAPER, linewidth=0.9)
            self.pieces.set_path_effects([withStroke(linewidth=2.1, foreground=INK)])  # seen on light and on dark
            left.set(xlim=(0, picture.width), ylim=(picture.height, 0))
            right = self.card.add_axes((0.3, 0.03, 0.69, 0.82))
            right.axis("off")
            self.sheet = right.imshow([[self.paper] * 2] * 2, extent=(0, wide, high, 0), interpolation="bilinear")
            right.set(xlim=(0, wide), ylim=(high, 0))

    def __call__(self, smallest: int, turn: int, colour: int, mirror: str) -> Card:
        sheet = Image.new("RGB", self.size, self.paper)
        xs, ys = [], []
        for i in range(ROWS * COLUMNS):
            chance = Random(f"piece {i}")
            left, top, side = box(chance, *self.picture.size, smallest)
            sheet.paste(self._piece(chance, (left, top, left + side, top + side), turn, colour, mirror), self._place(i))
            xs += [left, left + side, left + side, left, left, None]
            ys += [top, top, top + side, top + side, top, None]
        self.sheet.set_data(np.array(sheet))
        self.pieces.set_data([float("nan") if x is None else x for x in xs], [float("nan") if y is None else y for y in ys])
        said = [f"pieces of {smallest} to 100 %" if smallest < 100 else "the whole square"]
        said += [f"turned by ± {turn}°"] * (turn > 0) + [f"light ± {colour} %"] * (colour > 0)
        self.title.set_text("Twelve epochs of one picture: " + ", ".join(said + ["half mirrored"] * (mirror == MIRROR[0])))
        return self.card

    @staticmethod
    def _place(i: int) -> tuple[int, int]:
        return (i % COLUMNS) * (SIDE + GAP), (i // COLUMNS) * (SIDE + GAP)

    def _piece(self, chance: Random, square: tuple[float, float, float, float], turn: int, colour: int, mirror: str) -> Image.Image:
        piece = self.picture.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=square)
        angle, flip = turn * (2 * chance.random() - 1), chance.random() < 0.5
        if flip and mirror == MIRROR[0]:
            piece = ImageOps.mirror(piece)
        if turn:
            piece = piece.rotate(angle, Image.Resampling.BILINEAR)
        for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
            factor = 1 + colour / 100 * (2 * chance.random() - 1)
            piece = enhance(piece).enhance(factor) if colour else piece
        return piece
