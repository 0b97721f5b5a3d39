"""Look through pictures before they are used: which cannot be read, which had to be converted, and which are copies of others.

A test picture whose copy was learned from is no test. Two pictures count as copies when their bytes are the same, or when small grey
thumbnails of them are nearly so, one of them mirrored perhaps: saved again, scaled, a little brighter.
"""

import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from convnets.base import progress
from convnets.base.files import digest
from convnets.data.decoder import Unreadable, decode
from convnets.data.photos import THREADS, File

SIDE = 16  # of a thumbnail
ALIKE = 0.985  # correlation of two thumbnails from which on they count as the same picture
STRIP = 1024  # pictures compared with all others at a time
FLAT = 4.0  # grey levels: a picture that varies less has no shape of its own, and only its bytes count


@dataclass(frozen=True)
class Seen:
    """What is known of the pictures that can be read."""

    files: list[File]
    labels: list[str]
    thumbnails: Tensor  # (N, 256) float32, of mean 0 and length 1; zeros for what is flat
    skipped: tuple[str, ...]
    converted: tuple[str, ...]


def look_through(pictures: list[tuple[Path, str]], root: Path) -> Seen:
    """Read every picture once, small. Names are relative to `root`."""
    seen, skipped, converted = [], [], []
    bar = progress.bar(len(pictures), show=len(pictures) >= 2000)
    pool = ThreadPoolExecutor(THREADS)
    with warnings.catch_warnings(), _ending(pool):
        warnings.simplefilter("ignore")
        for (file, label), result in zip(pictures, pool.map(lambda picture: _look(picture[0], root), pictures), strict=True):
            bar.update()
            if isinstance(result, str):
                skipped.append(result)
                continue
            of_bytes, kind, thumbnail = result
            seen.append((File(file, name_of(file, root), of_bytes), label, thumbnail))
            if kind:
                converted.append(f"{name_of(file, root)}: {kind}")
    bar.close()
    files, labels, thumbnails = (list(column) for column in zip(*seen, strict=True)) if seen else ([], [], [])
    return Seen(files, labels, _shapes(thumbnails), tuple(skipped), tuple(converted))


def groups(*halves: Seen) -> list[int]:
    """A number for each picture of all halves, one after the other; copies of one picture have the same."""
    files, thumbnails = [file for half in halves for file in half.files], torch.cat([half.thumbnails for half in halves])
    leader = list(range(len(files)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    first: dict[str, int] = {}
    for i, file in enumerate(files):
        leader[find(i)] = find(first.setdefault(file.digest, i))
    mirrored = thumbnails.reshape(-1, SIDE, SIDE).flip(2).flatten(1)
    for start in range(0, len(files), STRIP):
        for others in (thumbnails, mirrored):
            rows, columns = (thumbnails[start : start + STRIP] @ others[start:].T >= ALIKE).nonzero(as_tuple=True)
            for i, j in zip((rows + start).tolist(), (columns + start).tolist(), strict=True):
                leader[find(i)] = find(j)
    return [find(i) for i in range(len(files))]


def told(seen: list[File], group: list[int]) -> tuple[str, ...]:
    """The copies in words: each with the first picture of its group."""
    first: dict[int, File] = {}
    pairs = [(file, first.setdefault(g, file)) for file, g in zip(seen, group, strict=True)]
    return tuple(
        f"{file.name} is a copy of {other.name if other.name != file.name else other.path}" for file, other in pairs if file is not other
    )


def name_of(file: Path, root: Path) -> str:
    """A file's name from `root` on, with slashes everywhere."""
    return file.relative_to(root).as_posix()


@contextmanager
def _ending(pool: ThreadPoolExecutor) -> Iterator[None]:
    """Whatever ends the block, Ctrl-C too, ends the work that was not begun."""
    try:
        yield
    finally:
        pool.shutdown(cancel_futures=True)


def _look(file: Path, root: Path) -> tuple[str, str, Tensor] | str:
    """The hash of the bytes, what had to be converted, and a grey thumbnail; or why it cannot be read."""
    try:
        image, kind = decode(file, name_of(file, root), SIDE)
        of_bytes = digest(file)
        small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    except (Unreadable, OSError) as error:
        return str(error)
    return of_bytes, kind, torch.from_numpy(np.array(small, dtype=np.float32)).flatten()


def _shapes(thumbnails: list[Tensor]) -> Tensor:
    if not thumbnails:
        return torch.empty(0, SIDE * SIDE)
    stacked = torch.stack(thumbnails)
    stacked = stacked - stacked.mean(dim=1, keepdim=True)
    return functional.normalize(stacked, dim=1) * (stacked.std(dim=1, keepdim=True) > FLAT)
