"""Inception-v4: Szegedy, Ioffe, Vanhoucke & Alemi, "Inception-v4, Inception-ResNet and the impact of residual connections on learning", 2016.

One kind of module for each size of map, all of them alike. The network has no residual connections; its siblings in
`inception_resnet` do.
"""

from torch import nn

from convnets.models._inception import REDUCTION_A, SMALLEST, Network, build, head, reduction_a
from convnets.models._inception import stem as stem_of
from convnets.models.registry import network

STEM = [  # Figure 3: 299x299x3 -> 35x35x384; also of Inception-ResNet-v2
    "3x3/2V 32 > 3x3V 32 > 3x3 64",  # 147x147x64
    ("max", "3x3/2V 96"),  # 73x73x160
    ("1x1 64 > 3x3V 96", "1x1 64 > 1x7 64 > 7x1 64 > 3x3V 96"),  # 71x71x192
    ("3x3/2V 192", "max"),  # 35x35x384
]
MODULE_A = "1x1 96", "1x1 64 > 3x3 96", "1x1 64 > 3x3 96 > 3x3 96", "avg > 1x1 96"  # Figure 4, on 35x35x384
MODULE_B = (  # Figure 5, on 17x17x1024
    "1x1 384",
    "1x1 192 > 1x7 224 > 7x1 256",
    "1x1 192 > 7x1 192 > 1x7 224 > 7x1 224 > 1x7 256",
    "avg > 1x1 128",
)
MODULE_C = (  # Figure 6, on 8x8x1536
    "1x1 256",
    "1x1 384 > 1x3 256 + 3x1 256",
    "1x1 384 > 3x1 448 > 1x3 512 > 1x3 256 + 3x1 256",
    "avg > 1x1 256",
)
REDUCTION_B = "1x1 192 > 3x3/2V 192", "1x1 256 > 1x7 256 > 7x1 320 > 3x3/2V 320", "max"  # Figure 8: 17x17x1024 -> 8x8x1536

FIGURE_9 = dict(  # the whole network
    stem=STEM,  # -> 35x35x384
    inception_a=4 * [MODULE_A],
    reduction_a=reduction_a(*REDUCTION_A["inception_v4"]),
    inception_b=7 * [MODULE_B],
    reduction_b=REDUCTION_B,
    inception_c=3 * [MODULE_C],
)

PAPER = dict(
    title="Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning",
    authors="Christian Szegedy, Sergey Ioffe, Vincent Vanhoucke, Alex Alemi",
    year=2016,
    url="https://arxiv.org/abs/1602.07261",
    input_size=(3, 299, 299),
    num_classes=1000,
)


@network(**PAPER, parameters=42_679_816)
def inception_v4(num_classes: int = 1000, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """Inception-v4, the paper's Figure 9; timm's `inception_v4`. 42,679,816 parameters.

    (B, 3, 299, 299) -> logits (B, num_classes). The head drops a fifth of its inputs in training, as in the paper (timm: none).

    Args:
        num_classes: logits.
        width: multiplies all numbers of filters.
        stem: "small" is for pictures of 32x32: three 3x3 convolutions, one of them with stride 2, leave 16x16; the modules then
            work on 16x16, 7x7 and 3x3.

    Raises `ValueError` for another stem, and in `forward` for pictures of fewer than 75 pixels a side (small stem: 13).
    """
    stages, channels = {}, 3
    for name, figure in (FIGURE_9 | dict(stem=stem_of(stem, STEM, 384))).items():
        stages[name], channels = build(figure, channels, width)
    return Network("inception_v4", stages | head(channels, num_classes, dropout=0.2), SMALLEST[stem])
