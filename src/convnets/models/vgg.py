"""VGG: Simonyan & Zisserman, "Very deep convolutional networks for large-scale image recognition", arXiv 1409.1556, ICLR 2015.

Six columns of one table. The layers bear the names under which the authors released them: conv3_2 is the second convolution of the
third stack, fc6 to fc8 are the three linear layers.
"""

from collections.abc import Callable
from functools import partial
from math import sqrt

from torch import nn

from convnets.base.names import one_of
from convnets.models._width import scaled
from convnets.models.alexnet import classifier, lrn
from convnets.models.registry import network

TABLE_1 = {  # conv<kernel>-<channels>, stride 1, size kept, each with a ReLU; a bar is a 2x2 maximum pooling, and so is the end
    "A": "conv3-64 | conv3-128 | conv3-256 conv3-256 | conv3-512 conv3-512 | conv3-512 conv3-512",
    "A-LRN": "conv3-64 LRN | conv3-128 | conv3-256 conv3-256 | conv3-512 conv3-512 | conv3-512 conv3-512",
    "B": "conv3-64 conv3-64 | conv3-128 conv3-128 | conv3-256 conv3-256 | conv3-512 conv3-512 | conv3-512 conv3-512",
    "C": "conv3-64 conv3-64 | conv3-128 conv3-128"
    " | conv3-256 conv3-256 conv1-256 | conv3-512 conv3-512 conv1-512 | conv3-512 conv3-512 conv1-512",
    "D": "conv3-64 conv3-64 | conv3-128 conv3-128"
    " | conv3-256 conv3-256 conv3-256 | conv3-512 conv3-512 conv3-512 | conv3-512 conv3-512 conv3-512",
    "E": "conv3-64 conv3-64 | conv3-128 conv3-128"
    " | conv3-256 conv3-256 conv3-256 conv3-256 | conv3-512 conv3-512 conv3-512 conv3-512 | conv3-512 conv3-512 conv3-512 conv3-512",
}
LAST_MAP = {  # its side, after five poolings; units of fc6 and fc7
    "paper": (7, (4096, 4096)),  # of 224 pixels
    "small": (1, (512, 512)),  # of 32: not the paper's
}
STARTS = {  # variance of a weight, of n to a sum and m to an input (in a convolution its channels times its window)
    "glorot": lambda n, m: 2 / (n + m),
    "paper": lambda n, m: 0.01,
    "he": lambda n, m: 2 / n,
}
PAPER = dict(
    title="Very deep convolutional networks for large-scale image recognition",
    authors="Karen Simonyan, Andrew Zisserman",
    year=2014,
    url="https://arxiv.org/abs/1409.1556",
    input_size=(3, 224, 224),
    num_classes=1000,
)


def vgg(
    column: str, num_classes: int = 1000, width: float = 1.0, stem: str = "paper", batch_norm: bool = False, init: str = "glorot"
) -> nn.Sequential:
    """A column of Table 1: five stacks of convolutions, each with its pooling, and three linear layers.

    (B, 3, 224, 224) -> logits (B, num_classes). The layers of torchvision, which has fc6 behind an adaptive pooling to 7x7: for
    pictures of 224 pixels that changes nothing, and here other sizes are refused.

    Args:
        column: "A" (torchvision's vgg11), "A-LRN" (with AlexNet's local response normalisation after the first ReLU; not in
            torchvision), "B" (vgg13), "C" (the third convolution of stacks 3 to 5 is 1x1; not in torchvision), "D" (known as VGG-16)
            or "E" (VGG-19).
        num_classes: logits.
        width: multiplies the channels of all convolutions and the units of fc6 and fc7.
        stem: "small" is for pictures of 32x32. The convolutions are the paper's, and the five poolings leave 1x1 of 32x32; so fc6
            takes 512 values rather than 25,088, and fc6 and fc7 have 512 units rather than 4,096.
        batch_norm: batch normalisation between each convolution and its ReLU (torchvision's _bn); it is younger than the paper.
        init: how the weights start; the biases start at 0. "glorot" (Glorot & Bengio 2010), with which the paper says that all its
            networks can be trained from a random start; "paper", normal with variance 0.01, which it used for net A; "he" (He et al.
            2015), which came a few months later.

    Raises ValueError for another stem or init, and for pictures of another size.
    """
    one_of("stem", stem, LAST_MAP)
    one_of("init", init, STARTS)
    net, c_in = nn.Sequential(), 3
    for i, words in enumerate(TABLE_1[column].split(" | "), start=1):
        stack, j = nn.Sequential(), 0
        for word in words.split():
            if word == "LRN":
                stack.add_module(f"norm{i}_{j}", lrn())
                continue
            kernel, channels = map(int, word.removeprefix("conv").split("-"))
            c_out, j = scaled(channels, width), j + 1
            stack.add_module(f"conv{i}_{j}", nn.Conv2d(c_in, c_out, kernel, padding=kernel // 2))
            if batch_norm:
                stack.add_module(f"bn{i}_{j}", nn.BatchNorm2d(c_out))
            stack.add_module(f"relu{i}_{j}", nn.ReLU())
            c_in = c_out
        stack.add_module(f"pool{i}", nn.MaxPool2d(2))
        net.add_module(f"conv{i}", stack)

    side, hidden = LAST_MAP[stem]
    for name, stage in classifier(side, c_in, hidden, width, num_classes).items():
        net.add_module(name, stage)
    return start(net, STARTS[init])


def start(net: nn.Sequential, variance: Callable[[int, int], float]) -> nn.Sequential:
    """Weights from a normal distribution around 0 with the variance that `variance` gives for n inputs and m outputs; biases 0."""
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            m, n, *window = layer.weight.shape
            places = window[0] ** 2 if window else 1
            nn.init.normal_(layer.weight, std=sqrt(variance(n * places, m * places)))
            nn.init.zeros_(layer.bias)
    return net


PARAMETERS = {"A": 132_863_336, "A-LRN": 132_863_336, "B": 133_047_848, "C": 133_638_952, "D": 138_357_544, "E": 143_667_240}
NOTES = {"A-LRN": "column A with local response normalisation, which learns nothing"}

for _column, _n in PARAMETERS.items():
    _name = f"vgg_{_column.lower().replace('-', '_')}"
    network(_name, **PAPER, parameters=_n, note=NOTES.get(_column, ""))(partial(vgg, _column))
