"""What a training takes beside the course's own pictures: a pair of tensors, a Dataset, a DataLoader."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, TensorDataset

from convnets.data import Pictures


@dataclass(frozen=True)
class Loaded:
    """Labelled pictures as `Pictures` give them, out of a Dataset; or out of a DataLoader, which has batches and an order of its own."""

    given: Dataset | DataLoader

    def __len__(self) -> int:
        return len(self.given)

    @property
    def classes(self) -> tuple[str, ...]:
        found: Any = self.given
        while not hasattr(found, "classes") and hasattr(found, "dataset"):
            found = found.dataset
        return tuple(getattr(found, "classes", ()))

    def batches(self, batch_size: int, shuffle: bool = False, seed: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
        order = torch.Generator().manual_seed(seed)
        yield from self.given if isinstance(self.given, DataLoader) else DataLoader(self.given, batch_size, shuffle, generator=order)


Given = Pictures | Loaded | Dataset | DataLoader | tuple[Tensor, Tensor]


def batched(given: Given) -> Pictures | Loaded:
    """What was given, with `batches`: images (B, C, H, W) and labels (B,). Raises TypeError for what holds no labelled pictures."""
    if isinstance(given, TensorDataset):
        given = given.tensors
    if isinstance(given, (tuple, list)) and len(given) == 2 and all(isinstance(part, Tensor) for part in given):
        return Pictures(*given, classes=(), mean=(), std=())
    if isinstance(given, (Dataset, DataLoader)):
        return Loaded(given)
    if not hasattr(given, "batches"):
        raise TypeError(
            f"these are no labelled pictures but {type(given).__name__}: give pictures of convnets.data, (images, labels), "
            "a Dataset or a DataLoader"
        )
    return given
