"""Pre-activation ResNet: He, Zhang, Ren & Sun, "Identity mappings in deep residual networks", arXiv:1603.05027, ECCV 2016.

Batch norm and ReLU stand before each convolution, and nothing after the addition: x + F(x) is handed on as it is, so that the
shortcuts of a stage form one clean path (Figure 1b; "full pre-activation", Figure 4e).
"""

from collections import OrderedDict
from functools import partial

from torch import Tensor, nn

from convnets.base.names import one_of
from convnets.models import resnet
from convnets.models._width import scaled
from convnets.models.registry import network

SHORTCUTS = {"A": "identity; new channels are zeros", "B": "identity, and a 1x1 convolution where the shape changes"}
STRIDE_ON = {"1x1": "as in the authors' code", "3x3": "as in timm"}

PAPER = dict(
    title="Identity mappings in deep residual networks",
    authors="Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun",
    year=2016,
    url="https://arxiv.org/abs/1603.05027",
)


def preact_resnet(
    depth: int, num_classes: int = 1000, width: float = 1.0, stem: str = "paper", shortcut: str = "B", stride_on: str = "1x1"
) -> nn.Sequential:
    """A network of He et al. 2015, Table 1, with pre-activation units: (B, 3, 224, 224) -> logits (B, num_classes).

    Args:
        depth: 18, 34 (units of two 3x3 convolutions), 50, 101 or 152 (bottlenecks).
        width, stem: as for :func:`convnets.models.resnet.resnet`.
        shortcut: one of ``SHORTCUTS``.
        stride_on: which convolution of a bottleneck shrinks the map: one of ``STRIDE_ON``.

    Raises `UnknownName`, a `ValueError`, for another depth or option.
    """
    kind, repeats = resnet.TABLE_1[one_of("depth", depth, resnet.TABLE_1)]
    channels, first, pooling = [scaled(c, width) for c in resnet.CHANNELS], *resnet.imagenet_stem(scaled(64, width), stem)
    net = _build(first, kind, channels[0], channels, repeats, num_classes, shortcut, stride_on)
    net.conv2_x.insert(0, pooling)
    return net


def preact_resnet_cifar(
    depth: int, num_classes: int = 10, width: float = 1.0, shortcut: str | None = None, stride_on: str = "1x1"
) -> nn.Sequential:
    """A pre-activation network for small pictures: (B, 3, 32, 32) -> logits (B, num_classes).

    Depth 110 is the 6n + 2 layers of He et al. 2015 in units of two convolutions, with shortcut "A". Depth 164 and 1001 are 9n + 2 layers in
    bottlenecks that put out 64, 128 and 256 channels, with shortcut "B", as in the authors' code. Any other depth of 9n + 2 is built of
    bottlenecks too, one of 6n + 2 alone of units of two. The paper's 10.2 million for 1001 are the weights; with batch norm's it is
    10,327,706. Arguments as for :func:`preact_resnet`.

    Raises `ValueError` for a depth that is neither.
    """
    kind = "basic" if depth == 110 or (depth - 2) % 9 else "bottleneck"
    n, rest = divmod(depth - 2, 6 if kind == "basic" else 9)
    if rest or n < 1:
        raise ValueError(f"depth={depth} is neither 9n + 2 nor 6n + 2: 8, 11, 14, 20, 26, 29, ...")
    channels = [scaled(c, width) for c in resnet.CIFAR_CHANNELS]
    first = resnet.conv_bn_relu(3, channels[0], 3)
    return _build(first, kind, channels[0], channels, (n, n, n), num_classes, shortcut or ("A" if kind == "basic" else "B"), stride_on)


class Unit(nn.Module):
    """z + F(z) where F begins with its own batch norm and ReLU; or, where `shared` has them, both ways start from their result.

    A unit that changes the shape shares them (``both_preact`` in the authors' code), and so does the network's first, whose
    activation is that of conv1 (appendix). Their shortcut is then of what was activated.
    """

    def __init__(self, shared: nn.Module, residual: nn.Sequential, shortcut: nn.Module) -> None:
        super().__init__()
        self.shared = shared
        self.residual = residual
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:  # (B, c_in, H, W) -> (B, c_out, H / stride, W / stride)
        x = self.shared(x)
        return self.residual(x) + self.shortcut(x)


def bn_relu(channels: int) -> nn.Sequential:
    """Batch norm and ReLU: what stands before a convolution here."""
    return nn.Sequential(OrderedDict(bn=nn.BatchNorm2d(channels), relu=nn.ReLU(inplace=True)))


def unit(kind: str, c_in: int, channels: int, stride: int, shortcut: str, stride_on: str, first: bool = False) -> Unit:
    """A unit from `c_in` channels to ``EXPANSION[kind] * channels``; the network's `first` has been activated already."""
    c_out = resnet.EXPANSION[kind] * channels
    changes = stride > 1 or c_in != c_out
    residual = nn.Sequential()
    for i, (c, c_next, kernel, step) in enumerate(resnet.conv_shapes(kind, c_in, channels, stride, stride_on), start=1):
        if i > 1 or not (first or changes):
            residual.add_module(f"bn{i}", nn.BatchNorm2d(c))
            residual.add_module(f"relu{i}", nn.ReLU(inplace=True))
        residual.add_module(f"conv{i}", resnet.conv(c, c_next, kernel, step))
    if not changes:
        way = nn.Identity()
    else:
        way = resnet.conv(c_in, c_out, 1, stride) if shortcut == "B" else resnet.ZeroPadding(stride, c_out - c_in)
    return Unit(bn_relu(c_in) if changes and not first else nn.Identity(), residual, way)


def _build(
    first: nn.Sequential,
    kind: str,
    c_in: int,
    channels: list[int],
    repeats: tuple[int, ...],
    num_classes: int,
    shortcut: str,
    stride_on: str,
) -> nn.Sequential:
    one_of("shortcut", shortcut, SHORTCUTS)
    one_of("stride_on", stride_on, STRIDE_ON)
    net, c_out = nn.Sequential(OrderedDict(conv1=first)), resnet.EXPANSION[kind] * channels[-1]
    build = partial(unit, kind, shortcut=shortcut, stride_on=stride_on)
    resnet.stages(net, build, c_in, resnet.EXPANSION[kind], channels, repeats)
    net.conv2_x[0] = build(c_in, channels[0], 1, first=True)
    net.add_module("activation", bn_relu(c_out))  # after the last addition (appendix)
    return resnet.initialise(resnet.classifier(net, c_out, num_classes))


PARAMETERS = {18: 11_687_720, 34: 21_795_880, 50: 25_549_352, 101: 44_541_480, 152: 60_185_128}
CIFAR_PARAMETERS = {110: 1_727_962, 164: 1_703_258}  # the paper: 1.7 million, both

for _depth, _n in PARAMETERS.items():
    network(f"preact_resnet{_depth}", **PAPER, input_size=(3, 224, 224), parameters=_n, num_classes=1000)(partial(preact_resnet, _depth))
for _depth, _n in CIFAR_PARAMETERS.items():
    network(f"preact_resnet{_depth}_cifar", **PAPER, input_size=(3, 32, 32), parameters=_n, num_classes=10)(
        partial(preact_resnet_cifar, _depth)
    )
