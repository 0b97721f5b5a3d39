"""GoogLeNet: Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke & Rabinovich, "Going deeper with convolutions", CVPR 2015
(arXiv:1409.4842, September 2014).

The paper's form: 5x5 where the table says 5x5, biases, no batch norm, local response normalisation in the stem. torchvision's `googlenet`
is another network: batch norm behind every convolution, and 3x3 in the place of 5x5, by a known slip (6,624,904 parameters).
"""

import torch
from torch import Tensor, nn

from convnets.base.names import one_of
from convnets.models._inception import WithHeads
from convnets.models._width import scaled
from convnets.models.alexnet import lrn
from convnets.models.nin import start
from convnets.models.registry import network

# stage, 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool proj; with nothing behind its name: 3x3 maximum pooling in steps of 2
TABLE_1 = (
    ("3a", 64, 96, 128, 16, 32, 32),
    ("3b", 128, 128, 192, 32, 96, 64),
    ("pool3",),
    ("4a", 192, 96, 208, 16, 48, 64),
    ("4b", 160, 112, 224, 24, 64, 64),
    ("4c", 128, 128, 256, 24, 64, 64),
    ("4d", 112, 144, 288, 32, 64, 64),
    ("4e", 256, 160, 320, 32, 128, 128),
    ("pool4",),
    ("5a", 256, 160, 320, 32, 128, 128),
    ("5b", 384, 192, 384, 48, 128, 128),
)
STEM = (64, 64, 192)  # filters of its 7x7, 1x1 ("3x3 reduce") and 3x3
HEADS = ("4a", "4d")  # section 5: an auxiliary head on each of them
HEAD_FILTERS, HEAD_UNITS = 128, 1024
STEMS = "paper", "small"
HEAD_SIDE = 4  # of the map that a head's linear layers read: pooled from 14x14 behind the paper's stem, as it comes behind the small one


@network(
    title="Going deeper with convolutions",
    authors=(
        "Christian Szegedy, Wei Liu, Yangqing Jia, Pierre Sermanet, Scott Reed, Dragomir Anguelov, Dumitru Erhan, "
        "Vincent Vanhoucke, Andrew Rabinovich"
    ),
    year=2014,
    url="https://arxiv.org/abs/1409.4842",
    input_size=(3, 224, 224),
    parameters=13_378_280,
    num_classes=1000,
    note="6,998,552 without the two auxiliary heads, which are used in training only",
)
def googlenet(num_classes: int = 1000, width: float = 1.0, stem: str = "paper", heads: bool = True) -> nn.Module:
    """GoogLeNet of Table 1, 22 layers with weights. 13,378,280 parameters; 6,998,552 with ``heads=False``.

    (B, 3, 224, 224) -> logits (B, num_classes), of larger pictures as well. In training mode, with heads, a tuple of three such
    logits: the network's own, those of the head on 4a, those of the head on 4d. Each head's loss counts 0.3 (section 5): that is
    what ``train.fit(..., auxiliary=0.3)`` does.

    Args:
        width: multiplies all numbers of filters, and the heads' units.
        stem: "paper", or "small" for pictures of 32x32: 3x3 in steps of 1 in the place of 7x7 in steps of 2, so that stages 3, 4
            and 5 work on maps of 8x8, 4x4 and 2x2 rather than 28x28, 14x14 and 7x7; a head's 5x5 pooling, from 14x14 to 4x4, is
            then left out.
        heads: with the auxiliary heads.

    Raises UnknownName, a ValueError, for another stem.

    The paper does not say how its weights start. Here it is as in He et al. 2015, which came a few months later: of the small form, with
    that the common budget makes a network that reads digits, while from Caffe's choice for its copy (Glorot & Bengio 2010, and
    biases of 0.2) the budget's learning rate of 0.05 left it guessing.
    """
    one_of("stem", stem, STEMS)
    return GoogLeNet(num_classes, width, stem, heads)


class GoogLeNet(WithHeads):
    """See :func:`googlenet`."""

    def __init__(self, num_classes: int, width: float, stem: str, heads: bool) -> None:
        super().__init__()
        self.stem, c_in = _stem(stem, width)
        for name, *columns in TABLE_1:
            if not columns:
                self.add_module(name, nn.MaxPool2d(3, 2, ceil_mode=True))
                continue
            block = Inception(c_in, *(scaled(n, width) for n in columns))
            self.add_module(f"inception{name}", block)
            c_in = block.c_out
            if heads and name in HEADS:
                self.add_module(f"head{name}", Head(c_in, num_classes, width, pooled=stem == "paper"))
        self.average = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.4)
        self.linear = nn.Linear(c_in, num_classes)
        start(self)


class Inception(nn.Module):
    """Four parallel branches, joined on channels (Figure 2b). Table 1's columns, in their order, after the number of input channels."""

    def __init__(self, c_in: int, n1: int, r3: int, n3: int, r5: int, n5: int, pool: int) -> None:
        super().__init__()
        self.c_out = n1 + n3 + n5 + pool
        self.branch1 = _conv(c_in, n1, 1)
        self.branch3 = nn.Sequential(*_conv(c_in, r3, 1), *_conv(r3, n3, 3))
        self.branch5 = nn.Sequential(*_conv(c_in, r5, 1), *_conv(r5, n5, 5))
        self.branch_pool = nn.Sequential(nn.MaxPool2d(3, 1, 1), *_conv(c_in, pool, 1))

    def forward(self, x: Tensor) -> Tensor:  # (B, c_in, H, W) -> (B, c_out, H, W)
        return torch.cat([self.branch1(x), self.branch3(x), self.branch5(x), self.branch_pool(x)], dim=1)


class Head(nn.Sequential):
    """An auxiliary head (section 5): (B, c_in, 14, 14), or (B, c_in, 4, 4) if not `pooled`, -> logits (B, num_classes).

    3,188,840 parameters on 4a, 3,190,888 on 4d. Raises ValueError for maps of another size.
    """

    def __init__(self, c_in: int, num_classes: int, width: float = 1.0, pooled: bool = True) -> None:
        filters, units = scaled(HEAD_FILTERS, width), scaled(HEAD_UNITS, width)
        super().__init__(
            nn.AvgPool2d(5, 3) if pooled else nn.Identity(),
            *_conv(c_in, filters, 1),
            nn.Flatten(),
            nn.Linear(filters * HEAD_SIDE**2, units),
            nn.ReLU(),
            nn.Dropout(0.7),
            nn.Linear(units, num_classes),
        )
        self.sides = (14, 15, 16) if pooled else (HEAD_SIDE,)  # of the maps that come out as 4x4

    def forward(self, x: Tensor) -> Tensor:
        if not set(x.shape[-2:]) <= set(self.sides):
            raise ValueError(
                f"the auxiliary heads are made for maps of {self.sides[0]}×{self.sides[0]} and got {x.shape[-2]}×{x.shape[-1]}: they "
                "train on pictures of 224×224 (32×32 with stem='small'). heads=False takes others."
            )
        return super().forward(x)


def _stem(stem: str, width: float) -> tuple[nn.Sequential, int]:
    """Everything before 3a (Table 1's first rows, and Figure 3), and how many maps it puts out."""
    c1, c2, c3 = (scaled(n, width) for n in STEM)
    kernel, stride = (7, 2) if stem == "paper" else (3, 1)
    first = nn.Conv2d(3, c1, kernel, stride, padding=kernel // 2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), lrn()
    return nn.Sequential(*first, *_conv(c1, c2, 1), *_conv(c2, c3, 3), lrn(), nn.MaxPool2d(3, 2, ceil_mode=True)), c3


def _conv(c_in: int, c_out: int, kernel: int) -> nn.Sequential:
    """A convolution that keeps the size of its map, and ReLU (section 5: "including those inside the Inception modules")."""
    return nn.Sequential(nn.Conv2d(c_in, c_out, kernel, padding=kernel // 2), nn.ReLU())
