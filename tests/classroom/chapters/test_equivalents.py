"""Equivalent forms of an answer: which are made, and that each computes the same. That a check gives them full marks is held in `test_bank`."""

import pytest
import torch
from torch import nn

from bench.equivalents import KINDS, equivalents
from convnets.evidence import seeds
from convnets.evidence.probes import op_sizes, parameters, response, sensitivity
from convnets.evidence.verdict import distance

NET = """
import torch
from torch import nn
from torch.nn import functional as F


class Net(nn.Module):
    def __init__(self, c, n):
        super().__init__()
        self.first = nn.Conv2d(c, 8, 3, 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.branch = nn.Sequential(nn.Conv2d(8, 8, 1), nn.ReLU(), nn.MaxPool2d(3, stride=1, padding=1))
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.3), nn.Linear(8, n))
        self.other = nn.Linear(8, n)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm(self.first(x))), 2)
        y = x + self.branch(x)
        z = self.other(torch.flatten(y.mean((2, 3), keepdim=True), 1))
        return self.head(y) + z


def sizes(c, n):
    return c * n, n
"""


def made(source: str) -> dict:
    found: dict = {}
    exec(source, found)
    return found


@pytest.mark.parametrize("form", list(equivalents("net", NET)), ids=lambda form: form.name)
def test_an_equivalent_form_computes_the_same_in_every_probe(form):
    assert form.right and form.source != NET
    seeds.start("nonce", "exercise", "label")
    x = seeds.randn(2, 3, 16, 16)
    own, other = made(NET), made(form.source)
    assert parameters(own["Net"](3, 5), x) == parameters(other["Net"](3, 5), x)
    for probe in (response, sensitivity, op_sizes):
        assert distance(probe(own["Net"](3, 5), x), probe(other["Net"](3, 5), x)) < (1e-4 if probe is sensitivity else 1e-5)
    assert own["sizes"](3, 5) == other["sizes"](3, 5)


def test_every_kind_of_form_is_made():
    assert {form.name.removeprefix("equivalent ") for form in equivalents("net", NET)} == KINDS.keys()
    assert not list(equivalents("size", "def size(n, k, s):\n    return (n - k) // s + 1"))


def test_layers_stay_as_they_are_where_an_answer_looks_at_them():
    """What a lazy layer holds before the first pass, or a layer by hand has not, is no equivalent form."""
    source = "def fold(conv, norm):\n    out = nn.Conv2d(3, 4, 1)\n    out.weight.data.zero_()\n    return out"
    assert {form.name for form in equivalents("fold", source)} == {"equivalent keywords"}


def test_forms_are_really_other_forms():
    forms = {form.name.removeprefix("equivalent "): made(form.source)["Net"](3, 5) for form in equivalents("net", NET)}
    lazy = nn.parameter.is_lazy
    assert any(lazy(p) for p in forms["lazy layers"].parameters())
    assert not any(isinstance(m, nn.BatchNorm2d) for m in forms["batch norm by hand"].modules())
    assert [m.inplace for m in forms["activations in place"].modules() if isinstance(m, nn.ReLU)] == [True]
    assert torch.is_tensor(forms["a constant kept"].scale_)
