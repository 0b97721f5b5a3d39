"""Network in Network: Lin, Chen & Yan, "Network in network", ICLR 2014 (arXiv:1312.4400, December 2013).

A small multilayer perceptron takes the place of a convolution's linear filter: k x k weights, and behind them two layers of 1x1.
No fully connected layer at the end: one map for each class, averaged over all its positions.
"""

from torch import nn

from convnets.models._width import scaled
from convnets.models.registry import network

TABLE = (  # of the CIFAR-10 network: kernel, filters of the convolution, units of the two layers that follow it at every pixel
    ("mlpconv1", 5, (192, 160, 96)),
    ("mlpconv2", 5, (192, 192, 192)),
    ("mlpconv3", 3, (192, 192, None)),  # the last layer: one map for each class
)


@network(
    title="Network in network",
    authors="Min Lin, Qiang Chen, Shuicheng Yan",
    year=2013,
    url="https://arxiv.org/abs/1312.4400",
    input_size=(3, 32, 32),
    parameters=966_986,
    num_classes=10,
)
def nin(num_classes: int = 10, width: float = 1.0) -> nn.Sequential:
    """The CIFAR-10 network: three mlpconv layers, global average pooling. 966,986 parameters.

    (B, 3, 32, 32) -> logits (B, num_classes), of larger pictures as well. `width` multiplies all numbers of filters.

    Section 4.1 gives three mlpconv layers, the first two followed by 3x3 maximum pooling that halves the map and by dropout of one
    half; the filter counts are those of the authors' own configuration (which averages in its second pooling). ReLU follows
    every layer, the last one too (equation 2), so no logit is negative. Weights start as in He et al. 2015, which the paper could
    not know: with its own normal distributions the last ReLUs often die under a short training.
    """
    net, c_in = nn.Sequential(), 3
    for i, (name, kernel, filters) in enumerate(TABLE, 1):
        filters = [num_classes if n is None else scaled(n, width) for n in filters]
        net.add_module(name, mlpconv(c_in, filters, kernel))
        if i < len(TABLE):
            net.add_module(f"pool{i}", nn.MaxPool2d(3, 2, ceil_mode=True))
            net.add_module(f"dropout{i}", nn.Dropout(0.5))
        c_in = filters[-1]
    net.add_module("average", nn.AdaptiveAvgPool2d(1))
    net.add_module("flatten", nn.Flatten())
    return start(net)


def mlpconv(c_in: int, filters: list[int], kernel: int) -> nn.Sequential:
    """A convolution, then 1x1 convolutions, each with ReLU (Figure 1b): (B, c_in, H, W) -> (B, filters[-1], H, W)."""
    block = nn.Sequential()
    for i, n in enumerate(filters):
        k = kernel if i == 0 else 1
        block.extend([nn.Conv2d(c_in, n, k, padding=k // 2), nn.ReLU()])
        c_in = n
    return block


def start(net: nn.Module) -> nn.Module:
    """He et al. 2015: weights that keep the size of the signal through ReLUs, and biases of 0."""
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return net
