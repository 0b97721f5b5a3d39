"""The explorer of chapter 05 shows what autograd computes, and the story that the chapter tells with it."""

import pytest
import torch

from convnets import explore
from convnets.explore import signals


def ends(**values):
    """By what factor the signal grows on its way up, and the gradient on its way down."""
    signal, gradient = signals.measured(**dict(batch_norm="with", weights="He", layers=56) | values)
    return (signal[-1] / signal[0]).item(), (gradient[0] / gradient[-1]).item()


def test_what_the_chapter_says_of_it():
    assert max(ends(block="plain", batch_norm="without", weights="PyTorch's default")) < 1e-18  # nothing arrives
    signal, gradient = ends(block="plain")
    assert 0.5 < signal < 1 and gradient > 1000  # with batch norm the gradient explodes; it does not vanish
    signal, gradient = ends(block="residual")
    assert 4 < signal < 6 and gradient < 100
    signal, gradient = ends(block="pre-activation")
    assert 4 < signal < 6.5 and gradient < 30


def test_he_weights_keep_a_plain_stack_alive():
    drawn, he = (ends(block="plain", batch_norm="without", weights=w)[0] for w in signals.WEIGHTS)
    assert he > 1e-4 > 1e-15 > drawn


def test_both_ends_start_at_1_and_the_way_between_is_repeatable():
    signal, gradient = signals.measured("residual", "without", "He", 4)
    assert len(signal) == len(gradient) == 3  # two blocks of two layers
    assert signal[0] == pytest.approx(1, abs=0.02) and gradient[-1] == pytest.approx(1, abs=0.02)
    again = signals.measured("residual", "without", "He", 4)
    assert torch.equal(signal, again[0]) and torch.equal(gradient, again[1])


def test_the_figure_depends_on_its_values_alone():
    explorer = explore.flow()
    there = explorer.figure(block="residual", batch_norm="with", layers=20).png()
    assert explorer.figure().png() != there
    assert explorer.figure(block="residual", batch_norm="with", layers=20).png() == there


def test_the_titles_give_the_factors():
    explorer = explore.flow()
    explorer.figure(block="plain", batch_norm="with", weights="He", layers=56)
    titles = [axes.get_title(loc="left") for axes in explorer.scene.axes]
    assert titles[0].startswith("signal: ×0.7") and titles[1].startswith("gradient: ×2") and titles[1].endswith("over 56 layers")
    explorer.figure()
    assert "×1e−24" in explorer.scene.axes[0].get_title(loc="left")
