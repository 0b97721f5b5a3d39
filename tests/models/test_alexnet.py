"""AlexNet against its paper's figures, torchvision's network, and plain arithmetic."""

import pytest
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn

from convnets import measure, models
from convnets.models import alexnet
from convnets.models.alexnet import lrn

FC = 9216 * 4096 + 4096 * 4096 + 4096 * 1000
MACS = {  # by hand: positions x filters x weights of each
    "alexnet": 55**2 * 96 * 363 + 27**2 * 256 * 2400 + 13**2 * (384 * 2304 + 384 * 3456 + 256 * 3456) + FC,
    "alexnet_two_gpu": 55**2 * 96 * 363 + 27**2 * 256 * 1200 + 13**2 * (384 * 2304 + 384 * 1728 + 256 * 1728) + FC,
    "alexnet_one_gpu": 55**2 * 64 * 363 + 27**2 * 192 * 1600 + 13**2 * (384 * 1728 + 256 * 3456 + 256 * 2304) + FC,
    "alexnet_cats_dogs": 55**2 * 64 * 363
    + 27**2 * 192 * 1600
    + 13**2 * (384 * 1728 + 256 * 3456 + 256 * 2304)
    + (9216 * 4096 + 4096 * 512 + 512 * 2),
}


@pytest.mark.parametrize("name", MACS)
def test_parameters_macs_and_scores_are_as_published(name):
    assert_as_published(name, MACS[name])


def test_the_published_counts():
    assert [models.info(name).parameters for name in MACS] == [62_378_344, 60_965_224, 61_100_840, 42_321_218]


@pytest.mark.parametrize("name", ["alexnet", "alexnet_two_gpu"])
def test_every_stage_has_the_papers_size(name):
    net = on_meta(name)
    x = torch.empty(1, 3, 227, 227, device="meta")
    maps = [("conv1", (96, 27, 27)), ("conv2", (256, 13, 13)), ("conv3", (384, 13, 13)), ("conv4", (384, 13, 13)), ("conv5", (256, 6, 6))]
    assert stage_sizes(net, x) == [*maps, ("fc6", (4096,)), ("fc7", (4096,)), ("fc8", (1000,))]
    convolved = [shape for layer, shape in measure.map_sizes(net, (3, 227, 227)) if isinstance(net.get_submodule(layer), nn.Conv2d)]
    assert [side for _, side, _ in convolved] == [55, 27, 13, 13, 13]


def test_each_layer_has_the_parameters_of_its_table_row():
    def counts(name):
        return [measure.parameters(stage) for stage in on_meta(name).children()]

    fc = [37_752_832, 16_781_312, 4_097_000]
    assert counts("alexnet") == [34_944, 614_656, 885_120, 1_327_488, 884_992, *fc]
    assert counts("alexnet_two_gpu") == [34_944, 307_456, 885_120, 663_936, 442_624, *fc]


def test_the_order_is_relu_normalise_pool_and_dropout_follows_the_hidden_layers():
    """Section 3.5, which torch's own AlexNet and many drawings change."""
    kinds = {name: [type(layer).__name__ for layer in stage] for name, stage in on_meta("alexnet").named_children()}
    assert kinds["conv1"] == kinds["conv2"] == ["Conv2d", "ReLU", "LocalResponseNorm", "MaxPool2d"]
    assert kinds["conv3"] == kinds["conv4"] == ["Conv2d", "ReLU"] and kinds["conv5"] == ["Conv2d", "ReLU", "MaxPool2d"]
    assert kinds["fc6"] == ["Flatten", *kinds["fc7"]] and kinds["fc7"] == ["Linear", "ReLU", "Dropout"]


def test_one_gpu_gives_what_torchvisions_gives_with_its_weights():
    """In evaluation, and in training under the same seed: dropout stands where torchvision has it."""
    from torchvision.models import alexnet as theirs

    ours, theirs = models.create("alexnet_one_gpu", num_classes=10), scramble(theirs(num_classes=10))
    pour(theirs, ours, torch.zeros(1, 3, 224, 224))
    assert_same_outputs(ours, theirs, torch.randn(2, 3, 224, 224))


def test_cats_and_dogs_is_torchvisions_with_a_smaller_end():
    from torchvision.models import alexnet as theirs

    ours, theirs = models.create("alexnet_cats_dogs"), theirs(num_classes=2)
    theirs.classifier[4], theirs.classifier[6] = nn.Linear(4096, 512), nn.Linear(512, 2)
    pour(scramble(theirs), ours, torch.zeros(1, 3, 224, 224))
    assert_same_outputs(ours, theirs, torch.randn(1, 3, 256, 256))
    first = dict(measure.map_sizes(on_meta("alexnet_cats_dogs"), (3, 256, 256)))["conv1.conv"]
    assert first == (64, 63, 63)


def assert_same_outputs(ours, theirs, x):
    for mode in (False, True):
        torch.manual_seed(0)
        expected = theirs.train(mode)(x)
        torch.manual_seed(0)
        torch.testing.assert_close(ours.train(mode)(x), expected)


def test_two_groups_are_two_halves_that_do_not_see_one_another():
    """Conv 2, 4 and 5 of the two-GPU form, as two networks would compute them; conv 1 and 3 see everything."""
    net = models.create("alexnet_two_gpu", num_classes=10, width=1 / 8)
    for name, c_in in (("conv2", 12), ("conv4", 48), ("conv5", 48)):
        conv, x = getattr(net, name).conv, torch.randn(1, c_in, 13, 13)
        halves = [
            nn.functional.conv2d(part, weight, bias, padding=conv.padding)
            for part, weight, bias in zip(x.chunk(2, 1), conv.weight.chunk(2), conv.bias.chunk(2), strict=True)
        ]
        torch.testing.assert_close(conv(x), torch.cat(halves, 1))
    assert [stage.conv.groups for stage in list(net)[:5]] == [1, 2, 1, 2, 2]
    assert [stage.conv.groups for stage in list(on_meta("alexnet"))[:5]] == [1] * 5


def test_lrn_is_the_papers_formula():
    """torch's alpha is an average's, the paper's a sum's."""
    x = 40 * torch.randn(2, 7, 3, 3)
    expected = torch.empty_like(x)
    for i in range(7):
        near = x[:, max(0, i - 2) : min(6, i + 2) + 1]
        expected[:, i] = x[:, i] / (2 + 1e-4 * near.pow(2).sum(1)) ** 0.75
    torch.testing.assert_close(lrn()(x), expected)
    assert not torch.allclose(nn.LocalResponseNorm(5, 1e-4, 0.75, 2)(x), expected, rtol=1e-2)


def test_it_starts_as_section_5_says():
    net = models.create("alexnet_two_gpu", num_classes=10)
    biases = {name: {p.item() for p in stage.parameters() if p.dim() == 1 for p in p.unique()} for name, stage in net.named_children()}
    ones = {name for name, values in biases.items() if values == {1.0}}
    assert ones == {"conv2", "conv4", "conv5", "fc6", "fc7"}
    assert all(values == {0.0} for name, values in biases.items() if name not in ones)
    for weight in (net.conv2.conv.weight, net.fc8.linear.weight):
        assert weight.std().item() == pytest.approx(0.01, rel=0.02) and abs(weight.mean().item()) < 2e-4


@pytest.mark.parametrize("name", MACS)
def test_a_narrow_form_starts_so_that_pictures_make_a_difference(name):
    """With the paper's 0.01 its logits would differ by 1e-5 from picture to picture, and it would not learn."""
    torch.manual_seed(0)
    net = models.create(name, num_classes=10, width=1 / 8, stem="small").eval()
    assert net(torch.randn(20, 3, 32, 32)).std(dim=0).mean() > 0.1


@pytest.mark.parametrize("name", MACS)
def test_the_small_stem_takes_pictures_of_32(name):
    net = on_meta(name, num_classes=10, width=1 / 8, stem="small")
    assert measure.map_sizes(net, (3, 32, 32))[-1][1] == (10,)
    wide = on_meta(name, num_classes=10, width=1 / 4, stem="small")
    assert 3 < measure.parameters(wide) / measure.parameters(net) < 4.1


@pytest.mark.parametrize("name", MACS)
def test_an_unknown_stem_is_refused_with_the_choices(name):
    with pytest.raises(ValueError, match="'paper', 'small'"):
        on_meta(name, stem="tiny")


def test_pictures_of_another_size_are_refused_in_words():
    """At 224, the size that the paper prints, the last maps are 5x5 and not 6x6."""
    with pytest.raises(ValueError, match="5×5, and fc6 has weights for 6×6"):
        on_meta("alexnet")(torch.empty(1, 3, 224, 224, device="meta"))


def test_the_tables_are_the_papers():
    assert [row[1] for row in alexnet.TABLE] == [96, 256, 384, 384, 256]
    assert [row[1] for row in alexnet.ONE_GPU_TABLE] == [64, 192, 384, 256, 256]
