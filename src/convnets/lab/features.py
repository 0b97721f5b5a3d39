"""What a trained network sees in pictures: the numbers before its last layer, computed once and kept on disk.

>>> lab = data.cats_vs_dogs("photos")
>>> seen = features.extract(lab.train)  # EfficientNet-Lite0's 1,280 numbers for each picture
>>> seen.values.shape
torch.Size([400, 1280])

A network that is not to learn needs to see each picture once; what is learned on top of it then takes a second. The file's name is a
hash of everything that matters: the pictures' content, the weights, the view. On a processor each core takes a few pictures at a time
all the way from the file to the features, so that decoding never waits for the network, nor the network for decoding.
"""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor, nn

from convnets import weights
from convnets.base import device as devices
from convnets.base import progress, settings
from convnets.base.interrupts import unbroken
from convnets.data import Photos, View
from convnets.data.decoder import quiet
from convnets.lab.fusing import fused
from convnets.measure import last_linear
from convnets.train import checkpoint

AT_ONCE = 4  # pictures in a core's hands: their maps stay in its cache
AT_ONCE_GPU = 64


@dataclass(frozen=True)
class Features:
    """The numbers of each picture that could be read."""

    values: Tensor  # (N, D) float32, on the CPU
    labels: Tensor  # (N,) int64
    classes: tuple[str, ...]
    names: tuple[str, ...]  # of the pictures
    view: View
    key: str  # of the file they are kept in
    seconds: float  # it took, now
    kept: bool  # whether they were all on disk already
    interrupted: bool = False  # by Ctrl-C, before all pictures had their turn

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        how = "kept from before" if self.kept else f"computed in {self.seconds:.1f} s" + ", stopped early" * self.interrupted
        return f"{self.values.shape[1]:,} features of {len(self):,} pictures, {how}"

    def take(self, n: int) -> "Features":
        """Of the first `n` pictures."""
        return replace(self, values=self.values[:n], labels=self.labels[:n], names=self.names[:n])


def extract(
    photos: Photos,
    body: str | nn.Module = "efficientnet_lite0",
    *,
    view: View | None = None,
    device: torch.device | str | None = None,
    keep: bool = True,
    progress: bool = True,
) -> Features:
    """The features of pictures: what `body` says of each, in evaluation mode and without gradients.

    Args:
        photos: what `data.cats_vs_dogs` gives.
        body: a network with ImageNet weights by name, without its last layer; or a module, pictures (B, 3, S, S) -> features (B, D).
        view: how pictures go in; the middle, 224 x 224, with the normalisation that belongs to the weights, if left out.
        device: where to compute; the fastest at hand if left out.
        keep: look for them in ``settings.home()/features`` first, and put them there.
        progress: show a bar.

    Ctrl-C keeps what has been computed, and the next call goes on from there: the features are then those of the first pictures.
    Raises as `weights.load`; `ValueError` when no picture can be read; `KeyboardInterrupt` when it comes before there is anything.
    """
    start = perf_counter()
    net = headless(weights.pretrained(body)) if isinstance(body, str) else body
    if view is None:
        view = View(**dict(zip(("mean", "std"), weights.normalisation(body), strict=True))) if isinstance(body, str) else View()
    key = _key(photos, net, view)
    path = folder() / f"{key}.safetensors"
    store = _kept(path, len(photos)) if keep else _Store()
    before, interrupted = store.tried, False
    try:
        if before < len(photos):
            _compute(store, photos, net, view, devices.pick(device), progress)
    except KeyboardInterrupt:  # perhaps a second one, while the threads of the first were still ending
        interrupted = True
    if keep and store.tried > before and not settings.grading():
        try:
            with unbroken():
                store.write(path)
        except OSError as error:
            print(f"The features could not be kept in {folder()} ({error.strerror}): the next run computes them again.")
    values, indices = store.joined()
    if interrupted and not len(indices):
        raise KeyboardInterrupt
    if not len(indices):
        raise ValueError(f"none of these {len(photos)} pictures can be read: {'; '.join(photos.skipped[:3])}")
    names = tuple(photos.sources[i].name for i in indices.tolist())
    kept = before == len(photos)
    return Features(values, photos.labels[indices], photos.classes, names, view, key, perf_counter() - start, kept, interrupted)


def folder() -> Path:
    """Where features are kept. Deleting it costs time, nothing else."""
    return settings.home() / "features"


def headless(net: nn.Module) -> nn.Module:
    """The same network (not a copy) with its last linear layer taken out: pictures -> what that layer was given."""
    net.set_submodule(last_linear(net), nn.Identity())
    return net.eval()


def _key(photos: Photos, net: nn.Module, view: View) -> str:
    """A hash of all that the features depend on: architecture, weights, pictures, view."""
    digest = hashlib.sha256(f"{net}\n{photos.key}\n{view}".encode())
    for name, value in net.state_dict().items():
        digest.update(name.encode())
        digest.update(value.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return digest.hexdigest()[:40]


@dataclass
class _Store:
    """Features as they come, of the first pictures first."""

    values: list[Tensor] = field(default_factory=list)  # of each batch (B, D)
    indices: list[Tensor] = field(default_factory=list)  # (B,), which pictures they belong to
    tried: int = 0  # pictures; those that could not be read as well

    def add(self, values: Tensor, indices: Tensor, tried: int) -> None:
        if len(indices):
            self.values.append(values)
            self.indices.append(indices)
        self.tried += tried

    def joined(self) -> tuple[Tensor, Tensor]:
        if not self.values:
            return torch.empty(0, 0), torch.empty(0, dtype=torch.int64)
        return torch.cat(self.values), torch.cat(self.indices)

    def write(self, path: Path) -> None:
        values, indices = self.joined()
        checkpoint.write({"values": values, "indices": indices, "tried": torch.tensor(self.tried)}, path)


def _kept(path: Path, n: int) -> _Store:
    """What is on disk, if it is whole; else nothing."""
    try:
        stored = checkpoint.read(path)
        values, indices, tried = stored["values"], stored["indices"], int(stored["tried"])
    except (OSError, KeyError, ValueError, RuntimeError):
        return _Store()
    whole = values.ndim == 2 and indices.shape == (len(values),) and 0 <= tried <= n and bool(values.isfinite().all())
    if not whole or (len(indices) and not 0 <= int(indices.min()) <= int(indices.max()) < tried):
        return _Store()
    return _Store([values], [indices], tried) if len(indices) else _Store()


def _compute(store: _Store, photos: Photos, net: nn.Module, view: View, device: torch.device, show: bool) -> None:
    """Add the features of the pictures from ``store.tried`` on."""
    net = fused(deepcopy(net).eval()).to(device=device, memory_format=torch.channels_last)
    rest = photos[store.tried :]
    batches = _on_cores(rest, net, view) if device.type == "cpu" else _on_gpu(rest, net, view, device)
    first = store.tried
    with closing(progress.bar(len(rest), show)) as bar, closing(batches):
        for values, indices, tried in batches:
            with unbroken():
                store.add(values, indices + first, tried)
            bar.update(tried)


Batch = tuple[Tensor, Tensor, int]  # features (B, D), indices (B,), how many pictures were tried for them


def _on_cores(photos: Photos, net: nn.Module, view: View) -> Iterator[Batch]:
    """Every core decodes pictures and sends them through the network by itself: two threads for one convolution wait for each other."""
    cores = torch.get_num_threads()
    chunks = [range(i, min(i + AT_ONCE, len(photos))) for i in range(0, len(photos), AT_ONCE)]

    def work(chunk: range) -> Batch:
        with torch.inference_mode():
            pixels, indices = photos.gather(chunk, view)
            values = net(view.normalise(pixels)).flatten(1) if len(indices) else torch.empty(0, 0)
        return values, indices, len(chunk)

    quiet()
    pool = ThreadPoolExecutor(cores)
    try:
        with devices.one_thread():  # for each core's thread
            for values, indices, tried in pool.map(work, chunks):
                yield values.clone(), indices, tried
    finally:
        pool.shutdown(cancel_futures=True)


@torch.inference_mode()
def _on_gpu(photos: Photos, net: nn.Module, view: View, device: torch.device) -> Iterator[Batch]:
    """Threads decode while the GPU works."""
    done = 0
    with closing(photos.pixel_batches(view, AT_ONCE_GPU)) as batches:
        for pixels, indices in batches:
            reached = min(len(photos), (int(indices.max()) // AT_ONCE_GPU + 1) * AT_ONCE_GPU)
            yield net(view.normalise(pixels.to(device, non_blocking=True))).flatten(1).cpu(), indices, reached - done
            done = reached
