"""Inception-ResNet-v1 and v2: Szegedy, Ioffe, Vanhoucke & Alemi, "Inception-v4, Inception-ResNet and the impact of residual connections
on learning", 2016.

Inception modules without a pooling branch; a 1x1 convolution brings their branches back to the channels of the input, to which they
are then added. v1 costs about what Inception-v3 does, v2 what Inception-v4 does.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from convnets.base.names import one_of
from convnets.models._inception import REDUCTION_A, SMALLEST, STEM_V3, Figure, Network, build, head, reduction_a
from convnets.models._inception import stem as stem_of
from convnets.models.inception_v4 import PAPER
from convnets.models.inception_v4 import STEM as STEM_V4
from convnets.models.registry import network


@dataclass(frozen=True)
class Repeat:
    """Residual modules, one after the other."""

    n: int
    branches: Figure
    scale: float  # of the residuals, as released; "between 0.1 and 0.3" says the paper
    relu: bool = True  # after the addition


V1 = dict(  # Figure 15
    stem="3x3/2V 32 > 3x3V 32 > 3x3 64 > max > 1x1 80 > 3x3V 192 > 3x3/2V 256",  # Figure 14 -> 35x35x256
    inception_resnet_a=Repeat(5, ("1x1 32", "1x1 32 > 3x3 32", "1x1 32 > 3x3 32 > 3x3 32"), scale=0.17),  # Figure 10
    reduction_a=reduction_a(*REDUCTION_A["inception_resnet_v1"]),  # -> 17x17x896
    inception_resnet_b=Repeat(10, ("1x1 128", "1x1 128 > 1x7 128 > 7x1 128"), scale=0.10),  # Figure 11
    reduction_b=("1x1 256 > 3x3/2V 384", "1x1 256 > 3x3/2V 256", "1x1 256 > 3x3 256 > 3x3/2V 256", "max"),  # Figure 12 -> 8x8x1792
    inception_resnet_c=Repeat(5, ("1x1 192", "1x1 192 > 1x3 192 > 3x1 192"), scale=0.20),  # Figure 13
)

A = "1x1 32", "1x1 32 > 3x3 32", "1x1 32 > 3x3 48 > 3x3 64"  # Figure 16: the branches of v2
B = "1x1 192", "1x1 128 > 1x7 160 > 7x1 192"  # Figure 17
C = "1x1 192", "1x1 192 > 1x3 224 > 3x1 256"  # Figure 19
TO_17 = reduction_a(*REDUCTION_A["inception_resnet_v2"])
TO_8 = "1x1 256 > 3x3/2V 384", "1x1 256 > 3x3/2V 288", "1x1 256 > 3x3 288 > 3x3/2V 320", "max"  # Figure 18

V2 = dict(  # Figure 15
    stem=STEM_V4,  # -> 35x35x384
    inception_resnet_a=Repeat(5, A, scale=0.17),
    reduction_a=TO_17,  # -> 17x17x1152
    inception_resnet_b=Repeat(10, B, scale=0.10),
    reduction_b=TO_8,  # -> 8x8x2144
    inception_resnet_c=Repeat(5, C, scale=0.20),
)
V2_RELEASED = dict(
    stem=STEM_V3,  # -> 35x35x192
    inception=("1x1 96", "1x1 48 > 5x5 64", "1x1 64 > 3x3 96 > 3x3 96", "avg > 1x1 64"),  # -> 35x35x320
    inception_resnet_a=Repeat(10, A, scale=0.17),
    reduction_a=TO_17,  # -> 17x17x1088
    inception_resnet_b=Repeat(20, B, scale=0.10),
    reduction_b=TO_8,  # -> 8x8x2080
    inception_resnet_c=Repeat(9, C, scale=0.20),
    last_c=Repeat(1, C, scale=1.0, relu=False),
    last_conv="1x1 1536",
)
FORMS = {"released": (V2_RELEASED, 192), "paper": (V2, 384)}  # and the channels that the stem ends in


@network(**PAPER, parameters=22_756_328)
def inception_resnet_v1(num_classes: int = 1000, scale: float | None = None, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """Inception-ResNet-v1, as the paper's figures have it. 22,756,328 parameters.

    (B, 3, 299, 299) -> logits (B, num_classes). The maps have 256, 896 and 1792 channels.

    Args:
        num_classes: logits.
        scale: what each residual is multiplied by before it is added. If left out, 0.17, 0.10 and 0.20 in the modules A, B and C,
            the authors' choice in the v2 they released; the paper says "between 0.1 and 0.3".
        width: multiplies all numbers of filters.
        stem: "small" is for pictures of 32x32: three 3x3 convolutions, one of them with stride 2, leave 16x16; the modules then
            work on 16x16, 7x7 and 3x3.

    Raises `ValueError` for another stem, and in `forward` for pictures of fewer than 75 pixels a side (small stem: 13).
    """
    return _build("inception_resnet_v1", V1, 256, num_classes, scale, width, stem)


@network(**PAPER, parameters=55_843_464, note='as released; 32,433,928 as the paper draws it (form="paper")')
def inception_resnet_v2(
    num_classes: int = 1000, form: str = "released", scale: float | None = None, width: float = 1.0, stem: str = "paper"
) -> nn.Sequential:
    """Inception-ResNet-v2 as the authors released it; timm's `inception_resnet_v2`. 55,843,464 parameters.

    (B, 3, 299, 299) -> logits (B, num_classes).

    What was released is not what the paper draws: v3's stem and one module that is not residual rather than v4's stem, twice as many
    modules, a 1x1 convolution before the head, no ReLU after the last addition. With ``form="paper"`` it is what the paper draws:
    5, 10 and 5 modules, maps of 384, 1152 and 2144 channels, 32,433,928 parameters. The figures give 1154 and 2048 filters to the
    last convolutions of B and C, which could not be added to these maps: here they have 1152 and 2144.

    Args:
        form: "released" or "paper".
        num_classes, scale, width, stem: as for :func:`inception_resnet_v1`. The released form does not scale the last residual;
            `scale`, if given, holds for all.

    Raises `ValueError` for another form or stem, and in `forward` for pictures of fewer than 75 pixels a side (small stem: 13).
    """
    return _build("inception_resnet_v2", *FORMS[one_of("form", form, FORMS)], num_classes, scale, width, stem)


class Residual(nn.Module):
    """relu(x + scale * linear(branches(x))): (B, c_in, H, W) -> the same. The last 1x1 convolution has a bias, no batch norm and no ReLU."""

    def __init__(self, branches: Figure, c_in: int, scale: float, relu: bool = True, width: float = 1.0) -> None:
        super().__init__()
        self.scale = scale
        self.branches, channels = build(branches, c_in, width)
        self.linear = nn.Conv2d(channels, c_in, 1)
        self.relu = nn.ReLU(inplace=True) if relu else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(torch.add(x, self.linear(self.branches(x)), alpha=self.scale))


def _build(
    name: str, plan: dict[str, Figure | Repeat], stem_channels: int, num_classes: int, scale: float | None, width: float, stem: str
) -> Network:
    stages, channels = {}, 3
    for stage, part in (plan | dict(stem=stem_of(stem, plan["stem"], stem_channels))).items():
        if isinstance(part, Repeat):
            size = part.scale if scale is None else scale
            stages[stage] = nn.Sequential(*[Residual(part.branches, channels, size, part.relu, width) for _ in range(part.n)])
        else:
            stages[stage], channels = build(part, channels, width)
    return Network(name, stages | head(channels, num_classes, dropout=0.2), SMALLEST[stem])
