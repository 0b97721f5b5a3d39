"""Pre-activation ResNet against timm's, against a short reference, and against what the paper says of its paths."""

import pytest
import timm
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn

from convnets import measure, models
from convnets.models import preact_resnet

MACS = {  # as many as with the activations after the convolutions
    "preact_resnet18": 1_814_073_344,
    "preact_resnet34": 3_663_761_408,
    "preact_resnet50": 3_857_973_248,
    "preact_resnet101": 7_570_194_432,
    "preact_resnet152": 11_282_415_616,
    "preact_resnet110_cifar": 252_887_680,
    "preact_resnet164_cifar": 244_500_992,
}


@pytest.mark.parametrize("name", MACS)
def test_parameters_macs_and_scores_are_as_published(name):
    assert_as_published(name, MACS[name])


def test_parameters_of_the_deepest_are_the_papers_without_batch_norm():
    """10.2 million for 1001 layers. Each further n adds as much, so two shallow ones give the count of n = 111."""

    def counts(depth):
        with torch.device("meta"):
            net = preact_resnet.preact_resnet_cifar(depth)
        everything = measure.parameters(net)
        return everything, everything - sum(measure.parameters(m) for m in net.modules() if isinstance(m, nn.BatchNorm2d))

    everything, weights = (two + 109 * (three - two) for two, three in zip(counts(20), counts(29), strict=True))
    assert everything == 10_327_706 and round(weights / 1e6, 1) == 10.2


@pytest.mark.parametrize("depth", [18, 50, 101])
def test_stages_have_the_sizes_of_table_1_of_2015(depth):
    e = 1 if depth < 50 else 4
    sizes = dict(stage_sizes(on_meta(f"preact_resnet{depth}"), torch.zeros(1, 3, 224, 224, device="meta")))
    assert list(sizes) == ["conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x", "activation", "average_pool", "flatten", "fc"]
    assert [sizes[f"conv{i}_x"] for i in (2, 3, 4, 5)] == [(64 * e, 56, 56), (128 * e, 28, 28), (256 * e, 14, 14), (512 * e, 7, 7)]


@pytest.mark.parametrize("depth", [50, 101])
def test_outputs_are_timms_with_its_weights(depth):
    """timm pools before the first batch norm and ReLU, we after: the same while γ is positive, since both rise."""
    theirs = scramble(timm.create_model(f"resnetv2_{depth}")).eval()
    ours = models.create(f"preact_resnet{depth}", stride_on="3x3").eval()
    for block in (
        m for m in ours.modules() if isinstance(m, preact_resnet.Unit)
    ):  # timm projects first, and weights are poured as layers run
        block.forward = lambda x, block=block: block.shortcut(x := block.shared(x)) + block.residual(x)
    x = torch.randn(2, 3, 64, 64)
    pour(theirs, ours, x[:1])
    with torch.no_grad():
        expected = theirs(x)
        torch.testing.assert_close(ours(x), expected, rtol=1e-4, atol=1e-4 * expected.abs().max().item())


@pytest.mark.parametrize(
    ("name", "bottleneck"), [("preact_resnet18", False), ("preact_resnet110_cifar", False), ("preact_resnet164_cifar", True)]
)
def test_outputs_are_those_of_a_short_reference(name, bottleneck):
    """Figure 4e written out: z + F(z), where F is BN, ReLU, convolution two or three times; the first unit and those that change shape
    start both ways from the activated signal."""
    net = scramble(models.create(name, num_classes=7, width=0.25)).eval()
    x = torch.randn(2, 3, 32, 32)
    y, z = net(x), net.conv1(x)
    for stage in ("conv2_x", "conv3_x", "conv4_x", "conv5_x"):
        for unit in getattr(net, stage, []):
            if not isinstance(unit, preact_resnet.Unit):
                z = unit(z)  # pooling
                continue
            layers = [m for m in unit.modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d)]
            convs = [m for m in unit.residual if isinstance(m, nn.Conv2d)]
            norms = [m for m in layers if isinstance(m, nn.BatchNorm2d)]
            assert len(convs) == 2 + bottleneck
            start = z
            if len(norms) == len(convs):
                a = norms.pop(0)(z).relu()
                shrinks = any(c.stride == (2, 2) for c in convs) or convs[0].in_channels != convs[-1].out_channels
                start = a if shrinks else z
            else:
                a = z
            f = convs[0](a)
            for norm, conv in zip(norms, convs[1:], strict=True):
                f = conv(norm(f).relu())
            z = f + unit.shortcut(start)
    torch.testing.assert_close(y, net.fc(net.activation.bn(z).relu().mean((2, 3))), rtol=1e-4, atol=1e-4)


def test_within_a_stage_the_signal_is_the_first_plus_the_sum_of_all_branches():
    """Equation 4 of the paper: x_L = x_l + F_l + ... + F_{L-1}."""
    stage = scramble(models.create("preact_resnet34", width=0.125)).eval().conv4_x
    z, branches = stage[0](torch.randn(1, 16, 8, 8)), []
    first = z
    for unit in list(stage)[1:]:
        branches.append(unit.residual(z))
        z = unit(z)
    torch.testing.assert_close(z, first + sum(branches))


@pytest.mark.parametrize(
    "name, options",
    [
        ("preact_resnet18", dict(shortcut="C")),
        ("preact_resnet50", dict(stride_on="2x2")),
        ("preact_resnet164_cifar", dict(shortcut="none")),
    ],
)
def test_a_wrong_option_is_answered_with_the_choices(name, options):
    with pytest.raises(ValueError, match="choose one of"):
        on_meta(name, **options)


def test_options_and_depths():
    assert (
        measure.parameters(on_meta("preact_resnet18", shortcut="A")) == models.info("preact_resnet18").parameters - 172_032
    )  # its projections
    small = on_meta("preact_resnet50", width=0.25, stem="small", num_classes=10)
    assert dict(stage_sizes(small, torch.zeros(1, 3, 32, 32, device="meta")))["conv5_x"] == (512, 2, 2)
    with pytest.raises(ValueError, match="neither 9n"):
        preact_resnet.preact_resnet_cifar(21)
