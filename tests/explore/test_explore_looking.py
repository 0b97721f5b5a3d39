"""The explorers that look into a trained network and at the lineage."""

import pytest
import torch
from torch import nn

from convnets import data, explore, lineage, plot
from convnets.base.names import UnknownName


@pytest.fixture(scope="module")
def digits():
    return data.load("digits", train=10, test=10).test


@pytest.fixture
def net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(900, 10))


def test_maps_are_those_of_the_layer_though_the_next_one_writes_over_them(net, digits):
    explorer = explore.features(net, digits)
    assert explorer.choices["layer"] == ["0", "1", "2"]
    picture = explorer.figure(picture=3, layer="0")
    assert "4 maps of 30 × 30" in explorer.scene.title.get_text()
    sheet = torch.as_tensor(explorer.scene.maps.get_array().data).float()
    expected = net[0](digits.images[3:4])[0].detach()
    assert torch.allclose(sheet[:30, :30], expected[0] / expected.abs().max(), atol=1e-6)
    assert expected.min() < 0 and picture.png(1) != explorer.figure(picture=3, layer="1").png(1)
    strip = plot.feature_maps(net, digits.images[3], "0")
    assert torch.allclose(torch.as_tensor(strip.axes[0].images[0].get_array().data).float(), expected[0])


def test_a_network_is_left_as_it_was_and_a_layer_it_lacks_is_named(net, digits):
    net.train()
    explore.features(net, digits).figure()
    assert net.training and not any(layer._forward_hooks for layer in net.modules())
    with pytest.raises(UnknownName, match="no layer called 'conv'"):
        explore.features(net, digits, ["conv"])
    with pytest.raises(ValueError, match="none of these layers"):
        explore.features(net, digits, ["4"])


def test_of_a_network_on_the_map_its_paper_and_its_figures_are_said():
    row = next(row for row in lineage.rows() if row.network == "resnet18")
    explorer = explore.lineage()
    first = explorer.figure().png(1)
    said = {}
    for cost in ("macs", "parameters", "seconds"):
        said[cost] = explorer.figure(cost=cost, network=row.name)
        words = " ".join(text.get_text() for text in said[cost].texts)
        assert "He et al. 2015: Deep residual learning" in words and f"{row.parameters:,}" in words
        ring = said[cost].axes[0].lines[-1]
        assert (ring.get_xdata()[0], ring.get_ydata()[0]) == (getattr(row, cost), row.accuracy)
    assert explorer.figure().png(1) == first and len({picture.png(1) for picture in said.values()}) == 3
