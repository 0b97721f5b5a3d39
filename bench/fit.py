"""`train.fit` beside a bare loop that makes the same updates on the same batches, and notes nothing."""

from collections.abc import Iterator
from time import process_time

import torch
from torch import nn
from torch.nn import functional

from bench.result import Result
from convnets import data, models, train
from convnets.data import Pictures
from convnets.results import History

EPOCHS, WARM = 100, 3
RECIPE = dict(lr=0.01, momentum=0.9, weight_decay=5e-4)


def run() -> list[Result]:
    """One long training of each, an epoch in turn, so that whatever slows the machine down meets both."""
    torch.set_num_threads(1)
    pictures = data.load("digits").train.take(2000)
    rival = bare(models.create("lenet5"), pictures)
    ours, theirs, start = [], [], process_time()  # of this process on its processor: others who use it do not count

    def turn(_: History) -> None:
        nonlocal start
        ours.append(process_time() - start)
        start = process_time()
        next(rival)
        theirs.append(process_time() - start)
        start = process_time()

    train.fit(models.create("lenet5"), pictures, epochs=EPOCHS, batch_size=64, device="cpu", progress=False, after_epoch=turn, **RECIPE)
    what = f"train.fit, LeNet-5, an epoch of {len(pictures):,} digits"
    return [Result(what, ours[WARM:], "a bare loop", theirs[WARM:], "at least 0.99", verdict="speed")]


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
