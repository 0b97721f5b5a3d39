"""What every data set comes as: pictures of one size with their labels, in memory; whole at first, then in two halves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor


@dataclass(frozen=True)
class Pool:
    """All pictures of a data set, or of one of its official splits, before they are normalised."""

    pixels: Tensor  # (N, C, H, W) uint8
    labels: Tensor  # (N,) int64
    classes: tuple[str, ...]


def mixed(labels: Tensor, seed: int) -> Tensor:
    """An order of all pictures in which every stretch holds each class in its due share."""
    generator = torch.Generator().manual_seed(seed)
    place = torch.rand(len(labels), generator=generator, dtype=torch.float64)
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        rank = torch.randperm(len(members), generator=generator)
        place[members] = (rank + place[members]) / len(members)
    return place.argsort()


@dataclass(frozen=True)
class Pictures:
    """Labelled pictures of one size, held in memory as one tensor."""

    images: Tensor  # (N, C, H, W) float32, normalised: (pixel - mean) / std in each channel
    labels: Tensor  # (N,) int64
    classes: tuple[str, ...]  # the name of each label
    mean: tuple[float, ...]  # of each channel, in pixel values 0..1
    std: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, i: int) -> tuple[Tensor, Tensor]:
        """One picture (C, H, W) and its label; or, for a slice or a list, (n, C, H, W) and (n,)."""
        return self.images[i], self.labels[i]

    def __repr__(self) -> str:
        return f"{len(self):,} pictures of {' x '.join(map(str, self.images.shape[1:]))} in {len(self.classes)} classes"

    def take(self, n: int) -> "Pictures":
        """The first `n`. A split is in mixed order, so its first `n` hold nearly as many of each class."""
        return replace(self, images=self.images[:n], labels=self.labels[:n])

    def to(self, device: torch.device) -> "Pictures":
        """The same pictures on another device; themselves if they are there already."""
        return replace(self, images=self.images.to(device), labels=self.labels.to(device))

    def batches(
        self, batch_size: int, shuffle: bool = False, seed: int = 0, device: torch.device | None = None
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """Go once over all pictures: images (B, C, H, W) and labels (B,), the last batch smaller if need be.

        The order is the stored one, or with `shuffle` one that `seed` alone decides. With `device` all pictures are moved
        there once, at the start.
        """
        here = self if device is None else self.to(device)
        if shuffle:
            order = torch.randperm(len(self), generator=torch.Generator().manual_seed(seed)).to(here.labels.device)
        for start in range(0, len(self), batch_size):
            chosen = slice(start, start + batch_size)
            if shuffle:
                chosen = order[chosen]
            yield here.images[chosen], here.labels[chosen]

    def pixels(self, which: Tensor | int | slice | None = None) -> Tensor:
        """Undo the normalisation: values 0..1, for looking at.

        `which` is an index or a slice of these pictures, or any normalised images (..., C, H, W) of the same kind;
        all of them if left out.
        """
        images = which if isinstance(which, Tensor) and which.is_floating_point() else self.images[slice(None) if which is None else which]
        mean, std = (torch.tensor(v, device=images.device)[:, None, None] for v in (self.mean, self.std))
        return (images * std + mean).clamp(0, 1)


@dataclass(frozen=True)
class Splits:
    """Pictures to learn from, and pictures held out to test on."""

    train: Pictures
    test: Pictures
    skipped: tuple[str, ...] = ()  # files of a folder that could not be read: "cats/3.jpg: an empty file"
    converted: tuple[str, ...] = ()  # files that were no plain RGB pictures: "cats/4.png: grey"

    @property
    def classes(self) -> tuple[str, ...]:
        return self.train.classes

    @property
    def mean(self) -> tuple[float, ...]:
        return self.train.mean

    @property
    def std(self) -> tuple[float, ...]:
        return self.train.std

    def __repr__(self) -> str:
        return f"to learn from: {self.train}\nto test on: {self.test}" + noted(
            {"skipped": self.skipped, "converted to RGB": self.converted}
        )


def noted(files: dict[str, Sequence[str]]) -> str:
    """A line for each kind of remark on files of which there are any: how many, and the first three."""
    return "".join(f"\n{kind}: {len(some):,} ({'; '.join(some[:3])}{'; ...' * (len(some) > 3)})" for kind, some in files.items() if some)
