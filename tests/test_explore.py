"""An explorer can be moved, and leaves a still behind."""

import pytest
import torch
from torch import nn

from convnets import data, explore


@pytest.fixture(scope="module")
def explorer():
    digits = data.load("digits", train=100, test=50)
    torch.manual_seed(0)
    models = {"one": nn.Sequential(nn.Flatten(), nn.Linear(1024, 10)), "two": nn.Sequential(nn.Flatten(), nn.Linear(1024, 10))}
    return explore.shift(models, digits.test)


def test_the_figure_depends_on_its_values_alone(explorer):
    there = explorer.figure(dx=2, dy=-3, picture=4).png()
    assert explorer.figure(dx=-1).png() != there
    assert explorer.figure(dx=2, dy=-3, picture=4).png() == there


def test_the_shifted_picture_and_the_bars_are_the_networks_own(explorer):
    scene = explorer.scene
    explorer.figure(picture=1, dx=2, dy=1)
    image = data.shift(scene.pictures.images[1], 2, 1)
    assert torch.allclose(torch.as_tensor(scene.photo.get_array().data)[..., 0].float(), scene.pictures.pixels(image)[0])
    for net, (bars, _, _) in zip(scene.models.values(), scene.panels, strict=True):
        expected = net(image[None]).softmax(dim=1)[0].detach()
        torch.testing.assert_close(torch.tensor([bar.get_width() for bar in bars]), expected)
    images, labels = scene.pictures[:]
    expected = (scene.models["one"](data.shift(images, 2, 1)).argmax(1) == labels).double().mean()
    assert scene.share_right("one", 2, 1) == expected.item()


def test_it_is_shown_as_a_widget_with_a_still_beside_it(explorer):
    formatter = pytest.importorskip("IPython.core.formatters").DisplayFormatter()
    shown, metadata = formatter.format(explorer)
    assert shown["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert shown["image/png"].startswith("iVBORw0KGgo") and metadata["image/png"]["width"] == 770
    assert "text/plain" in shown


def test_moving_a_slider_redraws_the_picture(explorer):
    controls, image = explorer.widget.children
    sliders = {control.description: control for control in controls.children}
    assert list(sliders) == ["dx", "dy", "picture"] and (sliders["dx"].min, sliders["dx"].max) == (-6, 6)
    before = image.value
    sliders["dx"].value = 3
    assert image.value != before and image.value == explorer.figure(dx=3).png()


def test_a_list_becomes_a_menu_and_a_range_a_slider():
    seen = []
    digits = data.load("digits", train=10, test=10).test

    def scene(kind, size):
        from convnets import plot

        seen.append((kind, size))
        return plot.pictures(digits.take(size))

    controls, _ = explore.Explorer(scene, kind=["blur", "edge"], size=range(2, 6, 2)).widget.children
    menu, slider = controls.children
    menu.value, slider.value = "edge", 4
    assert seen == [("blur", 2), ("edge", 2), ("edge", 4)]
    assert slider.step == 2
