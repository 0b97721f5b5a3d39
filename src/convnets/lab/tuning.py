"""Photographs as a training takes them: a little larger than they go in, cut at a random place, half of them mirrored, normalised."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi

import torch
from torch import Tensor

from convnets.data import Photos, View

MARGIN = 1.14  # pictures are read so much larger than they go in, and cut at a random place
WARM = 0.1  # the share of a training in which the rates rise


@dataclass
class Varied:
    """What `train.fit` takes of photographs: each picture otherwise in every epoch. Decoded anew each time, or read once and kept as bytes:
    25,000 of 64 pixels take 0.4 GB."""

    photos: Photos
    view: View
    keep: bool = False

    @property
    def classes(self) -> tuple[str, ...]:
        return self.photos.classes

    def __len__(self) -> int:
        return len(self.photos)

    def batches(self, batch_size: int, shuffle: bool = True, seed: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
        """Images (B, 3, S, S), channels last in memory, and labels (B,), in an order that `seed` alone decides."""
        with closing(self._kept(batch_size, seed) if self.keep else self._read(batch_size, shuffle, seed)) as found:
            for pixels, indices in found:
                images = self.view.normalise(varied(pixels, self.view.size))
                yield images.contiguous(memory_format=torch.channels_last), self.photos.labels[indices]

    def _read(self, batch_size: int, shuffle: bool, seed: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
        larger = View(round(MARGIN * self.view.size), self.view.crop)
        return self.photos.pixel_batches(larger, batch_size, shuffle=shuffle, seed=seed)

    def _kept(self, batch_size: int, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
        pixels, indices = self._all
        order = torch.randperm(len(indices), generator=torch.Generator().manual_seed(seed))
        for chosen in order.split(batch_size):
            yield pixels[chosen], indices[chosen]

    @cached_property
    def _all(self) -> tuple[Tensor, Tensor]:
        pixels, indices = zip(*self._read(64, shuffle=False), strict=True)
        return torch.cat(pixels), torch.cat(indices)


def warm_cosine(done: float) -> float:
    """The share of the learning rate to use: up for a tenth of the way, then down to nothing along a cosine."""
    return done / WARM if done < WARM else (1 + cos(pi * (done - WARM) / (1 - WARM))) / 2


def varied(pixels: Tensor, size: int) -> Tensor:
    """Cut a square out of each picture at a random place, and mirror half of them."""
    room = pixels.shape[-1] - size
    places = torch.randint(0, room + 1, (2, len(pixels)))
    mirrored = torch.rand(len(pixels)) < 0.5
    cut = [
        (p.flip(2) if flip else p)[:, top : top + size, left : left + size]
        for p, flip, top, left in zip(pixels, mirrored.tolist(), *places.tolist(), strict=True)
    ]
    return torch.stack(cut)
