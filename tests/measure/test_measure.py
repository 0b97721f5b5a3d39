"""Measuring a network tells the truth and leaves no trace."""

import pytest
import torch
from torch import nn

from convnets import measure, models


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
    for look in (measure.macs, measure.map_sizes, measure.receptive_field, measure.layers, measure.listing):
        look(net, (3, 10, 10))
    assert all(torch.equal(v, state[k]) for k, v in net.state_dict().items())
    assert torch.equal(torch.get_rng_state(), random)
    assert [m.training for m in net.modules()] == [True, True, False, True, True, True]
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in net.modules())
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


class Winding(nn.Module):
    """Everything a receptive field can meet: strides, dilation, one-sided padding, crops, flat kernels, branches, shuffled channels."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(2, 8, 5, stride=2, padding=2)
        self.tall, self.wide = nn.Conv2d(8, 8, (7, 1), padding=(3, 0)), nn.Conv2d(8, 8, (1, 3), padding="same")
        self.pool = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.dilated = nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=4)
        self.average = nn.AvgPool2d(2)
        self.fire = nn.Hardswish()

    def forward(self, x):
        x = self.stem(nn.functional.pad(x, (1, 0, 0, 2)))
        x = torch.cat([self.tall(x), self.fire(self.wide(x))], dim=1)[:, ::2]
        n, c, h, w = x.shape
        x = self.pool(x.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w))
        x = x + self.dilated(x)
        return self.average(x[:, :, 1:, ::2])


def test_receptive_fields_are_what_really_reaches_an_output():
    """A picture's row (or column) that is not a number spoils exactly the outputs that see it."""
    torch.manual_seed(0)
    net, size = Winding().eval(), 96
    seen = dict(measure.receptive_field(net, (2, size, size)))
    root = dict(measure.receptive_field(net, (2, size, size), depth=0))["Winding"]
    for name, layer in (*net.named_children(), ("", net)):
        output = []
        hook = layer.register_forward_hook(lambda _, __, y, output=output: output.append(y))
        reached = [0, 0]
        for axis in (0, 1):
            x = torch.zeros(size, 2, size, size)
            for line in range(size):
                x[line].select(axis + 1, line).fill_(torch.nan)
            with torch.no_grad():
                net(x)
            middle = [n // 2 for n in output[-1].shape[2:]]
            reached[axis] = int(output[-1][:, :, *middle].isnan().any(dim=1).sum())
        hook.remove()
        assert tuple(reached) == (seen[name] if name else root), name


def test_lenets_receptive_fields_are_the_papers():
    for name in ("lenet5", "lenet5_original"):
        seen = dict(measure.receptive_field(models.create(name), (1, 32, 32)))
        assert [seen[stage][0] for stage in ("c1", "s2", "c3", "s4", "c5", "output")] == [5, 6, 14, 16, 32, 32]
    whole = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 2))
    assert measure.receptive_field(whole, (1, 10, 10))[-1] == ("3", (12, 12))


def test_the_layer_table_adds_up_also_without_memory():
    net = Branching()
    for table in (measure.layers(net, (3, 10, 10)), measure.layers(net.to("meta"), (3, 10, 10))):
        assert [layer.name for layer in table] == ["stem.0", "stem.1", "twice", "twice", "drop", "head"]
        assert [layer.parameters for layer in table] == [27 * 8 + 8, 16, 18 * 8 + 8, 0, 0, 45]
        assert [layer.macs for layer in table] == [8 * 100 * 27, 0, 8 * 100 * 18, 8 * 100 * 18, 0, 40]
        assert [layer.output for layer in table] == [size for _, size in measure.map_sizes(net, (3, 10, 10))]
        assert [layer.sees for layer in table] == [(3, 3), (3, 3), (5, 5), (7, 7), (16, 16), (16, 16)]
        assert table[0].activation_bytes == 3200 and table[0].parameter_bytes == 4 * 224
        assert table.parameters == measure.parameters(net) and table.macs == measure.macs(net, (3, 10, 10))
        assert table.parameter_bytes == 4 * table.parameters and table.activation_bytes == 4 * 3200 + 4 * 8 + 4 * 5
    shown = repr(table).splitlines()
    assert shown[0].split() == ["layer", "kind", "output", "parameters", "MACs", "output", "kB", "weights", "kB", "sees"]
    assert "stem.0  Conv2d       8 × 10 × 10         224  21,600        3.1         0.9    3 × 3" in shown
    assert shown[-1].split()[:3] == ["total", "437", "50,440"]
    assert "<td" in table._repr_html_() and "21,600" in table._repr_html_()
