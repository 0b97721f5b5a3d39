"""What a network makes of a picture, layer by layer: the picture beside the maps that a layer puts out for it."""

import math
from collections.abc import Sequence

import torch
from numpy.typing import NDArray
from torch import nn

from convnets.base.names import unknown
from convnets.data.pictures import Pictures
from convnets.explore.explorer import Explorer
from convnets.measure import map_sizes
from convnets.plot.card import Card, style
from convnets.plot.inside import outputs_of

MOST = 64  # maps shown
PICTURES = 50  # to choose from


def features(net: nn.Module, pictures: Pictures, layers: Sequence[str] | None = None) -> Explorer:
    """The maps that each layer of a trained network puts out for a picture: choose the picture and the layer.

    Args:
        net: any network, which is left as it is.
        pictures: to choose from, the first 50.
        layers: names as ``measure.map_sizes`` gives them; if left out, all that put out maps.

    Raises `UnknownName` for a layer that the network lacks, `ValueError` when none puts out maps.
    """
    sizes = dict(map_sizes(net, tuple(pictures.images.shape[1:])))
    for layer in layers or ():
        if layer not in sizes:
            raise unknown("layer", layer, sizes, ", ".join(sizes))
    chosen = [name for name in layers or sizes if len(sizes[name]) == 3 and sizes[name][1] > 1]
    if not chosen:
        raise ValueError("none of these layers puts out maps (channels, height, width).")
    return Explorer(LookingScene(net, pictures), picture=range(min(PICTURES, len(pictures))), layer=chosen)


class LookingScene:
    """On the left the picture and what the network says; on the right its maps, each on the scale of the strongest of the layer."""

    def __init__(self, net: nn.Module, pictures: Pictures) -> None:
        self.net, self.pictures = net, pictures
        with style():
            self.card = Card(9.4, 4.3, layout=None)
            left = self.card.add_axes((0.012, 0.2, 0.25, 0.6))
            self.right = self.card.add_axes((0.29, 0.02, 0.7, 0.86))
            for axes in (left, self.right):
                axes.axis("off")
            self.seen = left.imshow([[0]])
            self.maps = self.right.imshow([[0]], cmap="RdBu_r", vmin=-1, vmax=1)
            self.says = left.set_title("", fontsize=10, fontweight="normal")
            self.title = self.right.set_title("", fontsize=11)
            self.card.text(0.012, 0.16, "maps: red above 0, blue below", fontsize=9)

    def __call__(self, picture: int, layer: str) -> Card:
        image, label = self.pictures[picture]
        logits, outputs = outputs_of(self.net, image, [layer])
        maps = outputs[layer]
        pixels = self.pictures.pixels(image).permute(1, 2, 0).cpu()
        height, width = pixels.shape[:2]
        self.seen.set_data(pixels.expand(-1, -1, 3).numpy())
        self.seen.set_extent((0, width, height, 0))
        sure, said = logits[0].float().softmax(0).max(0)
        classes = self.pictures.classes
        self.says.set_text(f"{classes[int(label)]}\nread as {classes[int(said)]}, {float(sure):.0%} sure")
        shown = maps[:MOST]
        tiles = _mosaic(shown)
        self.maps.set_data(tiles)
        self.maps.set_extent((0, tiles.shape[1], tiles.shape[0], 0))
        self.right.set(xlim=(0, tiles.shape[1]), ylim=(tiles.shape[0], 0))
        silent = int((maps.flatten(1).amax(1) <= 0).sum())
        first = f"the first {MOST} of " if len(maps) > MOST else ""
        quiet = f"; {silent} nowhere above 0" if silent else ""
        self.title.set_text(f"{layer}: {first}{len(maps)} maps of {maps.shape[1]} × {maps.shape[2]}{quiet}")
        return self.card


def _mosaic(maps: torch.Tensor) -> NDArray:
    """Maps (C, H, W) in rows on one sheet from -1 to 1, with nothing (NaN) between them."""
    count, height, width = maps.shape
    columns = math.ceil(math.sqrt(count * 1.6))
    gap, rows = max(1, round(width / 12)), math.ceil(count / columns)
    sheet = torch.full((rows * (height + gap) - gap, columns * (width + gap) - gap), math.nan)
    maps = maps / maps.abs().max().clamp(min=1e-12)
    for i, one in enumerate(maps):
        top, left = (i // columns) * (height + gap), (i % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = one
    return sheet.numpy()
