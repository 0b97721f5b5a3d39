"""EfficientNet-Lite0: Tan & Le, "EfficientNet: Rethinking model scaling for convolutional neural networks", arXiv:1905.11946 (2019), ICML.

The baseline network of the paper's Table 1 in the form its authors gave in 2020 to run on phones: without squeeze-and-excitation, and
with ReLU6 in the place of swish. Its block is the inverted residual of MobileNetV2: Sandler, Howard, Zhu, Zhmoginov & Chen,
"MobileNetV2: Inverted residuals and linear bottlenecks", arXiv:1801.04381 (2018), Figure 3 and Table 1. ImageNet weights for it need
no network: ``weights.load(net, "efficientnet_lite0")``.
"""

import math
from collections import OrderedDict

from torch import Tensor, nn
from torch.nn import functional

from convnets.base.names import one_of
from convnets.models._width import scaled
from convnets.models.registry import network

TABLE_1 = (  # Tan & Le 2019, rows 2 to 8: kernel, expansion, stride of the first block, channels, blocks
    (3, 1, 1, 16, 1),
    (3, 6, 2, 24, 2),
    (5, 6, 2, 40, 2),
    (3, 6, 2, 80, 3),
    (5, 6, 1, 112, 3),
    (5, 6, 2, 192, 4),
    (3, 6, 1, 320, 1),
)
STEM, HEAD = 32, 1280  # channels of rows 1 and 9
EPS, MOMENTUM = 1e-3, 0.01  # of batch norm, as in the authors' code

STEMS = {"paper": "3x3 in steps of 2", "small": "3x3 in steps of 1: for 32x32"}
PADDINGS = {
    "same": "TensorFlow's, with which the weights were trained: where the zeros do not share out evenly, one more at the bottom and right",
    "symmetric": "torch's: as many zeros on either side",
}


@network(
    title="EfficientNet: Rethinking model scaling for convolutional neural networks",
    authors="Mingxing Tan, Quoc V. Le",
    year=2019,
    url="https://arxiv.org/abs/1905.11946",
    input_size=(3, 224, 224),
    parameters=4_652_008,
    num_classes=1000,
    note="the Lite form of 2020: no squeeze-and-excitation, ReLU6",
)
def efficientnet_lite0(
    num_classes: int = 1000, width: float = 1.0, stem: str = "paper", padding: str = "same", dropout: float = 0.2
) -> nn.Sequential:
    """The network of Table 1 in its Lite form: (B, 3, 224, 224) -> logits (B, num_classes). Other sizes of picture will do.

    ``net[:-4]`` ends in the last map (B, 1280, 7, 7), ``net[:-1]`` in its means (B, 1280), the features that a new classifier needs.
    timm's tf_efficientnet_lite0 is the same network with padding "same", its efficientnet_lite0 with "symmetric" and another eps.

    Args:
        width: multiplies all numbers of channels.
        stem: one of ``STEMS``; "small" is for pictures of 32x32, and not the paper's.
        padding: one of ``PADDINGS``; the sizes of the maps are the same.
        dropout: share of the features that are left out while training.

    Raises `UnknownName`, a `ValueError`, for another stem or padding.
    """
    one_of("stem", stem, STEMS)
    c = scaled(STEM, width)
    net = nn.Sequential(OrderedDict(stem=conv_bn_relu6(3, c, 3, 2 if stem == "paper" else 1, padding=padding)))
    for i, (kernel, expansion, stride, channels, blocks) in enumerate(TABLE_1, start=1):
        stage, c_out = nn.Sequential(), scaled(channels, width)
        for j in range(blocks):
            stage.append(InvertedResidual(c, c_out, kernel, stride if j == 0 else 1, expansion, padding))
            c = c_out
        net.add_module(f"stage{i}", stage)
    net.add_module("head", conv_bn_relu6(c, scaled(HEAD, width), 1))
    net.add_module("average_pool", nn.AdaptiveAvgPool2d(1))
    net.add_module("flatten", nn.Flatten())
    net.add_module("dropout", nn.Dropout(dropout))
    net.add_module("classifier", nn.Linear(scaled(HEAD, width), num_classes))
    return initialise(net)


class InvertedResidual(nn.Module):
    """More channels, one k x k filter for each of them, few channels again without an activation; and x added where the shape is kept.

    Wide inside and narrow outside, where ResNet's bottleneck is the reverse (Sandler et al. 2018, Figure 3).
    """

    def __init__(
        self, c_in: int, c_out: int, kernel: int = 3, stride: int = 1, expansion: int = 6, padding: str = "same", eps: float = EPS
    ) -> None:
        super().__init__()
        wide = c_in * expansion
        layers = OrderedDict(expand=conv_bn_relu6(c_in, wide, 1, eps=eps)) if expansion != 1 else OrderedDict()
        layers["depthwise"] = conv_bn_relu6(wide, c_out=wide, kernel=kernel, stride=stride, groups=wide, padding=padding, eps=eps)
        layers["project"] = conv_bn(wide, c_out, 1, eps=eps)
        self.residual = nn.Sequential(layers)
        self.shortcut = stride == 1 and c_in == c_out

    def forward(self, x: Tensor) -> Tensor:  # (B, c_in, H, W) -> (B, c_out, H / stride, W / stride)
        return self.residual(x) + x if self.shortcut else self.residual(x)


class SameConv2d(nn.Conv2d):
    """A convolution whose map is ceil(H / stride) high; zeros that do not share out evenly lie at the bottom and right.

    >>> SameConv2d(3, 32, 3, stride=2)(torch.zeros(1, 3, 224, 224)).shape  # one row of zeros below, none above
    torch.Size([1, 32, 112, 112])
    """

    def forward(self, x: Tensor) -> Tensor:  # (B, C, H, W) -> (B, c_out, ceil(H / stride), ceil(W / stride))
        high, wide = (
            max((math.ceil(size / step) - 1) * step + kernel - size, 0)
            for size, step, kernel in zip(x.shape[-2:], self.stride, self.kernel_size, strict=True)
        )
        if high % 2 or wide % 2:
            x, high, wide = functional.pad(x, (wide // 2, wide - wide // 2, high // 2, high - high // 2)), 0, 0
        return functional.conv2d(x, self.weight, self.bias, self.stride, (high // 2, wide // 2), self.dilation, self.groups)


def conv_bn(c_in: int, c_out: int, kernel: int, stride: int = 1, groups: int = 1, padding: str = "same", eps: float = EPS) -> nn.Sequential:
    """A convolution and its batch norm."""
    one_of("padding", padding, PADDINGS)
    if padding == "same" and stride > 1:  # in steps of 1 the two are one
        conv = SameConv2d(c_in, c_out, kernel, stride, groups=groups, bias=False)
    else:
        conv = nn.Conv2d(c_in, c_out, kernel, stride, padding=kernel // 2, groups=groups, bias=False)
    return nn.Sequential(OrderedDict(conv=conv, bn=nn.BatchNorm2d(c_out, eps=eps, momentum=MOMENTUM)))


def conv_bn_relu6(c_in: int, c_out: int, kernel: int, stride: int = 1, **options: int | str | float) -> nn.Sequential:
    """A convolution, its batch norm, and ReLU6: min(max(x, 0), 6)."""
    layers = conv_bn(c_in, c_out, kernel, stride, **options)
    layers.add_module("relu6", nn.ReLU6(inplace=True))
    return layers


def initialise(net: nn.Sequential) -> nn.Sequential:
    """As the authors' code: convolutions from N(0, 2 / (k * k * c_out / groups)), the classifier uniform within 1 / sqrt(num_classes)."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d) and not module.weight.is_meta:  # on meta there are no numbers, and trying imports torch's compiler
            k, c = module.kernel_size[0], module.out_channels // module.groups
            nn.init.normal_(module.weight, std=math.sqrt(2 / (k * k * c)))
        elif isinstance(module, nn.Linear):
            bound = 1 / math.sqrt(module.out_features)
            nn.init.uniform_(module.weight, -bound, bound)
            nn.init.zeros_(module.bias)
    return net
