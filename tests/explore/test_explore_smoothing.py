"""The explorer of label smoothing shows torch's own loss, and its least value."""

import pytest
import torch
from torch.nn import functional

from convnets import explore
from convnets.explore import targets


@pytest.mark.parametrize(("classes", "epsilon", "gap"), [(4, 0.1, 3.0), (10, 0.0, 8.0), (1000, 0.25, 15.0)])
def test_its_loss_is_torchs(classes, epsilon, gap):
    logits = torch.zeros(1, classes, dtype=torch.double)
    logits[0, 0] = gap
    torchs = functional.cross_entropy(logits, torch.tensor([0]), label_smoothing=epsilon).item()
    assert targets.loss(classes, epsilon, gap) == pytest.approx(torchs, rel=1e-9)


@pytest.mark.parametrize(("classes", "best", "least"), [(4, 3.61, 0.349), (10, 4.51, 0.500), (1000, 9.11, 1.015)])
def test_it_names_the_gap_at_which_the_loss_is_least(classes, best, least):
    explorer = explore.smoothing(percent=10, classes=classes)
    explorer.figure()
    assert explorer.scene.title.get_text().endswith(f"at a gap of {best:.2f}, where it is {least:.3f}")
    around = [targets.loss(classes, 0.1, best + step) for step in (-0.1, 0, 0.1)]
    assert min(around) == around[1] == pytest.approx(least, abs=1e-3)


def test_without_smoothing_no_gap_is_enough():
    explorer = explore.smoothing(percent=0)
    assert explorer.figure(gap=15) and "no least value" in explorer.scene.title.get_text()
    assert targets.loss(10, 0, 15) < targets.loss(10, 0, 14)


def test_it_can_be_moved_and_leaves_a_still():
    explorer = explore.smoothing()
    start = explorer.figure().png()
    assert explorer.figure(percent=30, gap=2, classes="1000").png() != start == explorer.figure().png()
    controls, _ = explorer.widget.children
    assert [control.description for control in controls.children] == ["percent", "gap", "classes"]
