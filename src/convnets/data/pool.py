"""Pictures before they are split: where every data set comes from."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Pool:
    """All pictures of a data set, or of one of its official splits, in memory."""

    pixels: Tensor  # (N, C, H, W) uint8
    labels: Tensor  # (N,) int64
    classes: tuple[str, ...]

    def read(self, order: Tensor, n: int) -> tuple[Tensor, Tensor, Tensor]:
        """The first `n` pictures in this order: pixels (n, C, H, W) and labels (n,); then the rest of the order."""
        return self.pixels[order[:n]], self.labels[order[:n]], order[n:]


def mixed(labels: Tensor, seed: int) -> Tensor:
    """An order of all pictures in which every stretch holds each class in its due share."""
    generator = torch.Generator().manual_seed(seed)
    place = torch.rand(len(labels), generator=generator, dtype=torch.float64)
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        rank = torch.randperm(len(members), generator=generator)
        place[members] = (rank + place[members]) / len(members)
    return place.argsort()
