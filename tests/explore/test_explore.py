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


def test_the_convolution_walk_shows_what_conv2d_computes():
    """Stepping to the end fills an output of the size that torch gives, for every stride and padding."""
    picture = torch.rand(1, 12, 12)
    walk = explore.convolution(picture)
    for stride, padding in [(1, 0), (2, 1), (3, 2)]:
        expected = torch.nn.functional.conv2d(torch.zeros(1, 1, 12, 12), torch.zeros(1, 1, 3, 3), stride=stride, padding=padding)
        assert len(walk.scene.fitted("upright edge", stride, padding)["step"]) == expected.numel()
        assert walk.figure(stride=stride, padding=padding, step=expected.numel() - 1).png().startswith(b"\x89PNG")


def test_the_step_slider_is_as_long_as_the_way():
    """A larger stride has fewer positions: the slider shortens, and never points past the end."""
    walk = explore.convolution(torch.rand(12, 12))
    controls = {c.description: c for c in walk.widget.children[0].children if getattr(c, "description", "")}
    controls["step"].value = controls["step"].max
    controls["stride"].value = 3
    assert controls["step"].max == 15
    assert controls["step"].value <= 15


@pytest.mark.parametrize("picture", [torch.rand(3, 12, 12), torch.rand(5, 5), torch.rand(1, 1, 12, 12)])
def test_a_picture_that_cannot_be_read_is_refused_with_its_shape(picture):
    with pytest.raises(ValueError, match=str(tuple(picture.shape)).replace("(", r"\(").replace(")", r"\)")):
        explore.convolution(picture)


@pytest.mark.parametrize(("width", "kernel", "stride", "padding"), [(7, 7, 4, 0), (16, 1, 1, 3), (12, 3, 2, 0), (7, 1, 4, 3)])
def test_the_windows_that_are_laid_are_as_many_as_torch_computes(width, kernel, stride, padding):
    explorer = explore.output_size(width, kernel, stride, padding)
    explorer.figure()
    expected = torch.nn.functional.conv1d(torch.zeros(1, 1, width), torch.zeros(1, 1, kernel), stride=stride, padding=padding).numel()
    assert explorer.scene.title.get_text().endswith(f": {expected}")
