"""`convnets finetune` from JPEG files to a trained head, beside the bare forward passes of the same network on the same pictures; and
how long fine-tuning the entire network takes to get as far.

The pictures are those of CONVNETS_CATS_DOGS, or 300 drawn ones, written as JPEG files first. All cores are used, and wall time counts.
"""

import os
import tempfile
from collections.abc import Callable
from copy import deepcopy
from itertools import count
from pathlib import Path
from time import perf_counter

import torch
from torch import nn

from bench.result import Result
from convnets import data, weights
from convnets.data.cats_and_dogs import VARIABLE
from convnets.lab import features, finetune
from convnets.lab.fusing import fused
from convnets.lab.tuning import Varied

DRAWN, ROUNDS = 300, 3
BATCHES = (1, 4, 8, 16)  # sizes that the bare network tries, with either memory format and either number of threads
PATIENCE = 25  # times what the probe takes: so long does fine-tuning have to get as far
RECIPE = dict(
    lr=0.02, body=0.5, batch=16
)  # the rate of the head, and the body's share of it: the first pair of those tried that got to 98 % within an epoch


def run() -> list[Result]:
    before, cores = torch.get_num_threads(), os.cpu_count() or 1
    torch.set_num_threads(cores)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _run(Path(os.environ.get(VARIABLE) or _written(Path(folder))), cores)
    finally:
        torch.set_num_threads(before)


def _run(folder: Path, cores: int) -> list[Result]:
    lab = data.cats_vs_dogs(folder)
    n = len(lab.train) + len(lab.test)
    view = data.View(224, 0.875, *weights.normalisation("efficientnet_lite0"))
    pixels = torch.cat([p for half in (lab.train, lab.test) for p, _ in half.pixel_batches(view, 32)])
    images = view.normalise(pixels)
    plain = features.headless(weights.pretrained())
    passes = {"its bare forward passes": _best(plain, images, cores), "the same, fused": _best(fused(deepcopy(plain)), images, cores)}
    ours, theirs = [], {name: [] for name in passes}
    for _ in range(ROUNDS):
        seconds, result = _timed(lambda: finetune.run(data.cats_vs_dogs(folder), keep=False, progress=False))
        ours.append(seconds)
        for name, forward in passes.items():
            theirs[name].append(_timed(forward)[0])
    found = [
        Result(
            f"finetune --method probe, {n} JPEG files", ours, name, theirs[name], "at most 1.5" if name in "its bare forward passes" else ""
        )
        for name in passes
    ]
    torch.set_num_threads(cores)
    seconds, reached = _end_to_end(lab, result.accuracy, PATIENCE * min(ours))
    told = "fine-tuning all of it to as much" if reached else f"fine-tuning all of it, not reached in {seconds:.0f} s"
    return [*found, Result(f"its accuracy, {result.accuracy:.1%} of {len(lab.test)}", [min(ours)], told, [seconds], "20", verdict="speed")]


def _best(net: nn.Module, images: torch.Tensor, cores: int) -> Callable[[], None]:
    """All forward passes, at the batch size, memory format and number of threads that are quickest on a few."""
    tried: list[tuple[float, Callable[[torch.Tensor], None]]] = []
    for layout in (torch.contiguous_format, torch.channels_last):
        laid, few = deepcopy(net).to(memory_format=layout), images[:16].contiguous(memory_format=layout)
        for batch in BATCHES:
            for threads in {1, cores}:

                def forward(x: torch.Tensor, net: nn.Module = laid, batch: int = batch, threads: int = threads) -> None:
                    torch.set_num_threads(threads)
                    with torch.inference_mode():
                        for part in x.split(batch):
                            net(part)

                forward(few[:batch])
                tried.append((_timed(lambda f=forward, x=few: f(x))[0], forward, layout))
    _, forward, layout = min(tried, key=lambda entry: entry[0])
    everything = images.contiguous(memory_format=layout)
    return lambda: forward(everything)


def _end_to_end(lab: data.Lab, aim: float, patience: float) -> tuple[float, bool]:
    """Seconds of training (tests do not count) until the accuracy is reached, tried four times an epoch; and whether it was."""
    view = data.View(224, 0.875, *weights.normalisation("efficientnet_lite0"))
    torch.manual_seed(0)
    start = perf_counter()
    net = finetune.freeze(weights.pretrained(num_classes=len(lab.classes))).to(memory_format=torch.channels_last)
    finetune.unfreeze(net, norms=False)  # statistics of 1.28 million pictures are better than those of 16
    groups = finetune.groups(net, RECIPE["lr"], RECIPE["body"])
    peaks, descent = [group["lr"] for group in groups], torch.optim.SGD(groups, momentum=0.9, nesterov=True)
    pictures = Varied(lab.train, view)
    quarter, seconds, updates = max(1, len(pictures) // RECIPE["batch"] // 4), 0.0, 0
    for epoch in count():
        for images, labels in pictures.batches(RECIPE["batch"], seed=epoch):
            for group, peak in zip(descent.param_groups, peaks, strict=True):
                group["lr"] = peak * min(1.0, (updates + 1) / quarter)
            descent.zero_grad()
            nn.functional.cross_entropy(net.train()(images), labels).backward()
            descent.step()
            updates += 1
            if updates % quarter == 0:
                seconds += perf_counter() - start
                if finetune.evaluate(net, lab.test, (view,))[0].accuracy >= aim:
                    return seconds, True
                if seconds > patience:
                    return seconds, False
                start = perf_counter()
    raise AssertionError


def _timed(what: Callable) -> tuple[float, object]:
    start = perf_counter()
    found = what()
    return perf_counter() - start, found


def _written(folder: Path) -> Path:
    pictures = data.drawn(DRAWN, "bench")
    for i, label in enumerate(pictures.labels.tolist()):
        file = folder / pictures.classes[label] / f"{i}.jpg"
        file.parent.mkdir(exist_ok=True)
        pictures[i].resize((500, 375)).save(file, quality=92)
    return folder
