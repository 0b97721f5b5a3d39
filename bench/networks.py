"""A training step of our networks beside torchvision's or timm's same network: forward, backward, SGD."""

import gc
from collections.abc import Callable
from importlib.util import find_spec
from time import process_time

import torch
from torch import nn
from torch.nn import functional

from bench.result import Result
from convnets import models

RUNS, WARM = 8, 2
RECIPE = dict(lr=1e-3, momentum=0.9, weight_decay=5e-4)
PAIRS = (  # ours, its options, whose, its name there, pictures in a batch
    ("alexnet_one_gpu", {}, "torchvision", "alexnet", 16),
    ("vgg_a", {}, "torchvision", "vgg11", 1),
    ("resnet18", {}, "torchvision", "resnet18", 4),
    ("resnet50", dict(stride_on="3x3"), "torchvision", "resnet50", 2),
    ("inception_v3", {}, "torchvision", "inception_v3", 2),
    ("inception_v4", {}, "timm", "inception_v4", 1),
    ("inception_resnet_v2", {}, "timm", "inception_resnet_v2", 1),
)


def run() -> list[Result]:
    """What is not installed, timm perhaps, is left out."""
    torch.set_num_threads(1)
    return [_side_by_side(*pair) for pair in PAIRS if find_spec(pair[2])]


def _side_by_side(name: str, options: dict[str, str], whose: str, theirs: str, batch: int) -> Result:
    """A step of each in turn, and each first every other time: whatever slows the machine down meets both."""
    torch.manual_seed(0)
    images, labels = torch.randn(batch, *models.info(name).input_size), torch.randint(0, 1000, (batch,))
    steps = [_step(net, images, labels) for net in (models.create(name, **options), _rival(whose, theirs))]
    times: tuple[list[float], list[float]] = ([], [])
    for i in range(WARM + RUNS):
        for side in (0, 1) if i % 2 else (1, 0):
            start = process_time()  # of this process on its processor: others who use it do not count
            steps[side]()
            times[side].append(process_time() - start)
    del steps
    gc.collect()  # the largest take gigabytes
    return Result(f"a training step of {name}, batch of {batch}", times[0][WARM:], f"{whose}'s {theirs}", times[1][WARM:], "at most 1.02")


def _rival(whose: str, name: str) -> nn.Module:
    if whose == "timm":
        import timm

        return timm.create_model(name)
    from torchvision.models import get_model

    return get_model(name, weights=None, **dict(init_weights=False) if name == "inception_v3" else {})


def _step(net: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> Callable[[], None]:
    descent = torch.optim.SGD(net.train().parameters(), **RECIPE)

    def step() -> None:
        descent.zero_grad()
        outputs = net(images)
        heads = [outputs] if isinstance(outputs, torch.Tensor) else outputs
        sum(functional.cross_entropy(logits, labels) for logits in heads).backward()
        descent.step()

    return step
