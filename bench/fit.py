"""`train.fit` beside a bare loop that makes the same updates on the same batches, and notes nothing."""

from collections.abc import Callable
from time import process_time

import torch
from torch import nn
from torch.nn import functional

from bench.result import Result
from convnets import data, models, train
from convnets.data import Pictures

PAIRS, WARM, EPOCHS = 24, 2, 2
RECIPE = dict(lr=0.01, momentum=0.9, weight_decay=5e-4)


def run() -> list[Result]:
    torch.set_num_threads(1)
    pictures = data.load("digits").train
    nets = {loop: models.create("lenet5") for loop in (fit, bare)}
    times = {fit: [], bare: []}
    for i in range(WARM + PAIRS):
        for loop in (fit, bare) if i % 2 else (bare, fit):
            times[loop].append(_seconds(loop, nets[loop], pictures, i))
    ours, theirs = (times[loop][WARM:] for loop in (fit, bare))
    return [Result(f"train.fit, LeNet-5, {EPOCHS} epochs of 4,000 digits", ours, "a bare loop", theirs, "at least 0.99", verdict="speed")]


def fit(net: nn.Module, pictures: Pictures, seed: int) -> None:
    train.fit(net, pictures, epochs=EPOCHS, batch_size=64, seed=seed, device="cpu", progress=False, **RECIPE)


def bare(net: nn.Module, pictures: Pictures, seed: int) -> None:
    descent = torch.optim.SGD(net.parameters(), **RECIPE)
    net.train()
    for epoch in range(EPOCHS):
        order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(1000 * seed + epoch))
        for start in range(0, len(pictures), 64):
            chosen = order[start : start + 64]
            descent.zero_grad()
            loss = functional.cross_entropy(net(pictures.images[chosen]), pictures.labels[chosen])
            loss.backward()
            descent.step()


def _seconds(loop: Callable, *args: object) -> float:
    """Of this process on its processor: others who use it meanwhile do not count."""
    start = process_time()
    loop(*args)
    return process_time() - start
