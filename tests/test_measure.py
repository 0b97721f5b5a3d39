"""Measuring a network tells the truth and leaves no trace."""

import pytest
import torch
from torch import nn

from convnets import measure


class Branching(nn.Module):
    """Batch norm, dropout, a layer used twice, two outputs."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, groups=1), nn.BatchNorm2d(8))
        self.twice = nn.Conv2d(8, 8, 3, padding=1, groups=4)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(8, 5)

    def forward(self, x):
        x = self.twice(self.twice(self.stem(x)))
        return self.head(self.drop(x.mean((2, 3)))), x


def test_macs_count_groups_and_repeats():
    net = Branching()
    by_hand = 8 * 100 * 27 + 2 * 8 * 100 * 18 + 5 * 8
    assert measure.macs(net, (3, 10, 10)) == by_hand
    assert measure.macs(net.to("meta"), (3, 10, 10)) == by_hand
    assert measure.parameters(net) == (27 * 8 + 8) + 16 + (18 * 8 + 8) + (8 * 5 + 5)


def test_map_sizes_list_layers_in_the_order_they_run():
    sizes = measure.map_sizes(Branching(), (3, 10, 10))
    assert [name for name, _ in sizes] == ["stem.0", "stem.1", "twice", "twice", "drop", "head"]
    assert sizes[2][1] == (8, 10, 10) and sizes[-1][1] == (5,)
    stages = measure.map_sizes(Branching(), (3, 10, 10), depth=1)
    assert [name for name, _ in stages] == ["stem", "twice", "twice", "drop", "head"]
    assert measure.map_sizes(nn.Conv2d(1, 2, 3), (1, 5, 5)) == [("Conv2d", (2, 3, 3))]


def test_measuring_leaves_module_and_random_state_as_they_were(capsys):
    net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Dropout(), nn.Flatten(), nn.Linear(512, 5))
    net[1].eval()  # a frozen batch norm in a network that trains
    state, random = {k: v.clone() for k, v in net.state_dict().items()}, torch.get_rng_state()
    for look in (measure.macs, measure.map_sizes, measure.listing):
        look(net, (3, 10, 10))
    assert all(torch.equal(v, state[k]) for k, v in net.state_dict().items())
    assert torch.equal(torch.get_rng_state(), random)
    assert [m.training for m in net.modules()] == [True, True, False, True, True, True]
    assert not any(m._forward_hooks for m in net.modules())
    assert capsys.readouterr() == ("", "")


def test_modes_come_back_after_an_error():
    net = nn.Sequential(nn.Linear(3, 2), nn.Dropout())
    with pytest.raises(RuntimeError):
        measure.map_sizes(net, (4,))
    assert net.training and net[1].training and not net[0]._forward_hooks


def test_listing_takes_a_single_layer_and_a_network_without_memory():
    assert "Conv2d-1            [-1, 4, 30, 30]             112" in measure.listing(nn.Conv2d(3, 4, 3), (3, 32, 32))
    assert "Total params: 112" in measure.listing(nn.Conv2d(3, 4, 3, device="meta"), (3, 32, 32))
    with pytest.raises(ValueError, match="without parameters"):
        measure.listing(nn.ReLU(), (3, 32, 32))
