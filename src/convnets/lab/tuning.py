"""Train a network on pictures that come from their files, a batch at a time: what fine-tuning and training from scratch share."""

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from math import ceil, cos, pi

import torch
from torch import Tensor, nn
from torch.nn import functional

from convnets.base import progress as progress_bars
from convnets.base import settings
from convnets.base.interrupts import unbroken
from convnets.data import Photos, View
from convnets.train import FAST_BATCHES, FAST_EPOCHS

MARGIN = 1.14  # pictures are read so much larger than they go in, and cut at a random place
Supply = Callable[[int], Iterator[tuple[Tensor, Tensor]]]  # epoch -> batches: pixels (B, 3, H, W) uint8, labels (B,)


def tune(
    net: nn.Module,
    supply: Supply,
    view: View,
    learning: Callable[[int], list[dict]],
    *,
    epochs: int,
    batches: int,
    seed: int,
    device: torch.device,
    momentum: float = 0.9,
    weight_decay: float = 1e-4,
    label_smoothing: float = 0.0,
    warm: float = 0.1,
    progress: bool = True,
) -> tuple[int, bool]:
    """Train `net` in place. Returns how many epochs were finished, and whether Ctrl-C put an end to it: the weights are then those of the
    last finished epoch.

    Args:
        supply: the batches of an epoch; pixels larger than ``view.size`` are cut at random.
        learning: epoch -> parameter groups, each with its ``lr``; what is in none of them stands still. Called as the epoch begins.
        batches: in an epoch.
        warm: the share of the training in which the rates rise; after it they fall to nothing along a cosine.
    """
    if settings.fast():
        epochs, batches = min(epochs, FAST_EPOCHS), min(batches, FAST_BATCHES)
    net.to(device=device, memory_format=torch.channels_last)
    precision = torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else nullcontext()
    torch.manual_seed(seed)
    total, done, finished = epochs * batches, 0, 0
    good = _copy(net)
    momenta: dict = {}
    try:
        with closing(progress_bars.bar(total, progress)) as bar:
            for epoch in range(epochs):
                descent = torch.optim.SGD(learning(epoch), lr=0.0, momentum=momentum, weight_decay=weight_decay, nesterov=True)
                peaks = [group["lr"] for group in descent.param_groups]
                descent.state.update({p: momenta[p] for group in descent.param_groups for p in group["params"] if p in momenta})
                net.train()
                with closing(supply(epoch)) as coming:
                    for (pixels, labels), _ in zip(coming, range(batches), strict=False):
                        share = done / total
                        rate = share / warm if share < warm else (1 + cos(pi * (share - warm) / (1 - warm))) / 2
                        for group, peak in zip(descent.param_groups, peaks, strict=True):
                            group["lr"] = peak * rate
                        images = view.normalise(varied(pixels.to(device), view.size)).contiguous(memory_format=torch.channels_last)
                        descent.zero_grad()
                        with precision:
                            loss = functional.cross_entropy(net(images), labels.to(device), label_smoothing=label_smoothing)
                        loss.backward()
                        descent.step()
                        done += 1
                        bar.update()
                momenta = dict(descent.state)
                if not all(p.isfinite().all() for p in net.parameters()):
                    raise FloatingPointError("the weights have run away: the steps were too large. Try a lower learning rate.")
                with unbroken():
                    good, finished = _copy(net), epoch + 1
                bar.set_description(f"epoch {finished} of {epochs}, loss {loss.item():.3f}")
        interrupted = False
    except KeyboardInterrupt:
        interrupted = True
    with unbroken():
        if interrupted:
            left = f"The weights are those of epoch {finished}." if finished else "The weights are those from before it."
            print(f"Stopped in epoch {finished + 1} of {epochs}. {left}")
        net.load_state_dict(good)
        net.to(device="cpu", memory_format=torch.contiguous_format).eval()
    return finished, interrupted


def from_files(photos: Photos, view: View, batch_size: int, seed: int) -> tuple[Supply, int]:
    """Batches that are decoded anew in every epoch, in a new order, and how many: nothing stays in memory."""
    larger = View(round(MARGIN * view.size), view.crop)

    def supply(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        with closing(photos.pixel_batches(larger, batch_size, shuffle=True, seed=1000 * seed + epoch)) as found:
            for pixels, indices in found:
                yield pixels, photos.labels[indices]

    return supply, ceil(len(photos) / batch_size)


def from_memory(photos: Photos, view: View, batch_size: int, seed: int) -> tuple[Supply, int]:
    """Small pictures, all read once and kept as bytes: 25,000 of 64 pixels take 0.4 GB."""
    found = list(photos.pixel_batches(View(round(MARGIN * view.size), 1.0), 64))
    pixels, indices = (torch.cat(parts) for parts in zip(*found, strict=True))
    labels = photos.labels[indices]

    def supply(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(1000 * seed + epoch))
        for chosen in order.split(batch_size):
            yield pixels[chosen], labels[chosen]

    return supply, ceil(len(labels) / batch_size)


def varied(pixels: Tensor, size: int) -> Tensor:
    """Cut a square out of each picture at a random place, and mirror half of them."""
    room = pixels.shape[-1] - size
    places = torch.randint(0, room + 1, (2, len(pixels)))
    mirrored = torch.rand(len(pixels)) < 0.5
    cut = [
        (p.flip(2) if flip else p)[:, top : top + size, left : left + size]
        for p, flip, top, left in zip(pixels, mirrored.tolist(), *places.tolist(), strict=True)
    ]
    return torch.stack(cut)


def _copy(net: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in net.state_dict().items()}
