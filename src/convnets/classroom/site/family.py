"""The family of networks, as the front page draws it: who stands in which chapter, what was new, and on whom it builds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import torch

from convnets import measure, models

Bar = tuple[float, int]  # a stage: how wide its maps are (0..1 of the picture), and how many there are


@dataclass(frozen=True)
class Member:
    """One network. ``name`` is what :func:`convnets.models.create` calls it; "" for what is no network."""

    label: str
    chapter: str  # the number
    idea: tuple[str, str]  # what was new, in two short lines
    place: tuple[int, int]  # column, a time; lane
    after: tuple[str, ...] = ()  # the labels of those it builds on
    name: str = ""
    when: str = ""

    @property
    def year(self) -> str:
        return self.when or str(models.info(self.name).year)

    @cached_property
    def bars(self) -> list[Bar]:
        """Its stages, measured on the network itself, on the meta device."""
        if not self.name:
            return []
        paper = models.info(self.name)
        with torch.device("meta"):
            net = models.create(self.name)
        sizes = [size for _, size in measure.map_sizes(net, paper.input_size, depth=1)]
        drawn = [(size[1] / paper.input_size[1], size[0]) if len(size) == 3 else (0.0, size[0]) for size in sizes]
        return [bar for bar, before in zip(drawn, [None, *drawn], strict=False) if bar != before]  # a ReLU changes no size


FAMILY = (
    Member("Convolution", "00", ("one window,", "slid everywhere"), (0, 1), when="1989"),
    Member("LeNet-5", "01", ("shared weights", "read cheques"), (1, 1), ("Convolution",), "lenet5"),
    Member("AlexNet", "02", ("ReLU, dropout,", "two GPUs"), (2, 1), ("LeNet-5",), "alexnet"),
    Member("ZFNet", "02", ("a look", "inside"), (3, 2), ("AlexNet",), "zfnet"),
    Member("NiN", "04", ("1×1, and an", "average at the end"), (3, 0), ("AlexNet",), "nin"),
    Member("VGG", "03", ("3×3, again", "and again"), (4, 2), ("ZFNet",), "vgg_d"),
    Member("GoogLeNet", "04", ("branches,", "side by side"), (4, 0), ("NiN",), "googlenet"),
    Member("Inception-v3", "06", ("windows taken", "apart"), (5, 0), ("GoogLeNet",), "inception_v3"),
    Member("ResNet", "05", ("learn the", "difference"), (5, 2), ("VGG",), "resnet50"),
    Member("Inception-v4", "07", ("one plan", "throughout"), (6, 0), ("Inception-v3",), "inception_v4"),
    Member("Inception-ResNet", "07", ("branches and", "shortcuts"), (6, 1), ("Inception-v4", "ResNet"), "inception_resnet_v2"),
    Member("Pre-activation", "05", ("a clear path", "through"), (6, 2), ("ResNet",), "preact_resnet50"),
    Member("Lab", "08", ("cats, dogs, and", "your pictures"), (7, 1), ("Inception-ResNet", "Pre-activation"), when="today"),
)


def doors(chapters: Iterable[str]) -> Mapping[str, str]:
    """Chapter number to the page behind it, for the chapters that there are."""
    return {name[:2]: f"chapters/{name}.html" for name in chapters}
