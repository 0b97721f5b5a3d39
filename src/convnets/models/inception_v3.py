"""Inception-v2 and v3: Szegedy, Vanhoucke, Ioffe, Shlens & Wojna, "Rethinking the Inception architecture for computer vision", 2015.

The paper's Table 1 gives the stages and the sizes of their maps, its Figures 5, 6 and 7 the three kinds of module. For the filters of a
branch its section 6 refers to a supplementary file, model.txt, that we do not have: those here are v3's as the authors released it.
"""

from collections.abc import Sequence

from torch import Tensor, nn

from convnets.base.names import one_of
from convnets.models._inception import SMALLEST, STEM_V3, Figure, Network, build, head, reduction_a
from convnets.models._inception import stem as stem_of
from convnets.models._width import scaled
from convnets.models.registry import network

STEM_V2 = "3x3/2V 32 > 3x3V 32 > 3x3 64 > max > 3x3V 80 > 3x3/2V 192 > 3x3 288"  # Table 1, its first seven rows


def module_a(pool: int, second: str = "5x5") -> Figure:
    """Figure 5, on 35x35 -> 64 + 64 + 96 + `pool` channels. Its second branch has a 3x3 in the figure, a 5x5 in v3 as released."""
    return "1x1 64", f"1x1 48 > {second} 64", "1x1 64 > 3x3 96 > 3x3 96", f"avg > 1x1 {pool}"


def module_b(c: int) -> Figure:
    """Figure 6 with n = 7, on 17x17 -> 4 * 192 channels: convolutions of 7x7, one and two of them, as 1x7 and 7x1 on `c` channels."""
    twice = f"1x1 {c} > 7x1 {c} > 1x7 {c} > 7x1 {c} > 1x7 192"
    return "1x1 192", f"1x1 {c} > 1x7 {c} > 7x1 192", twice, "avg > 1x1 192"


# Figure 7, on 8x8 -> 320 + 2 * 384 + 2 * 384 + 192 channels: the expanded filter bank
MODULE_C = "1x1 320", "1x1 384 > 1x3 384 + 3x1 384", "1x1 448 > 3x3 384 > 1x3 384 + 3x1 384", "avg > 1x1 192"

REDUCTION_A = reduction_a(64, 96, 96, 384)  # 288 channels on 35x35 -> 768 on 17x17
REDUCTION_B = "1x1 192 > 3x3/2V 320", "1x1 192 > 1x7 192 > 7x1 192 > 3x3/2V 192", "max"  # 768 on 17x17 -> 1280 on 8x8

MODULES_17 = {4: (128, 160, 160, 192), 5: (128, 160, 160, 192, 192)}  # `c` of each module on 17x17
AUX_POOLS = {"paper": lambda: nn.AvgPool2d(5, stride=3), "adaptive": lambda: nn.AdaptiveAvgPool2d(5)}
AUX_FROM = 17  # side of the smallest map that the paper's pooling can make 5x5 of

PAPER = dict(
    title="Rethinking the Inception Architecture for Computer Vision",
    authors="Christian Szegedy, Vincent Vanhoucke, Sergey Ioffe, Jonathon Shlens, Zbigniew Wojna",
    year=2015,
    url="https://arxiv.org/abs/1512.00567",
    input_size=(3, 299, 299),
    num_classes=1000,
)


@network(
    **PAPER, parameters=24_410_696, note="the table names no branch's filters; with v3's, four modules at 17x17 stay under its 25 million"
)
def inception_v2(
    num_classes: int = 1000, modules_17: int = 4, figure_5: bool = False, width: float = 1.0, stem: str = "paper"
) -> nn.Sequential:
    """Inception-v2, the paper's Table 1. 24,410,696 parameters.

    (B, 3, 299, 299) -> logits (B, num_classes). Every map has the table's size; three things the table leaves open, and are read so:

    - It gives no filters of a branch. Here they are v3's, and so are the two reductions between the groups of modules.
    - "5 x Inception" on 17x17 ("5 instances" in section 6) comes to 26,552,648 parameters (26.6M) with v3's filters; with four
      modules it is 24,410,696 (24.4M). The paper says that the network has fewer than 25 million, and v3 as released has four. So
      either there are four, or the branches were thinner than v3's. `modules_17` is 4, or 5.
    - Figure 5, which the table names for 35x35, has a 3x3 where v3 as released has a 5x5: ``figure_5=True`` takes the figure's
      (24,263,240 parameters, 26,405,192 with five modules).

    Args:
        num_classes: logits.
        modules_17, figure_5: see above.
        width: multiplies all numbers of filters.
        stem: "small" is for pictures of 32x32: three 3x3 convolutions, one of them with stride 2, leave 16x16; the modules then
            work on 16x16, 7x7 and 3x3.

    Raises `ValueError` for another stem or number of modules, and in `forward` for pictures of fewer than 75 pixels a side (small
    stem: 13).
    """
    modules_b = MODULES_17[one_of("modules_17", modules_17, MODULES_17)]
    stem_figure = stem_of(stem, STEM_V2, 288)
    modules_a = 3 * [module_a(64, second="3x3" if figure_5 else "5x5")]
    stages, channels = _trunk(stem_figure, modules_a, modules_b, width)
    return Network("inception_v2", stages | head(channels, num_classes, dropout=0.5), SMALLEST[stem])


@network(**PAPER, parameters=27_161_264, note="23,834,568 without the auxiliary head, which works in training only")
def inception_v3(
    num_classes: int = 1000, aux: bool = True, aux_pool: str | None = None, width: float = 1.0, stem: str = "paper"
) -> nn.Sequential:
    """Inception-v3 as the authors released it, and as torchvision has it. 27,161,264 parameters, 23,834,568 without the auxiliary head.

    (B, 3, 299, 299) -> logits (B, num_classes). In training mode, with the auxiliary head, a tuple of two such logits, the network's
    own and the head's: ``train.fit(..., auxiliary=0.4)`` adds 0.4 of the head's loss.

    Args:
        num_classes: logits.
        aux: whether the auxiliary head (Figure 8, with batch norm) reads the last map of 17x17 in training mode.
        aux_pool: how the head comes to 5x5. "paper": averages of 5x5 with stride 3, which need a map of 17x17 or more, and so pictures
            of 299 pixels; "adaptive": averages over as much as it takes, for smaller ones. The parameters are the same. If left out
            the stem decides: "adaptive" for the small one.
        width: multiplies all numbers of filters.
        stem: "small" is for pictures of 32x32, as for :func:`inception_v2`.

    Raises `ValueError` for another stem or pooling, and in `forward` for pictures of fewer than 75 pixels a side (small stem: 13), or
    too small for the auxiliary head.
    """
    stem_figure = stem_of(stem, STEM_V3, 192)
    stages, channels = _trunk(stem_figure, [module_a(pool) for pool in (32, 64, 64)], MODULES_17[4], width)
    if aux:
        pool = one_of("aux_pool", aux_pool or {"paper": "paper", "small": "adaptive"}[stem], AUX_POOLS)
        after = list(stages).index("inception_b") + 1
        side_head = AuxiliaryHead(4 * scaled(192, width), num_classes, pool, width)
        stages = dict([*list(stages.items())[:after], ("aux", side_head), *list(stages.items())[after:]])
    return Network("inception_v3", stages | head(channels, num_classes, dropout=0.5), SMALLEST[stem])


class AuxiliaryHead(nn.Sequential):
    """Logits from the last map of 17x17 (Figure 8): (B, c_in, 17, 17) -> (B, num_classes)."""

    def __init__(self, c_in: int, num_classes: int, pool: str, width: float = 1.0) -> None:
        super().__init__()
        self.kind = pool
        self.pool = AUX_POOLS[pool]()  # -> (B, c_in, 5, 5)
        self.conv, channels = build("1x1 128 > 5x5V 768", c_in, width)  # -> (B, 768, 1, 1)
        self.average = nn.AdaptiveAvgPool2d(1)  # of pictures larger than 299 more is left
        self.flatten = nn.Flatten()
        self.linear = nn.Linear(channels, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        height, width = x.shape[-2:]
        if self.kind == "paper" and min(height, width) < AUX_FROM:
            raise ValueError(
                f"the auxiliary head needs a map of at least {AUX_FROM} x {AUX_FROM}, which pictures of 299 x 299 leave, and got "
                f'{height} x {width}; aux_pool="adaptive" takes smaller ones, aux=False builds the network without it.'
            )
        return super().forward(x)


def _trunk(stem: Figure, modules_a: Sequence[Figure], modules_b: Sequence[int], width: float) -> tuple[dict[str, nn.Module], int]:
    """Table 1 down to its last map, and the channels of that."""
    figures = dict(
        stem=stem,
        inception_a=list(modules_a),
        reduction_a=REDUCTION_A,
        inception_b=[module_b(c) for c in modules_b],
        reduction_b=REDUCTION_B,
        inception_c=[MODULE_C, MODULE_C],
    )
    stages, channels = {}, 3
    for name, figure in figures.items():
        stages[name], channels = build(figure, channels, width, count_padding=True)
    return stages, channels
