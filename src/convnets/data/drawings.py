"""Drawn cats and dogs, for where there are no photographs: seeded, the same on every machine, and not all of them easy.

A cat has pointed ears, a short face with whiskers and a thin tail; a dog has ears that hang (or do not), a long muzzle, sometimes its
tongue out, and a thicker tail. Coats, poses, backgrounds, clutter in front, light and sharpness are drawn from the same sets for both.
"""

import hashlib
from dataclasses import dataclass
from random import Random

import torch
from PIL.Image import Image

from convnets.data.animals import draw
from convnets.data.photos import Photos
from convnets.data.scenery import clutter, finish, scene

VERSION = 1  # of the drawings: kept features of another version do not count
WIDTH, HEIGHT = 320, 240


@dataclass(frozen=True)
class Drawing:
    """One drawn picture; drawn anew whenever it is looked at, in a few milliseconds."""

    seed: str
    number: int
    label: int

    @property
    def name(self) -> str:
        return f"drawn {('cat', 'dog')[self.label]} {self.number}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{VERSION}/{self.seed}/{self.number}/{self.label}".encode()).hexdigest()

    def open(self, side: int | None = None) -> Image:
        """RGB, 320 x 240 or 240 x 320."""
        chance = Random(f"{self.seed}/{self.number}")
        size = (WIDTH, HEIGHT) if chance.random() < 0.7 else (HEIGHT, WIDTH)
        canvas = scene(chance, *size)
        draw(canvas, chance, dog=bool(self.label))
        clutter(canvas, chance, in_front=True)
        return finish(canvas, chance)


def drawn(n: int, seed: int | str = 0) -> Photos:
    """`n` drawn pictures, cats and dogs in turn but for the order of each pair; `seed` may be a text.

    The first k of n pictures are the k of the same seed.
    """
    labels = []
    while len(labels) < n:
        first = Random(f"{seed}/pair {len(labels)}").randrange(2)
        labels += [first, 1 - first]
    labels = labels[:n]
    return Photos([Drawing(str(seed), i, label) for i, label in enumerate(labels)], torch.tensor(labels), ("cat", "dog"), "drawn")
