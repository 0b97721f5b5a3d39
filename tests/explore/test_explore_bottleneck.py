"""The explorer of Inception's bottlenecks counts what real convolutions cost."""

import pytest
import torch
from torch import nn

from convnets import explore, measure
from convnets.explore import inception


class Module(nn.Module):
    """Figure 2 of the paper, without biases; `widths` None is the naive one."""

    def __init__(self, widths=None):
        super().__init__()
        c, n1, n3, n5 = inception.C_IN, inception.N1, inception.N3, inception.N5
        r3, r5, pool = widths or (c, c, None)
        self.one = nn.Conv2d(c, n1, 1, bias=False)
        self.three = nn.Conv2d(r3, n3, 3, padding=1, bias=False)
        self.five = nn.Conv2d(r5, n5, 5, padding=2, bias=False)
        self.to_three, self.to_five, self.proj = (nn.Conv2d(c, n, 1, bias=False) if widths else nn.Identity() for n in (r3, r5, pool or 1))

    def forward(self, x):
        pooled = nn.functional.max_pool2d(x, 3, 1, 1)
        return torch.cat([self.one(x), self.three(self.to_three(x)), self.five(self.to_five(x)), self.proj(pooled)], dim=1)


@pytest.mark.parametrize("widths", [None, (64, 64, 64), (8, 192, 256)])
def test_it_counts_what_the_convolutions_of_a_real_module_cost(widths):
    with torch.device("meta"):
        module = Module(widths)
    counted = inception.naive() if widths is None else inception.reduced(*widths)
    size = (inception.C_IN, inception.SIDE, inception.SIDE)
    assert sum(counted["macs"]) == measure.macs(module, size)
    assert sum(counted["weights"]) == measure.parameters(module)
    assert sum(counted["channels"]) == measure.map_sizes(module, size, depth=0)[0][1][0]


def test_it_shows_the_papers_854_and_271_million():
    explorer = explore.bottleneck()
    explorer.figure()
    assert explorer.scene.title.get_text() == "271.4 of 854.2 million multiply-accumulates: 32%"
    assert "672 naive, 28×28×480 reduced." in explorer.scene.note.get_text()


def test_it_can_be_moved_and_leaves_a_still():
    explorer = explore.bottleneck()
    start = explorer.figure().png()
    assert explorer.figure(r3=8, r5=192, pool=256).png() != start == explorer.figure().png()
    controls, _ = explorer.widget.children
    assert [control.description for control in controls.children] == ["r3", "r5", "pool"]
