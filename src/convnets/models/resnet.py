"""ResNet: He, Zhang, Ren & Sun, "Deep residual learning for image recognition", arXiv:1512.03385 (2015), CVPR 2016.

A block computes relu(F(x) + shortcut(x)), where F is two or three convolutions. Networks for ImageNet (Table 1), the plain
networks they are compared with, and the networks of 6n + 2 layers for CIFAR-10 (section 4.2).
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from torch import Tensor, nn
from torch.nn import functional

from convnets.base.names import one_of
from convnets.models._width import scaled
from convnets.models.registry import network

TABLE_1 = {  # depth: the block, and how many of it stand in conv2_x, conv3_x, conv4_x, conv5_x
    18: ("basic", (2, 2, 2, 2)),
    34: ("basic", (3, 4, 6, 3)),
    50: ("bottleneck", (3, 4, 6, 3)),
    101: ("bottleneck", (3, 4, 23, 3)),
    152: ("bottleneck", (3, 8, 36, 3)),
}
CHANNELS = (64, 128, 256, 512)  # of the 3x3 convolutions in conv2_x .. conv5_x
CIFAR_CHANNELS = (16, 32, 64)  # section 4.2: on maps of 32x32, 16x16 and 8x8
EXPANSION = {"basic": 1, "bottleneck": 4}  # channels that leave a block, for each of its 3x3 convolution

SHORTCUTS = {
    "A": "identity; new channels are zeros: no parameters",
    "B": "identity, and a 1x1 convolution where the shape changes",
    "C": "a 1x1 convolution everywhere",
    "none": "a plain network",
}
STRIDE_ON = {"1x1": "as in the paper", "3x3": "as in torchvision, timm and Gross & Wilber's fb.resnet.torch"}
STEMS = {"paper": "7x7 in steps of 2, then 3x3 max pooling in steps of 2", "small": "3x3 in steps of 2, no pooling: for 32x32"}

PAPER = dict(
    title="Deep residual learning for image recognition",
    authors="Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun",
    year=2015,
    url="https://arxiv.org/abs/1512.03385",
)


def resnet(
    depth: int,
    num_classes: int = 1000,
    width: float = 1.0,
    stem: str = "paper",
    shortcut: str = "B",
    stride_on: str = "1x1",
    zero_gamma: bool = False,
) -> nn.Sequential:
    """A residual network of Table 1: (B, 3, 224, 224) -> logits (B, num_classes). Other sizes of picture will do.

    With ``stride_on="3x3"`` it is torchvision's, to which ImageNet weights belong: the same parameters, more multiply-accumulates.

    Args:
        depth: 18, 34 (blocks of two 3x3 convolutions), 50, 101 or 152 (bottlenecks: 1x1, 3x3, 1x1).
        width: multiplies all numbers of channels.
        stem: one of ``STEMS``; "small" is for pictures of 32x32, and not the paper's.
        shortcut: one of ``SHORTCUTS``. The counts usually quoted are those of "B".
        stride_on: which convolution of a bottleneck shrinks the map: one of ``STRIDE_ON``. Basic blocks have one choice, the first.
        zero_gamma: start with the last γ of every residual branch at 0, so that each block first hands on what it gets (Goyal et
            al. 2017, "Accurate, large minibatch SGD", section 5.1; not in the paper).

    Raises `UnknownName`, a `ValueError`, for another depth or option.
    """
    kind, repeats = TABLE_1[one_of("depth", depth, TABLE_1)]
    channels, first, pooling = [scaled(c, width) for c in CHANNELS], *imagenet_stem(scaled(64, width), stem)
    net = nn.Sequential(OrderedDict(conv1=first))
    block = partial(residual_block, kind, shortcut=shortcut, stride_on=stride_on)
    stages(net, block, channels[0], EXPANSION[kind], channels, repeats)
    net.conv2_x.insert(0, pooling)
    return initialise(classifier(net, channels[-1] * EXPANSION[kind], num_classes), zero_gamma)


def plain(depth: int, num_classes: int = 1000, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """The same layers as :func:`resnet` of 18 or 34 without the shortcuts (Figure 3, middle): as the paper's Table 2 compares them."""
    return resnet(depth, num_classes, width, stem, shortcut="none")


def resnet_cifar(depth: int, num_classes: int = 10, width: float = 1.0, shortcut: str = "A", zero_gamma: bool = False) -> nn.Sequential:
    """A residual network of 6n + 2 layers for small pictures (section 4.2): (B, 3, 32, 32) -> logits (B, num_classes).

    A 3x3 convolution, then three stages of n basic blocks with 16, 32 and 64 channels on maps of 32x32, 16x16 and 8x8, the mean of
    each map, and a linear layer. Arguments as for :func:`resnet`; the paper uses shortcut "A" in all of them. ``shortcut="none"``
    makes the plain network with the same layers, parameters and cost.

    Raises `ValueError` for a depth that is not 6n + 2.
    """
    n, rest = divmod(depth - 2, 6)
    if rest or n < 1:
        raise ValueError(f"depth={depth} is not 6n + 2: 8, 14, 20, 26, 32, ...")
    channels = [scaled(c, width) for c in CIFAR_CHANNELS]
    net = nn.Sequential(OrderedDict(conv1=conv_bn_relu(3, channels[0], 3)))
    stages(net, partial(residual_block, "basic", shortcut=shortcut), channels[0], 1, channels, (n, n, n))
    return initialise(classifier(net, channels[-1], num_classes), zero_gamma)


class Block(nn.Module):
    """relu(residual(x) + shortcut(x)) (Figure 2); without a shortcut relu(residual(x))."""

    def __init__(self, residual: nn.Sequential, shortcut: nn.Module | None) -> None:
        super().__init__()
        self.residual = residual
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:  # (B, c_in, H, W) -> (B, c_out, H / stride, W / stride)
        y = self.residual(x)
        if self.shortcut is not None:
            y = y.add_(self.shortcut(x))  # in place: batch norm, which made y, does not need it again
        return functional.relu_(y)


class ZeroPadding(nn.Module):
    """Shortcut A where the shape changes: every `stride`-th row and column, and `extra` channels of zeros behind the others."""

    def __init__(self, stride: int, extra: int) -> None:
        super().__init__()
        self.stride, self.extra = stride, extra

    def forward(self, x: Tensor) -> Tensor:  # (B, C, H, W) -> (B, C + extra, H / stride, W / stride)
        return functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.extra))

    def extra_repr(self) -> str:
        return f"stride={self.stride}, extra={self.extra}"


def residual_block(kind: str, c_in: int, channels: int, stride: int, shortcut: str, stride_on: str = "1x1") -> Block:
    """A block from `c_in` channels to ``EXPANSION[kind] * channels``."""
    residual = branch(kind, c_in, channels, stride, stride_on)
    return Block(residual, make_shortcut(shortcut, c_in, EXPANSION[kind] * channels, stride))


def branch(kind: str, c_in: int, channels: int, stride: int, stride_on: str) -> nn.Sequential:
    """F: every convolution followed by batch norm, all but the last of these by ReLU (Figure 5)."""
    one_of("stride_on", stride_on, STRIDE_ON)
    layers = nn.Sequential()
    shapes = conv_shapes(kind, c_in, channels, stride, stride_on)
    for i, (c, c_out, kernel, step) in enumerate(shapes, start=1):
        layers.add_module(f"conv{i}", conv(c, c_out, kernel, step))
        layers.add_module(f"bn{i}", nn.BatchNorm2d(c_out))
        if i < len(shapes):
            layers.add_module(f"relu{i}", nn.ReLU(inplace=True))
    return layers


def conv_shapes(kind: str, c_in: int, channels: int, stride: int, stride_on: str) -> list[tuple[int, int, int, int]]:
    """A branch's convolutions: input channels, output channels, kernel, stride."""
    if kind == "basic":
        return [(c_in, channels, 3, stride), (channels, channels, 3, 1)]
    first, middle = (stride, 1) if stride_on == "1x1" else (1, stride)
    return [(c_in, channels, 1, first), (channels, channels, 3, middle), (channels, 4 * channels, 1, 1)]


def make_shortcut(kind: str, c_in: int, c_out: int, stride: int) -> nn.Module | None:
    """One of ``SHORTCUTS`` from `c_in` channels to `c_out`; None for "none"."""
    one_of("shortcut", kind, SHORTCUTS)
    same_shape = stride == 1 and c_in == c_out
    match kind:
        case "none":
            return None
        case "A" if not same_shape:
            return ZeroPadding(stride, c_out - c_in)
        case "C":
            return projection(c_in, c_out, stride)
        case "B" if not same_shape:
            return projection(c_in, c_out, stride)
    return nn.Identity()


def projection(c_in: int, c_out: int, stride: int) -> nn.Sequential:
    """A 1x1 convolution with batch norm."""
    return nn.Sequential(OrderedDict(conv=conv(c_in, c_out, 1, stride), bn=nn.BatchNorm2d(c_out)))


def conv(c_in: int, c_out: int, kernel: int, stride: int = 1) -> nn.Conv2d:
    """A convolution that keeps the size but for its stride; its bias is batch norm's."""
    return nn.Conv2d(c_in, c_out, kernel, stride, padding=kernel // 2, bias=False)


def conv_bn_relu(c_in: int, c_out: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """What a network begins with: convolution, batch norm, ReLU."""
    return nn.Sequential(OrderedDict(conv=conv(c_in, c_out, kernel, stride), bn=nn.BatchNorm2d(c_out), relu=nn.ReLU(inplace=True)))


def imagenet_stem(channels: int, stem: str) -> tuple[nn.Sequential, nn.Module]:
    """conv1, and the pooling that opens conv2_x."""
    one_of("stem", stem, STEMS)
    if stem == "small":
        return conv_bn_relu(3, channels, 3, stride=2), nn.Identity()
    return conv_bn_relu(3, channels, 7, stride=2), nn.MaxPool2d(3, stride=2, padding=1)


def stages(
    net: nn.Sequential, block: Callable[..., nn.Module], c_in: int, expansion: int, channels: list[int], repeats: tuple[int, ...]
) -> None:
    """Add conv2_x, conv3_x, ...: from the second stage on the first block halves the map."""
    for i, (c, n) in enumerate(zip(channels, repeats, strict=True)):
        stage = nn.Sequential()
        for j in range(n):
            stage.append(block(c_in, c, 2 if i > 0 and j == 0 else 1))
            c_in = expansion * c
        net.add_module(f"conv{i + 2}_x", stage)


def classifier(net: nn.Sequential, channels: int, num_classes: int) -> nn.Sequential:
    """Add the mean of each map, and one linear layer."""
    net.add_module("average_pool", nn.AdaptiveAvgPool2d(1))
    net.add_module("flatten", nn.Flatten())
    net.add_module("fc", nn.Linear(channels, num_classes))
    return net


def initialise(net: nn.Sequential, zero_gamma: bool = False) -> nn.Sequential:
    """Convolutions from N(0, 2 / (k * k * c_out)) (He et al. 2015, "Delving deep into rectifiers"; as torchvision and the authors' code)."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        elif isinstance(module, Block) and module.shortcut is not None and zero_gamma:
            nn.init.zeros_(module.residual[-1].weight)
    return net


PARAMETERS = {18: 11_689_512, 34: 21_797_672, 50: 25_557_032, 101: 44_549_160, 152: 60_192_808}
PLAIN_PARAMETERS = {18: 11_515_688, 34: 21_623_848}
CIFAR_PARAMETERS = {20: 269_722, 32: 464_154, 44: 658_586, 56: 853_018, 110: 1_727_962}  # the paper: 0.27, 0.46, 0.66, 0.85, 1.7 million

for _depth, _n in PARAMETERS.items():
    network(f"resnet{_depth}", **PAPER, input_size=(3, 224, 224), parameters=_n, num_classes=1000)(partial(resnet, _depth))
for _depth, _n in PLAIN_PARAMETERS.items():
    network(f"plain{_depth}", **PAPER, input_size=(3, 224, 224), parameters=_n, num_classes=1000, note="without shortcuts")(
        partial(plain, _depth)
    )
for _depth, _n in CIFAR_PARAMETERS.items():
    network(f"resnet{_depth}_cifar", **PAPER, input_size=(3, 32, 32), parameters=_n, num_classes=10)(partial(resnet_cifar, _depth))
