"""The probes: blind to how a right answer is written, and sharp enough to tell a wrong one from it."""

import math
import subprocess
import sys

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from convnets.evidence import seeds
from convnets.evidence.plain import plain
from convnets.evidence.probes import (
    Called,
    all_alike,
    both_modes,
    connections,
    described,
    learning_numbers,
    mentions,
    nearest,
    op_sizes,
    parameters,
    randomness,
    response,
    run_once,
    sensitivity,
)
from convnets.evidence.trial import observe
from convnets.evidence.verdict import TOLERANCE, distance, same


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


def test_what_a_probe_refuses_and_what_is_left_behind_are_places_of_their_own():
    """So a mistake that only shows there is known by it: the check's own errors, which have no place, may have many causes."""

    def place(thunk):
        return observe("n", "e", "l", thunk, quiet=True)["place"]

    assert place(lambda: response(nn.Sequential(nn.ReLU(inplace=True), nn.Conv2d(4, 8, 3)), x())) == "probe"
    assert place(lambda: torch.set_grad_enabled(False) and None) == "afterwards"
    assert torch.is_grad_enabled()
    assert place(lambda: len(3)) == ""


def test_sensitivity_sees_what_response_cannot():
    right = sensitivity(Block(), x())
    assert right == plain(right) and all(n > 0 for norms in right.values() for n in norms)
    for wrong in (Block(twice=True), Block(cut=True), Block(spare=True)):
        assert distance(right, sensitivity(wrong, x())) > 1e-3
    assert distance(response(Block(), x()), response(Block(cut=True), x())) < 1e-6
    assert distance(response(Block(), x()), response(Block(twice=True), x())) < 1e-6
    assert sensitivity(Block(twice=True), x())["8x72"][0] == 0.0


def observed(thunk, quiet=True):
    return observe("nonce", "exercise", "label", thunk, quiet=quiet)


@pytest.fixture
def torch_as_it_was():
    yield
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device("cpu")
    torch.use_deterministic_algorithms(False)
    torch.autograd.set_detect_anomaly(False)


def test_switches_that_an_earlier_cell_left_change_nothing_and_gradients_are_on_again(torch_as_it_was, capsys):
    def block():
        return sensitivity(Block(), seeds.randn(2, 4, 16, 16))

    right = observed(block)["value"]
    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")  # as a student with a GPU sets "cuda"
    torch.use_deterministic_algorithms(True)
    assert observed(block, quiet=False).get("value") == right
    assert torch.is_grad_enabled() and torch.get_default_dtype() is torch.float32, "else the next training cell dies"
    assert torch.get_default_device().type == "meta" and torch.are_deterministic_algorithms_enabled(), "the student's own choice"
    assert "left gradients switched off" in capsys.readouterr().out
    assert observed(block, quiet=False).get("value") == right and capsys.readouterr().out == "", "it is said once"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (lambda: torch.set_grad_enabled(False), "gradients are off after this call"),
        (lambda: torch.set_default_dtype(torch.float64), "default type"),
        (lambda: torch.set_default_device("meta"), "default device"),
        (lambda: torch.use_deterministic_algorithms(True), "deterministic"),
        (lambda: torch.autograd.set_detect_anomaly(True), "anomaly"),
    ],
)
def test_what_an_observations_own_call_leaves_switched_is_its_error_and_no_other_ones(left, said, torch_as_it_was):
    def call():
        left()
        return 1

    seen = observed(call)
    assert seen["state"] == "error" and said in seen["message"]
    assert observed(lambda: torch.ones(1, requires_grad=True).mul(2).requires_grad)["value"] is True
    assert observed(lambda: [str(torch.zeros(1).dtype), str(torch.zeros(1).device)])["value"] == ["torch.float32", "cpu"]
    assert [torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled(), str(torch.get_default_device())] == [
        False,
        False,
        "cpu",
    ]


def test_a_switch_that_a_block_puts_back_is_no_error():
    def call():
        with torch.no_grad(), torch.device("meta"), torch.autograd.detect_anomaly():
            return torch.zeros(2).numel()

    assert observed(call)["value"] == 2


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


class Net(nn.Module):
    """Any forward pass over any parts."""

    def __init__(self, forward, **parts):
        super().__init__()
        self.run = forward
        for name, part in parts.items():
            setattr(self, name, part)

    def forward(self, v):
        return self.run(self, v)


def unfolded(net, v):
    y = net.w.flatten(1) @ F.unfold(v, 3) + net.b[:, None]
    return y.view(len(v), -1, v.shape[2] - 2, v.shape[3] - 2)


def windows(net, v):
    return torch.einsum("bchwij,ocij->bohw", v.unfold(2, 3, 1).unfold(3, 3, 1), net.w) + net.b[:, None, None]


def filters(*shape):
    return {"w": nn.Parameter(torch.zeros(shape)), "b": nn.Parameter(torch.zeros(shape[0]))}


def per_pixel(net, v):
    return net.linear(v.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (nn.Conv2d(4, 6, 3), Net(lambda net, v: F.conv2d(v, net.w, net.b), **filters(6, 4, 3, 3))),
        (nn.Conv2d(4, 6, 3), Net(unfolded, **filters(6, 4, 3, 3))),
        (nn.Conv2d(4, 6, 3), Net(windows, **filters(6, 4, 3, 3))),
        (nn.Conv2d(4, 6, 1), Net(per_pixel, linear=nn.Linear(4, 6))),
        (nn.Conv2d(4, 6, 1), Net(lambda net, v: torch.einsum("bchw,oc->bohw", v, net.w) + net.b[:, None, None], **filters(6, 4))),
        (nn.Sequential(nn.Conv2d(4, 6, 16), nn.Flatten()), nn.Sequential(nn.Flatten(), nn.Linear(1024, 6))),
        (nn.Sequential(nn.Flatten(), nn.Linear(1024, 6)), Net(lambda net, v: v.flatten(1) @ net.w.T + net.b, **filters(6, 1024))),
        (
            nn.Sequential(nn.MaxPool2d(2), nn.Conv2d(4, 6, 1)),
            Net(lambda net, v: net.c(v.unfold(2, 2, 2).unfold(3, 2, 2).amax((4, 5))), c=nn.Conv2d(4, 6, 1)),
        ),
        (
            nn.Sequential(nn.Conv2d(4, 6, 3), nn.AdaptiveAvgPool2d(1)),
            Net(lambda net, v: net.c(v).mean((2, 3), keepdim=True), c=nn.Conv2d(4, 6, 3)),
        ),
        (nn.Conv2d(4, 6, 3), nn.Sequential(nn.AdaptiveAvgPool2d(16), nn.Conv2d(4, 6, 3), nn.MaxPool2d(1))),
        (
            nn.Sequential(nn.AvgPool2d(3, 1, 1), nn.Conv2d(4, 6, 1)),
            Net(lambda net, v: net.c(F.conv2d(v, torch.full((4, 1, 3, 3), 1 / 9), padding=1, groups=4)), c=nn.Conv2d(4, 6, 1)),
        ),
    ],
    ids=[
        "functional",
        "unfolded",
        "windows",
        "per pixel",
        "einsum",
        "whole map",
        "matrix product",
        "maximum of windows",
        "mean",
        "idle",
        "fixed kernel",
    ],
)
def test_equivalent_forms_look_alike_to_every_probe(written, otherwise):
    assert op_sizes(written, x()) == op_sizes(otherwise, x())
    assert distance(response(written, x(), resize=False), response(otherwise, x(), resize=False)) < 1e-5
    assert distance(sensitivity(written, x()), sensitivity(otherwise, x())) < 1e-4


def test_op_sizes_are_the_numbers_for_one_picture_and_tell_a_stride_that_moved():
    net = nn.Sequential(nn.Conv2d(4, 2, 3), nn.MaxPool2d(2), nn.Conv2d(2, 5, 3, padding=1), nn.Flatten(), nn.Linear(5 * 49, 3))
    assert op_sizes(net, x()) == [2 * 14 * 14, 5 * 7 * 7, 3]
    assert op_sizes(Block(), x()) != op_sizes(Block(stride=(1, 2)), x())


def test_lazy_modules_are_given_their_shapes_first():
    def lazy():
        return nn.Sequential(nn.LazyConv2d(8, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(5))

    eager = nn.Sequential(nn.Conv2d(4, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 14 * 14, 5))
    assert [tuple(p.shape) for p in run_once(lazy(), x()).parameters()] == [tuple(p.shape) for p in eager.parameters()]
    for probe in (
        response,
        sensitivity,
        op_sizes,
        parameters,
        both_modes,
        lambda net, v: [learning_numbers(all_alike(net), v), connections(all_alike(net[:2]), v)],
    ):
        assert distance(probe(eager, x()), probe(lazy(), x())) < 1e-5
    with pytest.raises(ValueError, match="run the network once"):
        parameters(lazy())
    with torch.device("meta"):
        assert parameters(lazy(), torch.zeros(1, 4, 16, 16)) == parameters(eager)
    broken = nn.Sequential(nn.Conv2d(4, 8, 3), nn.Linear(5, 1))
    assert parameters(broken, x()) == parameters(broken) == 302, "what cannot be run is counted all the same"


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
    code = "import sys, torch; from convnets.evidence.probes import op_sizes; op_sizes(torch.nn.Conv2d(1, 1, 1), torch.zeros(1, 1, 2, 2)); "
    subprocess.run([sys.executable, "-c", code + "assert 'torch._dynamo' not in sys.modules"], check=True)


def test_connections_and_learning_numbers_of_a_grouped_convolution():
    conv = all_alike(nn.Conv2d(4, 2, 3, groups=2))
    assert connections(conv, torch.zeros(1, 4, 5, 5)) == [[0, 1], [2, 3]]
    assert learning_numbers(conv, torch.ones(1, 4, 5, 5)) == 2 * (2 * 9 + 1)


def test_dropout_tells_the_modes_apart_and_its_calls_are_counted():
    x = torch.ones(4, 64)
    assert both_modes(nn.Dropout(0.5), x) == [[4, 64], False] and both_modes(nn.ReLU(), x) == [[4, 64], True]
    with Called("dropout") as called:
        F.relu(F.dropout(F.dropout(x)))
    assert called.count == 2
    with Called("norm", "local_response_norm") as called:
        x.norm(dim=1), nn.LocalResponseNorm(3)(x[None])
        F.layer_norm(x, (64,))  # no name that only holds another
    assert called.count == 2
    with pytest.raises(ValueError, match="no function called 'nrom'"):
        Called("nrom")


def dropping(drop, *before):
    return Net(lambda net, v: net.last(drop(net, net.first(v))), first=nn.Sequential(nn.Conv2d(4, 8, 3), *before), last=nn.Conv2d(8, 5, 3))


def by_hand(keep):
    return lambda net, v: v * keep(v) / 0.7 if net.training else v


@pytest.mark.parametrize(
    "drop",
    [
        lambda net, v: F.dropout(v, 0.3, net.training),
        lambda net, v: F.dropout(v.clone(), 0.3, net.training, inplace=True),
        by_hand(lambda v: torch.rand_like(v) > 0.3),
        by_hand(lambda v: torch.rand(v.shape) < 0.7),
        by_hand(lambda v: torch.empty_like(v).uniform_() >= 0.3),
        by_hand(lambda v: torch.bernoulli(torch.full_like(v, 0.7))),
        by_hand(lambda v: torch.empty_like(v).bernoulli_(0.7)),
        by_hand(lambda v: torch.distributions.Bernoulli(0.7).sample(v.shape)),
        lambda net, v: F.dropout(v.flatten(1), 0.3, net.training).view_as(v),
    ],
)
def test_dropout_is_the_same_however_it_is_written(drop):
    right = response(
        dropping(lambda net, v: net.drop(v)).__class__(
            lambda net, v: net.last(net.drop(net.first(v))), first=nn.Conv2d(4, 8, 3), drop=nn.Dropout(0.3), last=nn.Conv2d(8, 5, 3)
        ),
        x(),
    )
    assert distance(right, response(dropping(drop), x())) < 1e-5


@pytest.mark.parametrize(
    "drop",
    [
        lambda net, v: v,
        lambda net, v: F.dropout(v, 0.5, net.training),
        lambda net, v: F.dropout2d(v, 0.3, net.training),
        lambda net, v: F.alpha_dropout(v, 0.3, net.training),
        lambda net, v: F.dropout(F.dropout(v, 0.3, net.training), 0.3, net.training),
        by_hand(lambda v: 0.7 * (torch.rand_like(v) > 0.3)),
        lambda net, v: F.dropout(v, 0.3),
    ],
    ids=["none", "rate", "maps", "alpha", "twice", "not scaled", "always"],
)
def test_another_dropout_is_another_response(drop):
    right = response(dropping(lambda net, v: F.dropout(v, 0.3, net.training)), x())
    assert distance(right, response(dropping(drop), x())) > 1e-3


class OwnNorm(nn.Module):
    """Batch norm by hand, its statistics named as in d2l."""

    def __init__(self, n, momentum=0.1, unbiased=True):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(1, n, 1, 1)), nn.Parameter(torch.zeros(1, n, 1, 1))
        self.register_buffer("moving_mean", torch.zeros(1, n, 1, 1))
        self.register_buffer("moving_var", torch.ones(1, n, 1, 1))
        self.momentum, self.unbiased = momentum, unbiased

    def forward(self, v):
        if not self.training:
            return self.gamma * (v - self.moving_mean) / torch.sqrt(self.moving_var + 1e-5) + self.beta
        mean, var = v.mean((0, 2, 3), keepdim=True), v.var((0, 2, 3), correction=0, keepdim=True)
        self.moving_mean.lerp_(mean, self.momentum)
        self.moving_var.lerp_(v.var((0, 2, 3), correction=int(self.unbiased), keepdim=True), self.momentum)
        return self.gamma * (v - mean) / torch.sqrt(var + 1e-5) + self.beta


def test_batch_norm_is_seen_in_training_and_after_it():
    def net(norm):
        return nn.Sequential(nn.Conv2d(4, 8, 3), norm, nn.ReLU())

    right = response(net(nn.BatchNorm2d(8)), x())
    assert distance(right, response(net(OwnNorm(8)), x())) < 1e-5
    for wrong in (nn.BatchNorm2d(8, momentum=0.01), OwnNorm(8, unbiased=False), OwnNorm(8, momentum=0)):
        assert not same(right, response(net(wrong), x()))
    assert distance(response(nn.BatchNorm2d(4, eps=1e-5), x()), response(nn.BatchNorm2d(4, eps=1e-3), x())) > TOLERANCE


def test_a_buffer_that_is_no_statistic_keeps_its_value():
    class Scaled(nn.Module):
        def __init__(self, **values):
            super().__init__()
            self.c = nn.Conv2d(4, 8, 3)
            for name, value in values.items():
                self.register_buffer(name, torch.tensor(value))

        def forward(self, v):
            return self.c(v) * self.scale

    for probe in (response, sensitivity):
        assert distance(probe(Scaled(scale=0.5), x()), probe(Net(lambda net, v: net.c(v) * 0.5, c=nn.Conv2d(4, 8, 3)), x())) < 1e-5
    assert not same(response(Scaled(scale=0.5), x()), response(Scaled(scale=0.4), x()))


def counting(net, v):
    net.calls = getattr(net, "calls", 0) + 1
    return net.c(v) + (net.calls > 3)


def spoiling(net, v):
    y = net.c(v)
    return y.sub_(y.mean(0)) if net.training else y


@pytest.mark.parametrize(
    "forward",
    [
        lambda net, v: net.c(v)[: len(v)] if len(v) > 1 else net.c(v).squeeze(0),
        lambda net, v: net.c(v) - net.c(v).mean(0),
        lambda net, v: net.c(v[:, :, : v.shape[2], : v.shape[2]]),
        lambda net, v: net.c(v).double(),
        counting,
        spoiling,
    ],
    ids=["one picture", "a picture depends on the others", "square", "float64", "state", "training"],
)
def test_what_a_response_sees_as_a_matter_of_course(forward):
    assert not same(response(Net(lambda net, v: net.c(v), c=nn.Conv2d(4, 8, 3)), x()), response(Net(forward, c=nn.Conv2d(4, 8, 3)), x()))


def test_a_call_that_switches_the_mode_or_raises_in_training_is_said():
    class Switching(nn.Conv2d):
        def forward(self, v):
            self.train()
            return super().forward(v)

    with pytest.raises(ValueError, match="switched between training and evaluation"):
        response(Switching(4, 8, 3), x())
    right, raises = (
        response(nn.Conv2d(4, 8, 3), x()),
        response(Net(lambda net, v: net.c(v) if not net.training else 1 / 0, c=nn.Conv2d(4, 8, 3)), x()),
    )
    assert raises["in training"] == {"raised": "ZeroDivisionError: division by zero"} and not same(right, raises)


def test_where_the_right_answer_raises_nothing_is_asked():
    def head(v):
        return nn.Sequential(nn.Flatten(), nn.Linear(v, 3))

    fixed, free = (
        response(head(1024), x()),
        response(Net(lambda net, v: net.l(F.adaptive_avg_pool2d(v, 16).flatten(1)), l=nn.Linear(1024, 3)), x()),
    )
    assert "raised" in fixed["a map twice as wide"] and "pattern" in free["a map twice as wide"]
    assert same(fixed, free) and not same(free, fixed)
    assert "a map twice as wide" not in response(head(1024), x(), resize=False)


def test_several_outputs_in_training_are_all_seen():
    def forward(net, v):
        return (net.a(v), net.b(v)) if net.training else net.a(v)

    def net(forward):
        return Net(forward, a=nn.Conv2d(4, 3, 1), b=nn.Conv2d(4, 3, 3))

    right = response(net(forward), x())
    assert not same(right, response(net(lambda net, v: (net.a(v), net.a(v)) if net.training else net.a(v)), x()))
    assert same(right, response(net(lambda net, v: list(forward(net, v)) if net.training else net.a(v)), x()))


def test_a_described_tensor_tells_its_type_and_a_float_is_no_whole_number():
    assert described(torch.tensor([1, 2])) == {"type": "int64", "shape": [2], "values": [1, 2]}
    assert not same(described(torch.zeros(2)), described(torch.zeros(2, dtype=torch.double)))
    assert not same(described(torch.arange(3)), described(torch.arange(3.0)))
    assert set(described(torch.rand(300))) == {"type", "shape", "size", "pattern"}
    with pytest.raises(TypeError, match="list"):
        described([1])


def test_randomness_tells_torchs_from_any_other():
    import random

    import numpy

    torchs = {"after the same seed of torch": "the same", "after another seed of torch": "others"}
    assert randomness(lambda: torch.rand(3)) == randomness(lambda: torch.nn.Dropout()(torch.ones(50))) == torchs
    for other in (random.random, lambda: numpy.random.rand(2), lambda: random.SystemRandom().random(), lambda: torch.ones(2)):
        assert randomness(other) != torchs
    assert nearest(torch.tensor(0.46), (0.25, 0.5, 0.75)) == 0.5


def salted(name):
    return hash(name)


def test_mentions_finds_a_name_wherever_the_code_uses_it():
    def direct(files):
        return sorted(files, key=lambda f: hash(f))

    class Split:
        def __call__(self, files):
            return [salted(f) for f in files]

    @torch.no_grad()
    def decorated(files):
        return salted(files)

    for wrong in (direct, Split, decorated, salted, Split.__call__):
        assert mentions(wrong, "hash", "sorted")[0] == "hash"
    assert mentions(lambda files: sorted(f"hash {f}" for f in files), "hash") == []
