"""Labelled pictures that stay in their files until their turn comes: thousands of them take no memory."""

import hashlib
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import torch
from PIL.Image import Image
from torch import Tensor

from convnets.data.decoder import Unreadable, decode, quiet
from convnets.data.pictures import Pictures
from convnets.data.view import View

AHEAD = 3  # batches that are decoded while the network works on one
THREADS = min(8, os.cpu_count() or 1)  # that decode


class Source(Protocol):
    """Where one picture comes from."""

    name: str
    digest: str  # of its content

    def open(self, side: int | None = None) -> Image:
        """The picture in RGB, its shorter side not much smaller than `side`. Raises `Unreadable`."""


@dataclass(frozen=True)
class File:
    """A picture in a file."""

    path: Path
    name: str  # the file's, from the data set's folder on
    digest: str  # of its bytes

    def open(self, side: int | None = None) -> Image:
        return decode(self.path, self.name, side)[0]


@dataclass(frozen=True)
class Photos:
    """Labelled pictures, decoded when their turn comes."""

    sources: Sequence[Source]
    labels: Tensor  # (N,) int64
    classes: tuple[str, ...]
    kind: str  # "folder", "pets", "drawn"
    skipped: list[str] = field(default_factory=list)  # what turned out unreadable on the way

    def __len__(self) -> int:
        return len(self.sources)

    def __getitem__(self, which: int | slice | Sequence[int] | Tensor) -> "Image | Photos":
        """One picture, whole, as PIL has it in RGB; or, for a slice, a list or a tensor of indices, these pictures as `Photos`."""
        if isinstance(which, int):
            quiet()
            return self.sources[which].open()
        index = torch.arange(len(self))[which]
        return replace(self, sources=[self.sources[i] for i in index.tolist()], labels=self.labels[index])

    def __repr__(self) -> str:
        counts = ", ".join(f"{int((self.labels == i).sum()):,} {name}" for i, name in enumerate(self.classes))
        return f"{len(self):,} pictures ({counts})"

    @property
    def names(self) -> tuple[str, ...]:
        """Of the files, from the data set's folder on."""
        return tuple(source.name for source in self.sources)

    @property
    def key(self) -> str:
        """A hash of the pictures' content, in their order. Labels do not count."""
        return hashlib.sha256("\n".join(source.digest for source in self.sources).encode()).hexdigest()

    def take(self, n: int) -> "Photos":
        """The first `n`. A data set is in mixed order, so its first `n` hold nearly as many of each class."""
        return self[:n]

    def pixels(self, i: int, view: View) -> Tensor | None:
        """(3, size, size) uint8 of one picture. None, and a line in `skipped`, where it cannot be read after all."""
        try:
            return view.pixels(self.sources[i].open(view.size))
        except Unreadable as error:
            if str(error) not in self.skipped:
                self.skipped.append(str(error))
            return None

    def gather(self, indices: Sequence[int], view: View) -> tuple[Tensor, Tensor]:
        """Pixels (n, 3, size, size) uint8, channels last in memory, and which of the pictures they are: those that can be read."""
        found = {i: pixels for i in indices if (pixels := self.pixels(i, view)) is not None}
        if not found:
            return torch.empty(0, 3, view.size, view.size, dtype=torch.uint8), torch.empty(0, dtype=torch.int64)
        stacked = torch.stack([pixels.permute(1, 2, 0) for pixels in found.values()])  # rows, columns, colours, as they lie
        return stacked.permute(0, 3, 1, 2), torch.tensor(list(found), dtype=torch.int64)

    def batches(
        self, view: View, batch_size: int = 32, *, shuffle: bool = False, seed: int = 0, threads: int = THREADS
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """Go once over all pictures: images (B, 3, S, S), normalised, and their indices (B,). Threads decode ahead of you.

        A picture that cannot be read after all is missing from its batch. With `shuffle` the order is one that `seed` alone decides.
        """
        for pixels, indices in self.pixel_batches(view, batch_size, shuffle=shuffle, seed=seed, threads=threads):
            yield view.normalise(pixels), indices

    def pixel_batches(
        self, view: View, batch_size: int, *, shuffle: bool = False, seed: int = 0, threads: int = THREADS
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """As :meth:`batches`, before the normalisation: (B, 3, S, S) uint8, a quarter of the memory."""
        quiet()
        order = torch.randperm(len(self), generator=torch.Generator().manual_seed(seed)).tolist() if shuffle else range(len(self))
        chunks = [order[i : i + batch_size] for i in range(0, len(self), batch_size)]
        pool = ThreadPoolExecutor(threads)
        try:
            waiting = deque(pool.submit(self.gather, chunk, view) for chunk in chunks[: AHEAD + threads])
            for chunk in [*chunks[AHEAD + threads :], *[None] * len(waiting)]:
                pixels, indices = waiting.popleft().result()
                if chunk is not None:
                    waiting.append(pool.submit(self.gather, chunk, view))
                if len(indices):
                    yield pixels, indices
        finally:
            pool.shutdown(cancel_futures=True)

    def read(self, size: int = 64, mean: Sequence[float] | None = None, std: Sequence[float] | None = None) -> Pictures:
        """All of them in memory at one size, normalised with their own mean and standard deviation or those given.

        For small sizes: a thousand pictures of 64 x 64 take 49 MB, of 224 x 224 600 MB.
        """
        found = list(self.pixel_batches(View(size, 1.0), 64))
        if not found:
            raise ValueError(f"none of these {len(self)} pictures can be read: {'; '.join(self.skipped[:3])}")
        pixels, indices = (torch.cat(parts) for parts in zip(*found, strict=True))
        images = pixels.float().div_(255).contiguous()
        if mean is None or std is None:
            std, mean = (values.tolist() for values in torch.std_mean(images, dim=(0, 2, 3), correction=0))
            std = [max(value, 1e-3) for value in std]
        for channel in range(3):
            images[:, channel].sub_(mean[channel]).div_(std[channel])
        return Pictures(images, self.labels[indices], self.classes, tuple(mean), tuple(std))
