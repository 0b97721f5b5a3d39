"""Sheets of pictures."""

import math
import textwrap
from collections.abc import Callable, Sequence
from itertools import cycle

import torch
from matplotlib.figure import Figure
from torch import Tensor

from convnets.data import Pictures
from convnets.plot.card import INK, Card, style

LETTERS = 13  # that fit over a picture


def pictures(
    pictures: Pictures | Tensor, titles: Sequence[str] | None = None, *, columns: int = 10, colours: Sequence[str] | None = None
) -> Figure:
    """A sheet of pictures, each under its title.

    Args:
        pictures: `Pictures`, or pixels (N, C, H, W) of 0..1 with 1 or 3 channels.
        titles: one for each; of `Pictures`, their classes if left out.
        columns: pictures in a row.
        colours: of the titles, one for each.
    """
    if isinstance(pictures, Pictures):
        titles = [pictures.classes[label] for label in pictures.labels] if titles is None else titles
        pictures = pictures.pixels()
    n = len(pictures)
    titles = [_wrapped(title) for title in titles or [""] * n]
    columns = min(columns, n)
    rows = math.ceil(n / columns)
    lines = max(title.count("\n") + 1 if title else 0 for title in titles)
    with style():
        figure = Card(max(0.92 * columns, 1.5), (0.95 + 0.19 * lines) * rows)
        grid = figure.subplots(rows, columns, squeeze=False).flatten()
        for axes in grid:
            axes.axis("off")
        for axes, picture, title, colour in zip(grid, pictures.cpu(), titles, colours or cycle([INK]), strict=False):
            axes.imshow(picture.permute(1, 2, 0).expand(-1, -1, 3).numpy())
            axes.set_title(title, color=colour, fontsize=9, fontweight="normal", loc="center", pad=3)
    return figure


def _wrapped(title: str) -> str:
    """A title in lines that fit over a picture of a sheet."""
    return "\n".join(part for line in title.split("\n") for part in textwrap.wrap(line, LETTERS) or [""])


def augmentations(examples: Pictures, transform: Callable[[Tensor], Tensor], n: int = 9, seed: int = 0) -> Figure:
    """What a random transform makes of pictures: a row for each, first the picture as it is, then `n` times changed.

    Args:
        examples: a few, say ``digits.train.take(3)``.
        transform: normalised images (B, C, H, W) -> as many of the same size, each changed in its own way: what `train.fit` takes
            as `augment`.
        n: how many times.
        seed: of what the transform draws; torch's random state is afterwards as before.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        changed = transform(examples.images.repeat_interleave(n, dim=0))
    rows = torch.cat([examples.images[:, None], changed.unflatten(0, (-1, n))], dim=1)  # (pictures, 1 + n, C, H, W)
    titles = [title for _ in range(len(examples)) for title in ("as it is", *[""] * n)]
    return pictures(examples.pixels(rows.flatten(0, 1)), titles, columns=1 + n)
