"""AlexNet: Krizhevsky, Sutskever & Hinton, "ImageNet classification with deep convolutional neural networks", NeurIPS 2012.

The paper trains it on two graphics cards of 3 GB each: half of every layer's maps on one, half on the other, and the convolutions 2, 4
and 5 look at the maps on their own card only. `alexnet_two_gpu` is that network; `alexnet` is the same without the division, as it is
usually drawn. Both take 227 pixels: the paper writes 224, from which 11x11 windows in steps of 4 do not give its 55.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from torch import Tensor, nn

from convnets.base.names import one_of
from convnets.models._width import scaled
from convnets.models.registry import network

# name, filters, kernel, stride, padding, what follows the ReLU
TABLE = (  # sections 3.3 to 3.5, and Figure 2
    ("conv1", 96, 11, 4, 0, "norm pool"),
    ("conv2", 256, 5, 1, 2, "norm pool"),
    ("conv3", 384, 3, 1, 1, ""),
    ("conv4", 384, 3, 1, 1, ""),
    ("conv5", 256, 3, 1, 1, "pool"),
)
ONE_GPU_TABLE = (  # torchvision's alexnet, after Krizhevsky 2014, "One weird trick for parallelizing convolutional neural networks"
    ("conv1", 64, 11, 4, 2, "pool"),
    ("conv2", 192, 5, 1, 2, "pool"),
    ("conv3", 384, 3, 1, 1, ""),
    ("conv4", 256, 3, 1, 1, ""),
    ("conv5", 256, 3, 1, 1, "pool"),
)
HIDDEN = (4096, 4096)  # fc6 and fc7
DIVIDED = ("conv2", "conv4", "conv5")  # section 3.5: each half of the filters sees the maps on its own graphics card
START_AT_ONE = ("conv2", "conv4", "conv5", "fc6", "fc7")  # section 5: biases that give the ReLUs positive inputs at first
LAST_MAP = {"paper": 6, "small": 3}  # its side, after the third pooling
SMALL_STEM = {"conv1": (5, 1, 2)}  # kernel, stride, padding for 32x32 pictures: not the paper's

PAPER = dict(
    title="ImageNet classification with deep convolutional neural networks",
    authors="Alex Krizhevsky, Ilya Sutskever, Geoffrey E. Hinton",
    year=2012,
    url="https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html",
    num_classes=1000,
)


@network(**PAPER, input_size=(3, 227, 227), parameters=62_378_344, note="without the division over two graphics cards")
def alexnet(num_classes: int = 1000, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """AlexNet in which every convolution sees all maps before it. 62,378,344 parameters.

    (B, 3, 227, 227) -> logits (B, num_classes); with ``stem="small"`` (5x5 in steps of 1 in the place of 11x11 in steps of 4)
    from (B, 3, 32, 32). `width` multiplies all numbers of filters and hidden units; below 1 the weights start otherwise (see :func:`start`).
    """
    return _build(TABLE, num_classes, width, stem)


@network(**PAPER, input_size=(3, 227, 227), parameters=60_965_224, note="the paper's own: convolutions 2, 4 and 5 in two groups")
def alexnet_two_gpu(num_classes: int = 1000, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """AlexNet as it was trained: convolutions 2, 4 and 5 see the maps on their own graphics card (``groups=2``). 60,965,224 parameters.

    Shapes and options as for :func:`alexnet`. The response normalisation runs over all maps of a layer, as the paper's formula has it.
    """
    return _build(TABLE, num_classes, width, stem, divided=DIVIDED)


@network(
    **PAPER | dict(title="One weird trick for parallelizing convolutional neural networks", authors="Alex Krizhevsky", year=2014),
    input_size=(3, 224, 224),
    parameters=61_100_840,
    note="the form that torchvision calls alexnet: other filter counts, padding 2 in conv1, no response normalisation",
)
def alexnet_one_gpu(num_classes: int = 1000, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """The form for one graphics card that torchvision calls `alexnet`: outputs equal to its own. 61,100,840 parameters.

    (B, 3, 224, 224) -> logits (B, num_classes). The last maps are averaged to 6x6, so that larger pictures go through too; dropout
    stands before fc6 and fc7, rather than after them as in 2012; initialised as torch does it. Options as for :func:`alexnet`.
    """
    return _build(ONE_GPU_TABLE, num_classes, width, stem, one_gpu=True)


@network(
    title="a classroom variant of AlexNet for cats and dogs; there is no paper",
    authors="",
    year=2014,
    url=PAPER["url"],
    input_size=(3, 224, 224),
    parameters=42_321_218,
    num_classes=2,
    note="the one-GPU form with 512 units in fc7; a first map of 63x63, as often printed, belongs to pictures of 256 pixels",
)
def alexnet_cats_dogs(num_classes: int = 2, width: float = 1.0, stem: str = "paper") -> nn.Sequential:
    """The one-GPU form with 4096, 512 and `num_classes` units at its end, as often shown in class. 42,321,218 parameters.

    (B, 3, 224, 224) -> logits (B, num_classes). Options as for :func:`alexnet`.
    """
    return _build(ONE_GPU_TABLE, num_classes, width, stem, hidden=(4096, 512), one_gpu=True)


def lrn(n: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0) -> nn.LocalResponseNorm:
    """Local response normalisation (section 3.3): (B, C, H, W) -> the same, a / (k + alpha * sum of a² over n neighbouring maps) ** beta.

    The arguments are the paper's. torch *averages* over the n maps where the paper adds them, so torch's alpha is n times the paper's.
    """
    return nn.LocalResponseNorm(n, alpha=n * alpha, beta=beta, k=k)


class Flatten(nn.Module):
    """(B, C, side, side) -> (B, C * side * side); says so where the maps have another size. Raises ValueError."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        if x.shape[-2:] != (self.side, self.side):
            there = "×".join(map(str, x.shape[-2:]))
            raise ValueError(
                f"the last maps are {there}, and fc6 has weights for {self.side}×{self.side}: the pictures have another size than "
                "this network was made for (models.info says which; stem='small' is for 32×32)."
            )
        return x.flatten(1)


def start(net: nn.Module, at_one: Sequence[str] = START_AT_ONE, narrower: bool = False) -> nn.Module:
    """Initialise as section 5 says: weights from a normal distribution, biases 0, but 1 in the stages `at_one`.

    The paper's standard deviation, 0.01, belongs to wide layers: a narrower network would hand on next to nothing of the picture.
    With `narrower` each layer has its own, as He et al. 2015 ("Delving deep into rectifiers") give it, and all biases are 0.
    """
    for name, layer in net.named_modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            if narrower:
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            else:
                nn.init.normal_(layer.weight, std=0.01)
            nn.init.constant_(layer.bias, float(not narrower and name.split(".")[0] in at_one))
    return net


def classifier(
    side: int, c_in: int, hidden: Sequence[int], width: float, num_classes: int, dropout_first: bool = False
) -> OrderedDict[str, nn.Module]:
    """fc6 and fc7 with ReLU and dropout after each (section 4.2), or dropout before each; and fc8: (B, c_in, side, side) -> logits."""
    stages: OrderedDict[str, nn.Module] = OrderedDict()
    features = c_in * side**2
    for name, units in zip(("fc6", "fc7"), (scaled(units, width) for units in hidden), strict=True):
        flatten = dict(flatten=Flatten(side)) if name == "fc6" else {}
        hidden_layer = dict(linear=nn.Linear(features, units), relu=nn.ReLU())
        dropout = dict(dropout=nn.Dropout(0.5))
        parts = flatten | dropout | hidden_layer if dropout_first else flatten | hidden_layer | dropout
        stages[name], features = nn.Sequential(OrderedDict(parts)), units
    stages["fc8"] = nn.Sequential(OrderedDict(linear=nn.Linear(features, num_classes)))
    return stages


def convolutions(
    table: Iterable[tuple], width: float, instead: Mapping[str, tuple], divided: Sequence[str] = (), ceil_mode: bool = False
) -> tuple[OrderedDict[str, nn.Module], int]:
    """The stages of a table, and how many maps the last one puts out: (B, 3, H, W) -> (B, that, H', W').

    `instead` has another kernel, stride and padding for some stages; poolings round sizes down, or up with `ceil_mode`.
    """
    stages: OrderedDict[str, nn.Module] = OrderedDict()
    c_in = 3
    for name, filters, *window, then in table:
        kernel, stride, padding = instead.get(name, window)
        filters = scaled(filters, width)
        conv = nn.Conv2d(c_in, filters, kernel, stride, padding, groups=2 if name in divided else 1)
        stages[name] = stage = nn.Sequential(OrderedDict(conv=conv, relu=nn.ReLU()))
        for word in then.split():  # poolings overlap (section 3.4)
            stage.add_module(word, lrn() if word == "norm" else nn.MaxPool2d(3, 2, ceil_mode=ceil_mode))
        c_in = filters
    return stages, c_in


def _build(
    table: Iterable[tuple],
    num_classes: int,
    width: float,
    stem: str,
    *,
    divided: Sequence[str] = (),
    hidden: Sequence[int] = HIDDEN,
    one_gpu: bool = False,
) -> nn.Sequential:
    one_of("stem", stem, LAST_MAP)
    stages, c_in = convolutions(table, width, SMALL_STEM if stem == "small" else {}, divided)
    if one_gpu:
        stages["conv5"].add_module("average", nn.AdaptiveAvgPool2d(LAST_MAP[stem]))
    net = nn.Sequential(stages | classifier(LAST_MAP[stem], c_in, hidden, width, num_classes, dropout_first=one_gpu))
    return net if one_gpu and width >= 1 else start(net, narrower=width < 1)
