"""Your own pictures: a folder that holds one folder of pictures for each class, as torchvision's `ImageFolder` reads it."""

from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from convnets.base import progress
from convnets.data.opening import ENDINGS, Unreadable, decode, quiet

TESTS = ("test", "val", "valid", "validation")  # what the other half of a folder called "train" may be called
SIZE = 64  # the side of the pictures, if nobody says


@dataclass
class Folder:
    """Pictures in files, read when their turn comes. What cannot be read is skipped, and noted."""

    root: Path
    files: list[Path]
    labels: Tensor  # (N,) int64
    classes: tuple[str, ...]
    size: int
    skipped: list[str] = field(default_factory=list)
    converted: list[str] = field(default_factory=list)

    def read(self, order: Tensor, n: int) -> tuple[Tensor, Tensor, Tensor]:
        """The first `n` readable pictures in this order: pixels (n, 3, size, size) uint8 and labels (n,); then the rest of the order.

        There may be fewer than `n`.
        """
        quiet()
        pictures, labels, tried = [], [], 0
        bar = progress.bar(min(n, len(order)), show=min(n, len(order)) >= 500)
        for i in order.tolist():
            if len(pictures) == n:
                break
            tried += 1
            picture = self._read(self.files[i])
            if picture is not None:
                pictures.append(picture)
                labels.append(self.labels[i])
                bar.update()
        bar.close()
        empty = torch.empty(0, 3, self.size, self.size, dtype=torch.uint8)
        return torch.stack(pictures) if pictures else empty, torch.tensor(labels, dtype=torch.int64), order[tried:]

    def _read(self, file: Path) -> Tensor | None:
        """(3, size, size) uint8: scaled until it covers the square, and cut to its middle. None for what is no picture."""
        import numpy as np
        from PIL import Image, ImageOps

        name = file.relative_to(self.root).as_posix()
        try:
            image, kind = decode(file, name)
        except Unreadable as error:
            self.skipped.append(str(error))
            return None
        if kind:
            self.converted.append(f"{name}: {kind}")
        picture = ImageOps.fit(image, (self.size, self.size), Image.Resampling.BICUBIC)
        return torch.from_numpy(np.array(picture)).permute(2, 0, 1)


def pools(root: str | Path, size: int | None = None) -> tuple[Folder, ...]:
    """One pool to split; or two, when the folder holds a `train` and a `test` (or `val`).

    Raises:
        FileNotFoundError: there is no such folder, or it holds no folders of pictures.
        ValueError: the two halves do not have the same classes.
    """
    root = Path(root).expanduser()
    halves = [root / half for half in ("train", *TESTS) if (root / half).is_dir()]
    if len(halves) < 2 or halves[0].name != "train":
        return (_list(root, size or SIZE),)
    learn, tried = (_list(half, size or SIZE) for half in halves[:2])
    if learn.classes != tried.classes:
        raise ValueError(f"{halves[0]} holds the classes {', '.join(learn.classes)}, and {halves[1]} {', '.join(tried.classes)}.")
    return learn, tried


def _list(root: Path, size: int) -> Folder:
    if not root.is_dir():
        raise FileNotFoundError(f"there is no folder {root}. It should hold one folder of pictures for each class, say {root}/cats.")
    classes = sorted(entry.name for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if not classes:
        raise FileNotFoundError(f"{root} should hold one folder of pictures for each class, say {root}/cats, and holds none.")
    files, labels = [], []
    for label, name in enumerate(classes):
        found = sorted(f for f in (root / name).rglob("*") if f.suffix.lower() in ENDINGS and not f.name.startswith("."))
        if not found:
            raise FileNotFoundError(f"{root / name} holds no pictures ({', '.join(ENDINGS)}), and each folder here is taken for a class.")
        files += found
        labels += [label] * len(found)
    return Folder(root, files, torch.tensor(labels), tuple(classes), size)
