"""The explorer of stacked convolutions shows what torch counts and sees."""

import pytest
import torch
from torch import nn

from convnets import explore, measure


@pytest.mark.parametrize(("layers", "kernel", "channels"), [(1, 3, 64), (3, 3, 128), (5, 5, 64)])
def test_stack_and_single_kernel_cost_and_see_what_torch_says(layers, kernel, channels):
    field = 1 + layers * (kernel - 1)
    with torch.device("meta"):
        stacked = nn.Sequential(*[nn.Conv2d(channels, channels, kernel, padding=kernel // 2, bias=False) for _ in range(layers)])
        single = nn.Sequential(nn.Conv2d(channels, channels, field, padding=field // 2, bias=False))
    explorer = explore.stack()
    explorer.figure(layers=layers, kernel=kernel, channels=channels)
    widths = [[bar.get_width() for bar in panel.patches] for panel in explorer.scene.panels]
    size = (channels, 56, 56)
    assert widths == [
        [measure.parameters(stacked), measure.parameters(single)],
        [measure.macs(stacked, size), measure.macs(single, size)],
        [layers, 1],
    ]
    assert measure.receptive_field(stacked, size)[-1][1] == measure.receptive_field(single, size)[-1][1] == (field, field)
    assert f"sees {field}×{field}" in explorer.scene.title.get_text()


def test_every_position_of_the_sliders_draws_and_depends_on_its_values_alone():
    explorer = explore.stack(layers=2)
    first = explorer.figure().png(1)
    assert len({explorer.figure(layers=n, kernel=k).png(1) for n in (1, 3, 5) for k in (3, 5)}) == 6
    assert explorer.figure().png(1) == first
