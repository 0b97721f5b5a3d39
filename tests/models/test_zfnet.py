"""ZFNet against the sizes of its paper's Figure 3, and plain arithmetic."""

import pytest
import torch
from proof import assert_as_published, on_meta, scramble, stage_sizes
from torch import nn
from torch.nn import functional as F

from convnets import measure, models
from convnets.models import zfnet


def macs(c3, c4, c5):
    convolutions = 110**2 * 96 * 147 + 26**2 * 256 * 2400 + 13**2 * 9 * (256 * c3 + c3 * c4 + c4 * c5)
    return convolutions + 36 * c5 * 4096 + 4096 * 4096 + 4096 * 1000


@pytest.mark.parametrize(("name", "filters"), [("zfnet", (512, 1024, 512)), ("zfnet_small", (384, 384, 256))])
def test_parameters_macs_and_scores_are_as_published(name, filters):
    assert_as_published(name, macs(*filters))


def test_the_published_counts():
    assert [models.info(name).parameters for name in ("zfnet", "zfnet_small")] == [107_627_624, 62_357_608]


def test_every_stage_has_the_size_of_figure_3():
    net = on_meta("zfnet_small")
    maps = [("conv1", (96, 55, 55)), ("conv2", (256, 13, 13)), ("conv3", (384, 13, 13)), ("conv4", (384, 13, 13)), ("conv5", (256, 6, 6))]
    x = torch.empty(1, 3, 224, 224, device="meta")
    assert stage_sizes(net, x) == [*maps, ("fc6", (4096,)), ("fc7", (4096,)), ("fc8", (1000,))]
    convolved = [shape for layer, shape in measure.map_sizes(net, (3, 224, 224)) if isinstance(net.get_submodule(layer), nn.Conv2d)]
    assert [side for _, side, _ in convolved] == [110, 26, 13, 13, 13]


def test_it_gives_what_plain_functions_give_with_its_weights():
    """Convolve, ReLU, pool, and only then normalise over the maps (the caption of Figure 3): the other way round from AlexNet."""
    net = scramble(models.create("zfnet_small", num_classes=10, width=1 / 8)).eval()
    x = 8 * torch.randn(2, 3, 224, 224)
    w = [p for p in net.parameters() if p.dim() > 1]
    b = [p for p in net.parameters() if p.dim() == 1]

    def normalised(x):
        squares = F.pad(x.pow(2), (0, 0, 0, 0, 2, 2))
        return x / (2 + 1e-4 * sum(squares[:, i : i + x.shape[1]] for i in range(5))) ** 0.75

    y = normalised(F.max_pool2d(F.conv2d(x, w[0], b[0], 2, 1).relu(), 3, 2, ceil_mode=True))
    y = normalised(F.max_pool2d(F.conv2d(y, w[1], b[1], 2).relu(), 3, 2, ceil_mode=True))
    for i in (2, 3, 4):
        y = F.conv2d(y, w[i], b[i], padding=1).relu()
    y = F.max_pool2d(y, 3, 2).flatten(1)
    for i in (5, 6):
        y = F.linear(y, w[i], b[i]).relu()
    torch.testing.assert_close(net(x), F.linear(y, w[7], b[7]))


def test_every_bias_starts_at_0_and_every_weight_near_0():
    """Section 3, "training details"; a narrow form starts with larger weights, so that it can learn."""
    net = models.create("zfnet_small", num_classes=10)
    assert all((p == 0).all() for p in net.parameters() if p.dim() == 1)
    assert net.conv3.conv.weight.std().item() == pytest.approx(0.01, rel=0.02)
    small = models.create("zfnet_small", num_classes=10, width=1 / 8, stem="small").eval()
    assert small(torch.randn(20, 3, 32, 32)).std(dim=0).mean() > 0.1


@pytest.mark.parametrize("name", ["zfnet", "zfnet_small"])
def test_the_small_stem_takes_pictures_of_32(name):
    net = on_meta(name, num_classes=10, width=1 / 8, stem="small")
    assert measure.map_sizes(net, (3, 32, 32))[-1][1] == (10,)
    with pytest.raises(ValueError, match="'paper', 'small'"):
        on_meta(name, stem="tiny")


def test_pictures_of_another_size_are_refused_in_words():
    with pytest.raises(ValueError, match="fc6 has weights for 6×6"):
        on_meta("zfnet")(torch.empty(1, 3, 160, 160, device="meta"))


def test_the_table_has_alexnets_filters_and_the_larger_form_three_others():
    assert [row[1] for row in zfnet.TABLE] == [96, 256, 384, 384, 256]
    assert list(zfnet.LARGER.values()) == [512, 1024, 512]
