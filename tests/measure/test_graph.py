"""What runs inside a module is found whatever the module is written with."""

import torch
import torch.nn.functional as F
from torch import nn

from convnets import models
from convnets.measure.graph import operations


class AsModules(nn.Module):
    def __init__(self):
        super().__init__()
        self.way = nn.Sequential(
            nn.Conv2d(8, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True), nn.Conv2d(16, 16, 3, padding=1)
        )
        self.shortcut = nn.Conv2d(8, 16, 1, 2)
        self.pool = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        return self.pool(F.relu(self.way(x) + self.shortcut(x)))


class AsFunctions(AsModules):
    def forward(self, x):
        first, norm, _, second = self.way
        y = F.conv2d(x, first.weight, None, 2, 1)
        y = torch.relu(F.batch_norm(y, norm.running_mean, norm.running_var, norm.weight, norm.bias))
        y = F.conv2d(y, second.weight, second.bias, padding=1)
        y += F.conv2d(x, self.shortcut.weight, self.shortcut.bias, 2)
        return y.relu_().mean((2, 3), keepdim=True)


def described(module, size):
    return [(o.kind, o.words, o.shape, [s.words for s in o.sources]) for o in operations(module, size)]


def test_modules_and_functions_are_the_same_to_it():
    told = described(AsModules(), (8, 12, 12))
    assert told == described(AsFunctions(), (8, 12, 12))
    assert [kind for kind, *_ in told] == [
        "input", "convolution", "norm", "activation", "convolution", "convolution", "join", "activation", "pooling", "output",
    ]  # fmt: skip
    assert told[1][1:3] == (("3×3 conv", "16, /2"), (16, 6, 6)) and told[6][3] == [("3×3 conv", "16"), ("1×1 conv", "16, /2")]


def test_what_the_output_does_not_hang_on_is_left_out_and_one_word_of_a_paper_is_one_operation():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv, self.unused, self.norm = nn.Conv2d(4, 4, 1), nn.Conv2d(4, 4, 1), nn.LocalResponseNorm(5)

        def forward(self, x):
            self.unused(x)
            return self.norm(self.conv(x)).flatten(1)

    assert [o.words for o in operations(Net(), (4, 5, 5))] == [(), ("1×1 conv", "4"), ("LRN",), ()]


def test_an_inception_module_has_the_four_branches_of_its_table():
    module = models.create("googlenet").inception3a
    joined = next(o for o in operations(module, (192, 28, 28)) if o.kind == "join")
    ends = [next(s for s in o.sources if s.kind == "convolution") for o in joined.sources]  # each ends in a ReLU
    assert [o.words for o in ends] == [("1×1 conv", "64"), ("3×3 conv", "128"), ("5×5 conv", "32"), ("1×1 conv", "32")]
    assert joined.shape == (256, 28, 28)


def test_the_module_is_left_as_it_was():
    module = AsModules().train()
    before = {k: v.clone() for k, v in module.state_dict().items()}
    operations(module, (8, 12, 12))
    assert module.training and all(torch.equal(v, before[k]) for k, v in module.state_dict().items())
