"""The probes: blind to how a right answer is written, and sharp enough to tell a wrong one from it."""

import math
import subprocess
import sys

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from convnets import seeds
from convnets.observe import observe
from convnets.plain import plain
from convnets.probes import (
    Called,
    all_alike,
    both_modes,
    connections,
    learning_numbers,
    op_sizes,
    response,
    run_once,
    sensitivity,
    sizes_by_kind,
)
from convnets.verdict import TOLERANCE, distance


class Block(nn.Module):
    """A right answer, with every part open to a mistake."""

    def __init__(
        self, relu=F.relu, stride=(2, 1), norm=True, pool=F.max_pool2d, last=lambda a, b: F.relu(a + b), cut=False, twice=False, spare=False
    ):
        super().__init__()
        self.c1, self.b1 = nn.Conv2d(4, 8, 3, stride[0], 1, bias=False), nn.BatchNorm2d(8)
        self.c2, self.b2 = nn.Conv2d(8, 8, 3, stride[1], 1, bias=False), nn.BatchNorm2d(8) if norm else nn.Identity()
        self.c3 = nn.Conv2d(8, 8, 3, 1, 1, bias=False)
        self.skip = nn.Conv2d(4, 8, 1, 2)
        self.relu, self.pool, self.last, self.cut, self.twice, self.spare = relu, pool, last, cut, twice, spare

    def forward(self, x):
        y = self.b2(self.c2(self.relu(self.b1(self.c1(x)))))
        y = y if self.spare else (self.c2 if self.twice else self.c3)(y)
        y = y.detach() if self.cut else y
        return self.pool(self.last(y, self.skip(x)), 2)


class Otherwise(nn.Module):
    """The same network: other names, another order, modules for functions, a list of layers."""

    def __init__(self):
        super().__init__()
        self.end = nn.Sequential(nn.ReLU(), nn.MaxPool2d(2))
        self.shortcut = nn.Conv2d(4, 8, 1, stride=2)
        norms = [nn.BatchNorm2d(8), nn.BatchNorm2d(8)]
        self.stack = nn.ModuleList(
            [
                nn.Conv2d(8, 8, 3, padding=1, bias=False),
                nn.Conv2d(8, 8, 3, padding="same", bias=False),
                nn.Conv2d(4, 8, 3, 2, padding=1, bias=False),
                *norms,
            ]
        )

    def forward(self, x):
        last, middle, first, n1, n2 = self.stack
        out = last(n2(middle(torch.relu(n1(first(x))))))
        return self.end(self.shortcut(x) + out)


@pytest.fixture(autouse=True)
def an_observation():
    seeds.start("nonce", "exercise", "label")


def x():
    seeds.start("nonce", "exercise", "label")
    return seeds.randn(2, 4, 16, 16)


def test_response_and_sensitivity_are_blind_to_names_order_and_style():
    for probe in (response, sensitivity):
        assert distance(probe(Block(), x()), probe(Otherwise(), x())) < 1e-5
    assert op_sizes(Block(), x()) == op_sizes(Otherwise(), x())


def test_response_is_the_same_on_one_and_two_threads_and_in_channels_last():
    module, threads = Block(), torch.get_num_threads()
    right = response(module, x())
    try:
        for n in (1, 2):
            torch.set_num_threads(n)
            assert distance(right, response(module, x())) < 1e-5
            assert distance(right, response(module.to(memory_format=torch.channels_last), x().to(memory_format=torch.channels_last))) < 1e-5
    finally:
        torch.set_num_threads(threads)


@pytest.mark.parametrize(
    "wrong",
    [
        Block(relu=lambda v: v),
        Block(relu=F.relu6),
        Block(relu=lambda v: F.leaky_relu(v, 0.01)),
        Block(relu=F.gelu),
        Block(last=lambda a, b: a + b),
        Block(last=lambda a, b: F.relu(a) + b),
        Block(last=lambda a, b: F.relu(a)),
        Block(last=lambda a, b: F.leaky_relu(a + b, 0.01)),
        Block(stride=(1, 2)),
        Block(norm=False),
        Block(pool=F.avg_pool2d),
    ],
    ids=[
        "no relu",
        "relu6",
        "leaky",
        "gelu",
        "no relu at the end",
        "relu before addition",
        "no shortcut",
        "leaky end",
        "stride moved",
        "no norm",
        "average",
    ],
)
def test_response_tells_a_wrong_network_from_a_right_one(wrong):
    gap = distance(response(Block(), x()), response(wrong, x()))
    assert gap > 1.5 * TOLERANCE, "a wrong answer stays within the tolerance"


def test_a_change_of_the_input_in_place_is_refused():
    def net(*layers):
        return nn.Sequential(*layers, nn.Conv2d(4, 8, 3))

    with pytest.raises(ValueError, match="in place"):
        response(net(nn.ReLU(inplace=True)), x())
    assert response(net(nn.Conv2d(4, 4, 1), nn.ReLU(inplace=True)), x())  # in place further on changes nothing of the caller's
    given = x()
    for probe in (response, sensitivity, op_sizes, run_once):
        kept = given.clone()
        probe(net(nn.Identity()), given)
        assert torch.equal(given, kept), f"{probe.__name__} changed what it was given"


def test_sensitivity_sees_what_response_cannot():
    right = sensitivity(Block(), x())
    assert right == plain(right) and all(n > 0 for norms in right.values() for n in norms)
    for wrong in (Block(twice=True), Block(cut=True), Block(spare=True)):
        assert distance(right, sensitivity(wrong, x())) > 1e-3
    assert distance(response(Block(), x()), response(Block(cut=True), x())) < 1e-6
    assert distance(response(Block(), x()), response(Block(twice=True), x())) < 1e-6
    assert sensitivity(Block(twice=True), x())["8x8x3x3"][0] == 0.0


def test_switches_that_a_student_left_on_change_nothing():
    right = observe("nonce", "exercise", "label", lambda: sensitivity(Block(), seeds.randn(2, 4, 16, 16)), quiet=True)["value"]
    try:
        torch.set_grad_enabled(False)
        torch.set_default_dtype(torch.float64)
        torch.set_default_device("meta")  # as a student with a GPU sets "cuda"
        seen = observe("nonce", "exercise", "label", lambda: sensitivity(Block(), seeds.randn(2, 4, 16, 16)), quiet=True)
        assert not torch.is_grad_enabled() and torch.get_default_dtype() is torch.float64, "the student's switches are as they were"
    finally:
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)
        torch.set_default_device("cpu")
    assert seen.get("value") == right, seen


def test_a_bias_before_batch_norm_has_no_effect_and_so_sensitivity_zero_on_any_machine():
    class Biased(nn.Module):
        def __init__(self):
            super().__init__()
            self.c, self.n = nn.Conv2d(4, 8, 3), nn.BatchNorm2d(8)

        def forward(self, x):
            return F.batch_norm(self.c(x), None, None, self.n.weight, self.n.bias, training=True)

    assert min(sensitivity(Biased(), x())["8"]) == 0.0


def test_response_at_initialisation_sees_values_that_a_filling_hides():
    def net(gain):
        module = nn.Conv2d(4, 8, 3)
        nn.init.constant_(module.weight, gain)
        nn.init.zeros_(module.bias)
        return module

    assert distance(response(net(0.1), x()), response(net(0.2), x())) == 0
    assert distance(response(net(0.1), x(), fill=False), response(net(0.2), x(), fill=False)) > 0.1


@pytest.mark.parametrize(
    ("modules", "functional", "size"),
    [
        (nn.Conv2d(4, 6, 5), lambda v: F.conv2d(v, torch.zeros(6, 4, 5, 5)), ["conv", 6, 12, 12]),
        (nn.Conv2d(4, 4, 3, groups=4), lambda v: F.conv2d(v, torch.zeros(4, 1, 3, 3), groups=4), ["conv", 4, 14, 14]),
        (nn.MaxPool2d(2), lambda v: F.max_pool2d(v, 2), ["pool", 4, 8, 8]),
        (nn.AvgPool2d(4), lambda v: F.avg_pool2d(v, 4), ["pool", 4, 4, 4]),
        (nn.AdaptiveAvgPool2d(3), lambda v: F.adaptive_avg_pool2d(v, 3), ["pool", 4, 3, 3]),
        (
            nn.Sequential(nn.Flatten(), nn.Linear(1024, 10)),
            lambda v: F.linear(v.flatten(1), torch.zeros(10, 1024), torch.zeros(10)),
            ["linear", 10],
        ),
        (nn.Sequential(nn.Flatten(), nn.Linear(1024, 10, bias=False)), lambda v: v.flatten(1) @ torch.zeros(1024, 10), ["linear", 10]),
    ],
)
def test_op_sizes_are_the_same_for_modules_and_functionals(modules, functional, size):
    class Functional(nn.Module):
        def forward(self, v):
            return functional(v)

    assert op_sizes(modules, x()) == op_sizes(Functional(), x()) == [size]


def test_lazy_modules_are_given_their_shapes_first():
    def lazy():
        return nn.Sequential(nn.LazyConv2d(8, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(5))

    eager = nn.Sequential(nn.Conv2d(4, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 14 * 14, 5))
    assert [tuple(p.shape) for p in run_once(lazy(), x()).parameters()] == [tuple(p.shape) for p in eager.parameters()]
    for probe in (response, sensitivity, op_sizes):
        assert distance(probe(eager, x()), probe(lazy(), x())) < 1e-5


@pytest.mark.parametrize("probe", [response, sensitivity, op_sizes])
def test_what_is_no_module_or_yields_no_tensor_is_said_plainly(probe):
    with pytest.raises(TypeError, match=r"expected an nn\.Module, got type"):
        probe(nn.ReLU, x())

    class Two(nn.Module):
        def forward(self, v):
            return v, v

    if probe is not op_sizes:
        with pytest.raises(TypeError, match="returned tuple, expected one tensor"):
            probe(Two(), x())


def test_draws_depend_on_nonce_exercise_and_label_and_on_nothing_else():
    def draw(*parts):
        seeds.start(*parts)
        return (
            seeds.pick(range(10**6)),
            seeds.pick(range(100), 3),
            seeds.randn(2).tolist(),
            seeds.randint(0, 10**6, (2,)).tolist(),
            torch.rand(1).item(),
        )

    parts = ("nonce", "exercise", "label")
    right = draw(*parts)
    torch.rand(3)
    assert draw(*parts) == right
    for i in range(3):
        other = draw(*(p + "x" if i == j else p for j, p in enumerate(parts)))
        assert all(a != b for a, b in zip(right, other, strict=True))
    assert len(set(seeds.pick(range(3), 3))) == 3
    with pytest.raises(ValueError, match="cannot pick 4"):
        seeds.pick(range(3), 4)


def test_values_stay_in_a_range_where_differences_can_be_seen():
    deep = nn.Sequential(*[layer for _ in range(12) for layer in (nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())])
    seen = response(deep, x())
    assert all(math.isfinite(v) and 1e-3 < v < 1e6 for v in (seen["size, input ×1"], seen["size, input ×20"]))


def test_the_first_operation_watched_does_not_load_the_compiler():
    """torch would import it, for seconds on a busy machine, inside the time that an observation has."""
    code = "import sys, torch; from convnets.probes import op_sizes; op_sizes(torch.nn.Conv2d(1, 1, 1), torch.zeros(1, 1, 2, 2)); "
    subprocess.run([sys.executable, "-c", code + "assert 'torch._dynamo' not in sys.modules"], check=True)


def test_connections_and_learning_numbers_of_a_grouped_convolution():
    conv = all_alike(nn.Conv2d(4, 2, 3, groups=2))
    assert connections(conv, torch.zeros(1, 4, 5, 5)) == [[0, 1], [2, 3]]
    assert learning_numbers(conv, torch.ones(1, 4, 5, 5)) == 2 * (2 * 9 + 1)


def test_sizes_by_kind_begins_with_the_largest_map():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.MaxPool2d(2), nn.Conv2d(2, 5, 3, padding=1), nn.Flatten(), nn.Linear(20, 3))
    assert sizes_by_kind(net, torch.zeros(1, 1, 6, 6)) == {"conv": [[2, 4, 4], [5, 2, 2]], "pool": [[2, 2, 2]], "linear": [[3]]}


def test_dropout_tells_the_modes_apart_and_its_calls_are_counted():
    x = torch.ones(4, 64)
    assert both_modes(nn.Dropout(0.5), x) == [[4, 64], False] and both_modes(nn.ReLU(), x) == [[4, 64], True]
    with Called("dropout") as called:
        F.relu(F.dropout(F.dropout(x)))
    assert called.count == 2
