"""What the Inception papers of 2015 ("Rethinking") and 2016 (v4) share: their figures as text, and the modules built from it.

A figure is written as the papers draw it, with sizes as rows x columns, from the input on::

    1x1 64 > 3x3 96 > 3x3/2V 96       a path: convolutions by kernel and filters, each followed by batch norm and ReLU;
                                      /2 is stride 2, V unpadded (2016's letter), all others keep the size of their map
    1x1 384 > 1x3 256 + 3x1 256       a path that ends in two convolutions side by side, which read the same map
    max, avg                          3x3 poolings: max with stride 2, unpadded; average with stride 1, padded

A tuple holds branches, which read the same map and are joined on channels in that order; a list holds what follows one another.
"""

import re
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from convnets.base.names import one_of
from convnets.models._width import scaled

Figure = str | tuple["Figure", ...] | list["Figure"]

STEM_V3 = "3x3/2V 32 > 3x3V 32 > 3x3 64 > max > 1x1 80 > 3x3V 192 > max"  # as released: of v3, and of Inception-ResNet-v2

SMALLEST = {"paper": 75, "small": 13}  # by stem, the side of a picture that leaves one value of the last map


def stem(kind: str, paper: Figure, filters: int) -> Figure:
    """The paper's stem, or the small one that stands for any of them and ends in as many filters.

    The small one is for pictures of 32 pixels: 32 -> 16, where the papers' go from 299 to 35. The modules, which are the papers',
    then work on maps of 16x16, 7x7 and 3x3, where the papers have 35x35, 17x17 and 8x8.

    Raises `ValueError` for another kind.
    """
    return {"paper": paper, "small": f"3x3 32 > 3x3 64 > 3x3/2 {filters}"}[one_of("stem", kind, SMALLEST)]


REDUCTION_A = {  # 2016, Table 1: k, l, m, n
    "inception_v4": (192, 224, 256, 384),
    "inception_resnet_v1": (192, 192, 256, 384),
    "inception_resnet_v2": (256, 256, 384, 384),
}


def reduction_a(k: int, l: int, m: int, n: int) -> Figure:  # noqa: E741  (the paper's letters)
    """35x35 -> 17x17, with m + n channels more (2016, Figure 7; v3 has one with 64, 96, 96, 384)."""
    return f"3x3/2V {n}", f"1x1 {k} > 3x3 {l} > 3x3/2V {m}", "max"


class Conv(nn.Sequential):
    """Convolution without bias, batch norm, ReLU: (B, c_in, H, W) -> (B, c_out, H', W')."""

    def __init__(self, c_in: int, c_out: int, kernel: tuple[int, int], stride: int = 1, valid: bool = False) -> None:
        super().__init__()
        padding = (0, 0) if valid else (kernel[0] // 2, kernel[1] // 2)
        self.conv = nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(c_out, eps=1e-3)
        self.relu = nn.ReLU(inplace=True)


class Join(nn.Module):
    """Branches that read the same map, joined on channels."""

    def __init__(self, *branches: nn.Module) -> None:
        super().__init__()
        for i, branch in enumerate(branches, start=1):
            self.add_module(f"branch{i}", branch)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([branch(x) for branch in self.children()], dim=1)


def build(figure: Figure, c_in: int, width: float = 1.0, *, count_padding: bool = False) -> tuple[nn.Module, int]:
    """What a figure says, for maps of `c_in` channels, and how many channels it puts out.

    `width` multiplies the figure's numbers of filters, not `c_in`. `count_padding`: whether average pooling divides by 9 at the
    edges too, padding included (torchvision), or by the number of values that are there (TensorFlow, and so the authors).
    """
    how = dict(count_padding=count_padding)
    if isinstance(figure, str):
        for sign, several in ((" > ", list), (" + ", tuple)):
            if sign in figure:
                return build(several(figure.split(sign)), c_in, width, **how)
        return _layer(figure, c_in, width, count_padding)
    if isinstance(figure, tuple):
        branches, channels = zip(*[build(branch, c_in, width, **how) for branch in figure], strict=True)
        return Join(*branches), sum(channels)
    path = nn.Sequential()
    for step in figure:
        part, c_in = build(step, c_in, width, **how)
        path.append(part)
    return path, c_in


def _layer(text: str, c_in: int, width: float, count_padding: bool) -> tuple[nn.Module, int]:
    if text == "max":
        return nn.MaxPool2d(3, stride=2), c_in
    if text == "avg":
        return nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=count_padding), c_in
    rows, columns, stride, valid, filters = re.fullmatch(r"(\d)x(\d)(?:/(\d))?(V?) (\d+)", text).groups()
    c_out = scaled(int(filters), width)
    return Conv(c_in, c_out, (int(rows), int(columns)), int(stride or 1), bool(valid)), c_out


class WithHeads(nn.Sequential):
    """One child after the other; but auxiliary heads (``aux``, ``head4a``) stand beside, and read the map at their place in training mode only."""

    def forward(
        self, x: Tensor
    ) -> Tensor | tuple[Tensor, ...]:  # (B, 3, H, W) -> logits (B, num_classes); with heads a tuple of such logits
        of_heads = []
        for name, part in self.named_children():
            if not name.startswith(("aux", "head")):
                x = part(x)
            elif self.training:
                of_heads.append(part(x))
        return (x, *of_heads) if of_heads else x


class Network(WithHeads):
    """The stages of a network one after the other, for pictures that are large enough.

    Raises `ValueError` for pictures of fewer than `smallest` pixels on a side.
    """

    def __init__(self, name: str, stages: Mapping[str, nn.Module], smallest: int) -> None:
        super().__init__()
        self.name, self.smallest = name, smallest
        for stage, module in stages.items():
            self.add_module(stage, module)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, ...]:
        height, width = x.shape[-2:]
        if min(height, width) < self.smallest:
            small = '; stem="small" takes 32 x 32' if self.smallest == SMALLEST["paper"] else ""
            raise ValueError(
                f"{self.name} needs pictures of at least {self.smallest} x {self.smallest} pixels, and got {height} x {width}{small}."
            )
        return super().forward(x)


def head(c_in: int, num_classes: int, dropout: float) -> dict[str, nn.Module]:
    """Average over the map, dropout, one linear layer: (B, c_in, H, W) -> logits (B, num_classes)."""
    return dict(pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), dropout=nn.Dropout(dropout), linear=nn.Linear(c_in, num_classes))
