"""ResNet against its paper's figures, and against torchvision's."""

import pytest
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn
from torch.nn import functional
from torchvision import models as torchvision_models

from convnets import measure, models
from convnets.models import resnet

MACS = {  # with the stride on the first 1x1, as printed
    "resnet18": 1_814_073_344,
    "resnet34": 3_663_761_408,
    "resnet50": 3_857_973_248,
    "resnet101": 7_570_194_432,
    "resnet152": 11_282_415_616,
    "plain18": 1_794_805_760,
    "plain34": 3_644_493_824,
    "resnet20_cifar": 40_551_040,
    "resnet32_cifar": 68_862_592,
    "resnet44_cifar": 97_174_144,
    "resnet56_cifar": 125_485_696,
    "resnet110_cifar": 252_887_680,
}


@pytest.mark.parametrize("name", MACS)
def test_parameters_macs_and_scores_are_as_published(name):
    assert_as_published(name, MACS[name])


def test_macs_round_to_those_of_table_1():
    printed = {18: 1.8, 34: 3.6, 50: 3.8, 101: 7.6, 152: 11.3}  # billions; 34 and 50 the paper rounds down
    for depth, billions in printed.items():
        assert abs(MACS[f"resnet{depth}"] / 1e9 - billions) < 0.07
    assert round(MACS["plain34"] / 1e9, 1) == 3.6 and round(MACS["plain34"] / 19.6e9, 2) == 0.19  # "only 18 %", from the rounded 3.6


def test_parameters_of_the_cifar_networks_round_to_those_of_table_6():
    assert [f"{models.info(f'resnet{d}_cifar').parameters / 1e6:.2f}" for d in (20, 32, 44, 56)] == ["0.27", "0.46", "0.66", "0.85"]
    assert f"{models.info('resnet110_cifar').parameters / 1e6:.1f}" == "1.7"


@pytest.mark.parametrize("depth", resnet.TABLE_1)
@pytest.mark.parametrize("stride_on", resnet.STRIDE_ON)
def test_stages_have_the_sizes_of_table_1(depth, stride_on):
    e = 1 if depth < 50 else 4
    sizes = stage_sizes(on_meta(f"resnet{depth}", stride_on=stride_on), torch.zeros(1, 3, 224, 224, device="meta"))
    assert sizes == [
        ("conv1", (64, 112, 112)),
        ("conv2_x", (64 * e, 56, 56)),
        ("conv3_x", (128 * e, 28, 28)),
        ("conv4_x", (256 * e, 14, 14)),
        ("conv5_x", (512 * e, 7, 7)),
        ("average_pool", (512 * e, 1, 1)),
        ("flatten", (512 * e,)),
        ("fc", (1000,)),
    ]


@pytest.mark.parametrize("depth", [20, 56])
def test_a_cifar_network_has_2n_layers_on_each_size_of_map(depth):
    n = (depth - 2) // 6
    shapes = [shape for name, shape in measure.map_sizes(on_meta(f"resnet{depth}_cifar"), (3, 32, 32)) if ".conv" in name]
    assert shapes == [(16, 32, 32)] * (2 * n + 1) + [(32, 16, 16)] * 2 * n + [(64, 8, 8)] * 2 * n


@pytest.mark.parametrize("depth", resnet.TABLE_1)
def test_outputs_are_torchvisions_with_its_weights(depth):
    """torchvision puts a bottleneck's stride on the 3x3."""
    theirs = scramble(getattr(torchvision_models, f"resnet{depth}")()).eval()
    ours = models.create(f"resnet{depth}", stride_on="3x3").eval()
    x = torch.randn(2, 3, 64, 64)
    pour(theirs, ours, x[:1])
    with torch.no_grad():
        torch.testing.assert_close(ours(x), theirs(x), rtol=1e-4, atol=1e-4 * theirs(x).abs().max().item())


def test_the_papers_stride_gives_other_outputs_and_fewer_macs():
    """ImageNet weights belong to the other form: the counts alone do not tell the two apart."""
    paper, theirs = (models.create("resnet50", width=0.125, stride_on=s).eval() for s in ("1x1", "3x3"))
    theirs.load_state_dict(paper.state_dict())
    x = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        assert not torch.allclose(paper(x), theirs(x), rtol=0.01)
    assert measure.macs(paper, (3, 64, 64)) < measure.macs(theirs, (3, 64, 64))


@pytest.mark.parametrize("depth", [20, 32])
def test_a_cifar_network_gives_what_a_short_reference_gives(depth):
    """Shortcut A written out: subsampling, zeros behind, everything functional."""
    net = scramble(models.create(f"resnet{depth}_cifar")).eval()
    x = torch.randn(2, 3, 32, 32)
    state = list(net.state_dict().values())
    take = lambda: [state.pop(0) for _ in range(6)]  # noqa: E731  (a convolution's weight, then batch norm's five)

    def conv_bn(x, stride=1):
        w, gamma, beta, mean, var, _ = take()
        y = functional.conv2d(x, w, stride=stride, padding=1)
        return (y - mean[:, None, None]) / (var[:, None, None] + 1e-5).sqrt() * gamma[:, None, None] + beta[:, None, None]

    y = conv_bn(x).relu()
    for stage in range(3):
        for i in range((depth - 2) // 6):
            stride = 2 if stage and not i else 1
            branch = conv_bn(conv_bn(y, stride).relu())
            if stride == 2:
                y = torch.cat([y[:, :, ::2, ::2], torch.zeros_like(y[:, :, ::2, ::2])], dim=1)
            y = (branch + y).relu()
    torch.testing.assert_close(net(x), functional.linear(y.mean((2, 3)), *state), rtol=1e-4, atol=1e-4)


def test_only_projections_cost_parameters():
    """ResNet-34's three forms of Table 3, over the plain network's count: a projection is c_in * c_out weights and batch norm's 2 * c_out."""
    project = lambda c_in, c_out: c_in * c_out + 2 * c_out  # noqa: E731
    where_it_changes = project(64, 128) + project(128, 256) + project(256, 512)
    elsewhere = 3 * project(64, 64) + 3 * project(128, 128) + 5 * project(256, 256) + 2 * project(512, 512)
    plain = models.info("plain34").parameters
    for shortcut, extra in (("A", 0), ("none", 0), ("B", where_it_changes), ("C", where_it_changes + elsewhere)):
        assert measure.parameters(on_meta("resnet34", shortcut=shortcut)) == plain + extra


@pytest.mark.parametrize("shortcut", ["A", "B", "C"])
@pytest.mark.parametrize("name", ["resnet18", "resnet50"])
def test_a_block_with_its_last_gamma_at_zero_hands_on_what_it_gets(name, shortcut):
    net = models.create(name, width=0.125, shortcut=shortcut, zero_gamma=True).eval()
    blocks = [m for m in net.modules() if isinstance(m, resnet.Block)]
    assert all(not block.residual[-1].weight.any() for block in blocks)
    x = torch.rand(2, 512 // 8 * (4 if name == "resnet50" else 1), 4, 4)
    if shortcut != "C":
        assert torch.equal(blocks[-1](x), x)  # positive, so that the ReLU changes nothing
    assert all(m.residual[-1].weight.all() for m in models.create(name, width=0.125).modules() if isinstance(m, resnet.Block))


def test_the_input_is_left_as_it_was():
    """The addition and its ReLU work in place, but on a tensor of their own, in plain networks too."""
    for net in (models.create("resnet20_cifar", width=0.25), models.create("plain18", width=0.125)):
        x = torch.randn(2, 3, 32, 32)
        before = x.clone()
        net(x).sum().backward()
        assert torch.equal(x, before)


def test_a_small_form_keeps_more_of_a_small_picture():
    net = on_meta("resnet18", width=0.25, stem="small", num_classes=10)
    sizes = dict(stage_sizes(net, torch.zeros(1, 3, 32, 32, device="meta")))
    assert [sizes[name] for name in ("conv1", "conv2_x", "conv5_x", "fc")] == [(16, 16, 16), (16, 16, 16), (128, 2, 2), (10,)]


def test_he_initialisation_keeps_the_signal():
    """Var(w) = 2 / (k * k * c_out): a plain stack without batch norm neither dies nor explodes."""
    convs = [m for m in models.create("resnet18").modules() if isinstance(m, nn.Conv2d)]
    for conv in convs:
        k, c = conv.kernel_size[0], conv.out_channels
        assert abs(conv.weight.var().item() * k * k * c / 2 - 1) < 0.1
        assert conv.bias is None


@pytest.mark.parametrize(
    "name, options",
    [
        ("resnet18", dict(shortcut="D")),
        ("resnet50", dict(stride_on="2x2")),
        ("resnet18", dict(stem="tiny")),
        ("resnet56_cifar", dict(shortcut="b")),
    ],
)
def test_a_wrong_option_is_answered_with_the_choices(name, options):
    with pytest.raises(ValueError, match="choose one of"):
        on_meta(name, **options)


def test_a_depth_that_is_not_in_the_table_is_refused():
    with pytest.raises(ValueError, match="18, 34, 50, 101, 152"):
        resnet.resnet(42)
    with pytest.raises(ValueError, match="not 6n"):
        resnet.resnet_cifar(21)
