"""ZFNet: Zeiler & Fergus, "Visualizing and understanding convolutional networks", arXiv 2013 (ECCV 2014).

AlexNet, changed after a look inside: among its first filters many were dead or very coarse, and the steps of 4 left ghost patterns in the
second layer's maps. So 7x7 windows in steps of 2, and steps of 2 in the second layer too; and no division over two graphics cards.
"""

from torch import nn

from convnets.base.names import one_of
from convnets.models.alexnet import HIDDEN, classifier, convolutions, start
from convnets.models.registry import network

# name, filters, kernel, stride, padding, what follows the ReLU
TABLE = (  # Figure 3
    ("conv1", 96, 7, 2, 1, "pool norm"),
    ("conv2", 256, 5, 2, 0, "pool norm"),
    ("conv3", 384, 3, 1, 1, ""),
    ("conv4", 384, 3, 1, 1, ""),
    ("conv5", 256, 3, 1, 1, "pool"),
)
LARGER = {"conv3": 512, "conv4": 1024, "conv5": 512}  # section 5.1: the filters of the larger model
LAST_MAP = {"paper": 6, "small": 4}  # its side, after the third pooling
SMALL_STEM = {"conv1": (3, 1, 1), "conv2": (5, 1, 2)}  # kernel, stride, padding for 32x32 pictures: not the paper's

PAPER = dict(
    title="Visualizing and understanding convolutional networks",
    authors="Matthew D. Zeiler, Rob Fergus",
    year=2013,
    url="https://arxiv.org/abs/1311.2901",
    input_size=(3, 224, 224),
    num_classes=1000,
)


@network(**PAPER, parameters=107_627_624, note="with 512, 1024 and 512 filters in convolutions 3, 4 and 5, as it is usually drawn")
def zfnet(num_classes: int = 1000, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """ZFNet in its larger form, 512, 1024 and 512 filters in convolutions 3 to 5. 107,627,624 parameters.

    (B, 3, 224, 224) -> logits (B, num_classes); with ``stem="small"`` (3x3 and 5x5, both in steps of 1) from (B, 3, 32, 32). `width`
    multiplies all numbers of filters and hidden units; below 1 the weights start as `alexnet.start` says.

    The paper gives no paddings; these, and poolings that round sizes up (as Caffe's copy does), yield the sizes of its Figure 3.
    """
    return _build(LARGER, num_classes, width, stem)


@network(**PAPER, parameters=62_357_608, note="with AlexNet's numbers of filters, as in the paper's Figure 3")
def zfnet_small(num_classes: int = 1000, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """ZFNet as its Figure 3 draws it, with AlexNet's numbers of filters. 62,357,608 parameters. Shapes and options as for :func:`zfnet`."""
    return _build({}, num_classes, width, stem)


def _build(filters_of: dict[str, int], num_classes: int, width: float, stem: str) -> nn.Sequential:
    one_of("stem", stem, LAST_MAP)
    table = [(name, filters_of.get(name, filters), *rest) for name, filters, *rest in TABLE]
    stages, c_in = convolutions(table, width, SMALL_STEM if stem == "small" else {}, ceil_mode=True)
    net = nn.Sequential(stages | classifier(LAST_MAP[stem], c_in, HIDDEN, width, num_classes))
    return start(net, at_one=(), narrower=width < 1)
