"""The explorer of grouped convolutions counts what torch counts, and draws the links that torch computes."""

import pytest
import torch
from torch import nn

from convnets import explore, measure
from convnets.explore import connections


@pytest.fixture(scope="module")
def explorer():
    return explore.groups()


@pytest.mark.parametrize("layer", connections.LAYERS)
@pytest.mark.parametrize("groups", ["1", "2", "16"])
def test_its_numbers_are_torchs(explorer, layer, groups):
    c_in, c_out, kernel, side = connections.LAYERS[layer]
    conv = nn.Conv2d(c_in, c_out, kernel, padding=kernel // 2, groups=int(groups), device="meta")
    explorer.figure(layer=layer, groups=groups)
    title = explorer.scene.title.get_text()
    assert f"{measure.parameters(conv):,} parameters" in title
    assert f"{measure.macs(conv, (c_in, side, side)) / 1e6:,.0f} million" in title


@pytest.mark.parametrize(("groups", "output"), [("1", 3), ("2", 8), ("2", 9), ("8", 16)])
def test_it_draws_the_inputs_that_an_output_depends_on(explorer, groups, output):
    conv = nn.Conv2d(16, 16, 1, groups=int(groups))
    x = torch.ones(1, 16, 1, 1, requires_grad=True)
    conv(x)[0, output - 1].sum().backward()
    seen = x.grad.flatten().nonzero().flatten().tolist()
    explorer.figure(groups=groups, output=output)
    drawn = sorted(int(start[1]) - 1 for start, _ in explorer.scene.lines.get_segments())
    assert drawn == seen


def test_moving_it_changes_the_figure_and_back_again(explorer):
    before = explorer.figure().png()
    assert explorer.figure(groups="4", output=11).png() != before
    assert explorer.figure().png() == before
