"""The explorer of residual scaling computes what a real trunk does, each time it is moved."""

import pytest
import torch

from convnets import explore
from convnets.explore.trunk import trained


def test_at_the_start_the_signal_grows_with_the_scale_and_nothing_is_dead():
    grown = [trained(scale, 16, 0)[0] for scale in (0.1, 0.3, 1.0)]
    sizes = [trunk.sizes[-1] / trunk.sizes[0] for trunk in grown]
    assert 0.95 < sizes[0] < sizes[1] < sizes[2] and sizes[2] > 1.5
    assert all(share == 0 for trunk in grown for share in trunk.dead)


def test_large_steps_kill_channels_of_the_unscaled_trunk_and_small_ones_or_a_scale_save_them():
    assert trained(1.0, 16, 1.0)[1].dead[-1] > 0.3
    assert trained(0.1, 16, 1.0)[1].dead[-1] == 0
    assert trained(1.0, 16, 0.05)[1].dead[-1] == 0
    assert all(after.loss < before.loss for before, after in (trained(0.1, 16, 1.0), trained(1.0, 16, 0.05)))


def test_the_first_blocks_are_the_same_however_many_follow():
    few, many = trained(0.5, 4, 0)[0], trained(0.5, 24, 0)[0]
    assert len(few.sizes) == 5 and len(many.sizes) == 25
    assert many.sizes[:5] == pytest.approx(few.sizes)


def test_it_shows_what_it_computed_and_a_numerical_end_is_drawn_too():
    explorer = explore.scaling()
    explorer.figure()
    _, after = trained(1.0, 16, 1.0)
    assert explorer.scene.share.get_ydata() == after.dead
    assert f"{after.dead[-1]:.0%}" in explorer.scene.dead.get_title(loc="left")
    explorer.figure(**{"blocks": 24, "learning rate": "2"})
    assert torch.isfinite(torch.as_tensor(explorer.scene.after.get_ydata())).all()


def test_it_can_be_moved_and_leaves_a_still():
    explorer = explore.scaling(scale=30, rate="0.5")
    start = explorer.figure().png()
    assert explorer.figure(**{"scale %": 100, "blocks": 4}).png() != start == explorer.figure().png()
    controls, _ = explorer.widget.children
    assert [control.description for control in controls.children] == ["scale %", "blocks", "learning rate"]
