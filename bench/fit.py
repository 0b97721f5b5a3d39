"""`train.fit` beside a bare loop that makes the same updates on the same batches, and notes nothing."""

from collections.abc import Iterator
from time import process_time

import torch
from torch import nn
from torch.nn import functional

from bench.result import Result
from convnets import data, models, train
from convnets.data import Pictures
from convnets.train.results import History

ROUNDS, EPOCHS, WARM = 8, 7, 1
RECIPE = dict(lr=0.01, momentum=0.9, weight_decay=5e-4)


def run() -> list[Result]:
    """Several trainings of each, with networks that lie elsewhere in memory each time, which alone can make a difference of 1 %."""
    torch.set_num_threads(1)
    pictures = data.load("digits").train
    pairs = [pair for _ in range(ROUNDS) for pair in side_by_side(pictures)[WARM:]]
    ours, theirs = map(list, zip(*pairs, strict=True))
    return [
        Result(f"train.fit, LeNet-5, an epoch of {len(pictures):,} digits", ours, "a bare loop", theirs, "at least 0.99", verdict="speed")
    ]


def side_by_side(pictures: Pictures) -> list[tuple[float, float]]:
    """Seconds of each epoch, ours and the bare loop's, an epoch in turn: whatever slows the machine down meets both."""
    rival, pairs, start = bare(models.create("lenet5"), pictures), [], 0.0

    def turn(_: History) -> None:
        nonlocal start
        middle = process_time()  # of this process on its processor: others who use it do not count
        next(rival)
        end = process_time()
        pairs.append((middle - start, end - middle))
        start = process_time()

    net, start = models.create("lenet5"), process_time()
    train.fit(net, pictures, epochs=EPOCHS, batch_size=64, device="cpu", progress=False, after_epoch=turn, **RECIPE)
    return pairs


def bare(net: nn.Module, pictures: Pictures) -> Iterator[None]:
    """An epoch at each `next`."""
    descent = torch.optim.SGD(net.parameters(), **RECIPE)
    net.train()
    for epoch in range(EPOCHS):
        order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(epoch))
        for start in range(0, len(pictures), 64):
            chosen = order[start : start + 64]
            descent.zero_grad()
            loss = functional.cross_entropy(net(pictures.images[chosen]), pictures.labels[chosen])
            loss.backward()
            descent.step()
        yield
