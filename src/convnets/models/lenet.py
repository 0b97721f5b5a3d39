"""LeNet-5: LeCun, Bottou, Bengio & Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 1998.

The layers keep the paper's names: C convolution, S subsampling, F fully connected, numbered along the way.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from convnets.models.registry import network

LAYERS = (  # section II.B: name, feature maps (or units), kernel; convolutions have stride 1 and no padding
    ("c1", 6, 5),
    ("s2", 6, 2),
    ("c3", 16, 5),
    ("s4", 16, 2),
    ("c5", 120, 5),
    ("f6", 84, None),
)

TABLE_I = (  # for each of C3's sixteen maps, the maps of S2 it is computed from
    *[(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5)],  # three neighbours
    *[(0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)],  # four neighbours
    *[(0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)],  # two pairs
    (0, 1, 2, 3, 4, 5),  # all six
)

PAPER = dict(
    title="Gradient-based learning applied to document recognition",
    authors="Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner",
    year=1998,
    url="https://doi.org/10.1109/5.726791",
)


@network(**PAPER, input_size=(1, 32, 32), parameters=61_706, num_classes=10)
def lenet5(num_classes: int = 10, in_channels: int = 1) -> nn.Sequential:
    """LeNet-5 in modern dress: ReLU, max pooling, every map of C3 sees all six of S2. 61,706 parameters.

    (B, in_channels, 32, 32) -> logits (B, num_classes).
    """
    net, c_in = nn.Sequential(), in_channels
    for name, maps, kernel in LAYERS:
        if name[0] == "s":
            net.add_module(name, nn.MaxPool2d(kernel))
            continue
        if name[0] == "f":
            net.add_module("flatten", nn.Flatten())
        net.add_module(name, nn.Conv2d(c_in, maps, kernel) if name[0] == "c" else nn.Linear(c_in, maps))
        net.add_module(f"relu{name[1]}", nn.ReLU())
        c_in = maps
    net.add_module("output", nn.Linear(c_in, num_classes))
    return net


@network(
    **PAPER,
    input_size=(1, 32, 32),
    parameters=60_850,
    num_classes=10,
    note="the paper's 60,000 trainable parameters, and 850 of the linear output that stands for its fixed RBF units",
)
def lenet5_original(num_classes: int = 10) -> nn.Sequential:
    """LeNet-5 as printed: scaled tanh, trainable subsampling, and a C3 that sees chosen maps only (Table I).

    (B, 1, 32, 32) -> logits (B, num_classes).

    C1 156, S2 12, C3 1,516, S4 32, C5 48,120 and F6 10,164 are the paper's 60,000 trainable parameters. Its output layer
    has none: ten Euclidean radial basis functions measure how far F6's 84 values lie from ten hand-drawn 7x12 bitmaps of
    the digits. Here a plain linear layer takes their place, so that the network gives logits as every other one of the
    course does: with its 84 * 10 + 10 = 850 parameters the count is 60,850.
    """
    net, c_in = nn.Sequential(), 1
    for name, maps, kernel in LAYERS:
        match name[0]:
            case "c":
                layer = PartialConv(TABLE_I, kernel) if name == "c3" else nn.Conv2d(c_in, maps, kernel)
            case "s":
                layer = Subsampling(maps)
            case "f":
                net.add_module("flatten", nn.Flatten())
                layer = nn.Linear(c_in, maps)
        net.add_module(name, layer)
        net.add_module(f"squash{name[1]}", ScaledTanh())
        c_in = maps
    net.add_module("output", nn.Linear(c_in, num_classes))
    return net


class PartialConv(nn.Module):
    """A convolution whose every output map reads its own choice of input maps (Table I; 1,516 parameters in C3)."""

    def __init__(self, table: tuple[tuple[int, ...], ...], kernel: int) -> None:
        super().__init__()
        self.table, self.kernel_size = table, kernel
        fan_in = torch.tensor([len(chosen) * kernel**2 for chosen in table for _ in chosen])
        bound = fan_in.rsqrt()  # of each connection, as nn.Conv2d starts
        self.weight = nn.Parameter(torch.empty(len(fan_in), kernel, kernel).uniform_(-1, 1) * bound[:, None, None])
        self.bias = nn.Parameter(torch.zeros(len(table)))

    def forward(self, x: Tensor) -> Tensor:  # (B, 6, H, W) -> (B, 16, H - 4, W - 4)
        kernels = self.weight.split([len(chosen) for chosen in self.table])  # one kernel for each chosen map
        maps = [functional.conv2d(x[:, chosen], kernel[None]) for chosen, kernel in zip(self.table, kernels, strict=True)]
        return torch.cat(maps, dim=1) + self.bias[:, None, None]


class Subsampling(nn.Module):
    """Average pooling 2x2, then one trainable coefficient and one bias per map.

    The paper adds the four inputs rather than averaging them: the factor of 4 is in the coefficient.
    """

    kernel_size = stride = 2

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:  # (B, C, H, W) -> (B, C, H / 2, W / 2)
        return functional.avg_pool2d(x, self.kernel_size) * self.weight[:, None, None] + self.bias[:, None, None]


class ScaledTanh(nn.Module):
    """1.7159 tanh(2x / 3): its gain is near 1 on [-1, 1] and f(±1) = ±1 (appendix A)."""

    def forward(self, x: Tensor) -> Tensor:
        return 1.7159 * torch.tanh(x * (2 / 3))


@network(
    title="a classroom variant of LeNet-5 for cats and dogs; there is no paper",
    authors="",
    year=1998,
    url=PAPER["url"],
    input_size=(3, 224, 224),
    parameters=46_038_242,
    num_classes=2,
    note="46,023,168 of them stand in the first linear layer",
)
def lenet_cats_dogs(num_classes: int = 2) -> nn.Module:
    """LeNet's two convolutions on colour pictures of 224 pixels, as often shown in class. 46,038,242 parameters.

    (B, 3, 224, 224) -> logits (B, num_classes). Two faults of the version usually printed are put right: the ReLU after
    the first linear layer is called, and no softmax stands at the end (the loss applies it).
    """
    return CatsDogs(num_classes)


class CatsDogs(nn.Module):
    """See :func:`lenet_cats_dogs`.

    The ReLUs are layers and the flattening is not, as in the printed version: torchsummary counts what a *layer* puts
    out, so this is the arrangement that it lists at 0.57, 19.47 and 175.62 MB.
    """

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 5)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(16, 32, 5)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(32 * 53 * 53, 512)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(512, num_classes)

    def forward(self, x: Tensor) -> Tensor:  # (B, 3, 224, 224)
        x = self.pool1(self.relu1(self.conv1(x)))  # (B, 16, 110, 110)
        x = self.pool2(self.relu2(self.conv2(x)))  # (B, 32, 53, 53)
        return self.fc2(self.relu3(self.fc1(x.flatten(1))))
