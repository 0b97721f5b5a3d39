"""The inside of a module, drawn: whatever it is, boxes lie clear of each other and everything stays on the card."""

from itertools import combinations

import pytest
import torch
from matplotlib.patches import FancyBboxPatch
from torch import nn
from torchvision import models as torchvisions

from convnets import models, plot


def within(network: str, name: str, side: int = 299):
    """A part of a network of the course, and the size of what it gets there."""
    net = models.create(network).eval()
    part, sizes = net.get_submodule(name), []
    hook = part.register_forward_hook(lambda _, given, __: sizes.append(tuple(given[0].shape[1:])))
    with torch.no_grad():
        net(torch.zeros(1, 3, side, side))
    hook.remove()
    return part, sizes[0]


PARTS = {
    "Inception": lambda: within("googlenet", "inception4a", 224),
    "bottleneck with a projection": lambda: within("resnet50", "conv3_x.0", 224),
    "basic block with a projection": lambda: within("resnet18", "conv3_x.0", 224),
    "pre-activation": lambda: within("preact_resnet50", "conv3_x.0", 224),
    "branches within branches": lambda: within("inception_v4", "inception_c.0"),
    "a stem": lambda: within("inception_v4", "stem"),
    "reduction": lambda: within("inception_v3", "reduction_a"),
    "scaled residual": lambda: within("inception_resnet_v2", "inception_resnet_b.0"),
    "squeeze-and-excitation": lambda: (torchvisions.efficientnet_b0(weights=None).features[2][0], (16, 112, 112)),
    "dense": lambda: (torchvisions.densenet121(weights=None).features.denseblock1, (64, 56, 56)),
    "shuffled": lambda: (torchvisions.shufflenet_v2_x1_0(weights=None).stage2[1], (116, 28, 28)),
    "a whole network": lambda: (models.create("alexnet"), (3, 227, 227)),
    "nothing": lambda: (nn.Identity(), (3, 8, 8)),
}


@pytest.mark.parametrize("part", PARTS)
def test_boxes_lie_clear_of_each_other_and_nothing_leaves_the_card(part):
    figure = plot.block(*PARTS[part](), title=part)
    figure.canvas.draw()
    (axes,) = figure.axes
    framed = [p for p in axes.patches if isinstance(p, FancyBboxPatch) and p.get_alpha() is None]
    boxes = [p.get_window_extent() for p in framed]
    for a, b in combinations(boxes, 2):
        assert a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0
    for shown in [*boxes, *(t.get_window_extent() for t in [*axes.texts, *figure.texts] if t.get_text())]:
        assert figure.bbox.x0 <= shown.x0 and shown.x1 <= figure.bbox.x1 and figure.bbox.y0 <= shown.y0 and shown.y1 <= figure.bbox.y1
    for text in (t.get_window_extent() for t in axes.texts if t.get_text()):  # none is half behind a box
        for box in boxes:
            apart = text.x1 <= box.x0 or box.x1 <= text.x0 or text.y1 <= box.y0 or box.y1 <= text.y0
            assert apart or (box.x0 <= text.x0 and text.x1 <= box.x1 and box.y0 <= text.y0 and text.y1 <= box.y1)
    ends = [a.xy for a in axes.texts if a.get_text() == "" and hasattr(a, "xy")]  # of arrows
    for x, y in axes.transData.transform(ends) if len(boxes) else ():  # an arrow beside a box would lead to nothing
        level = [b for b in boxes if abs(b.y1 - y) < 3]
        assert not level or any(b.x0 - 2 <= x <= b.x1 + 2 for b in level)
    for line in axes.lines:  # no way leads through a box
        xs, ys = line.get_transform().transform(line.get_xydata()).T
        for box in boxes:
            for x0, x1, y0, y1 in zip(xs, xs[1:], ys, ys[1:], strict=False):
                crosses = min(x0, x1) < box.x1 - 2 and max(x0, x1) > box.x0 + 2 and min(y0, y1) < box.y1 - 2 and max(y0, y1) > box.y0 + 2
                assert not crosses, f"{part}: a way crosses a box"


def test_what_is_too_large_is_said_with_what_to_do():
    with pytest.raises(ValueError, match="draw a part of it"):
        plot.block(models.create("resnet152"), (3, 224, 224))
