"""Figures are drawn from real results, without pyplot, and look the same on every page."""

import sys

import matplotlib
import pytest
import torch
from matplotlib.figure import Figure
from torch import nn

from convnets import data, lineage, models, plot, train
from convnets.base.names import UnknownName


@pytest.fixture(scope="module")
def digits():
    return data.load("digits", train=100, test=200)


@pytest.fixture(scope="module")
def net():
    torch.manual_seed(0)
    return models.create("lenet5")


def history(epochs: int = 3) -> train.History:
    fall, rise = [1 / (i + 1) for i in range(epochs)], [1 - 1 / (i + 2) for i in range(epochs)]
    return train.History(fall, rise, fall, rise, 1.0, epochs)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


def test_every_figure_draws_itself_as_a_sharp_png_without_pyplot(digits, net):
    result = train.evaluate(net, digits.test)
    settings = dict(matplotlib.rcParams)
    figures = [
        plot.curves(history()),
        plot.curves({"LeNet-5": history(), "MLP": history(30)}),
        plot.curves(train.History([1.0], [0.5])),  # no test pictures
        plot.curves(train.History()),  # stopped at once
        plot.pictures(digits.test.take(7)),
        plot.pictures(torch.rand(3, 3, 8, 8), ["a", "b", "c"]),
        plot.mistakes(digits.test, result),
        plot.confusion(result),
        plot.filters(net.c1),
        plot.filters(net.c3.weight),
        plot.filters(nn.Conv2d(3, 8, 7)),
        plot.filters(models.create("lenet5_original").c3),
        plot.feature_maps(net, digits.test.images[0], "c1"),
        plot.feature_maps(net, digits.test.images[0], ["s2", "c5", "output"]),
        plot.network(net, (1, 32, 32)),
        plot.augmentations(digits.train.take(2), data.random_shift),
        plot.lineage([row("lenet5", 6e5, 0.955)]),
    ]
    for figure in figures:
        assert isinstance(figure, Figure)
        bundle, metadata = figure._repr_mimebundle_()
        assert bundle["image/png"].startswith("iVBORw0KGgo")
        assert metadata["image/png"]["width"] == round(100 * figure.get_figwidth())
        assert figure.get_facecolor()[:3] > (0.9, 0.9, 0.9)
    assert dict(matplotlib.rcParams) == settings
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


def test_the_confusion_matrix_shows_truth_in_rows(digits):
    logits = torch.eye(10)[digits.test.labels]
    logits[digits.test.labels == 4] = torch.eye(10)[9]  # every 4 is taken for a 9
    said = logits.argmax(dim=1)
    figure = plot.confusion(train.Evaluation(0.0, 0.9, logits, said, digits.test.labels, digits.classes))
    cells = {text.get_position(): text.get_text() for text in figure.axes[0].texts}
    assert cells[9, 4] == "20" and cells[0, 0] == "20" and (4, 4) not in cells
    assert "20 of 200 wrong" in texts(figure)


def test_mistakes_are_titled_with_what_was_said(digits):
    logits = torch.eye(10)[digits.test.labels] * 20
    wrong = int((digits.test.labels == 3).nonzero()[0])
    logits[wrong] = torch.eye(10)[8] * 20
    evaluation = train.Evaluation(0.0, 0.99, logits, logits.argmax(dim=1), digits.test.labels, digits.classes)
    assert "is 3, said 8\n100 % sure" in texts(plot.mistakes(digits.test, evaluation))
    right = train.Evaluation(0.0, 1.0, logits, logits.argmax(dim=1), logits.argmax(dim=1), digits.classes)
    with pytest.raises(ValueError, match="all 200 pictures were recognised"):
        plot.mistakes(digits.test, right)


def test_a_network_is_drawn_stage_by_stage_with_its_sizes():
    with torch.device("meta"):
        lenet, cats = models.create("lenet5"), models.create("lenet_cats_dogs")
    shown = texts(plot.network(lenet, (1, 32, 32), title="LeNet-5"))
    for words in ("LeNet-5", "1 @ 32×32", "6 @ 28×28", "16 @ 5×5", "120 @ 1×1", "84", "convolution\n5×5", "max pooling\n2×2", "linear"):
        assert words in shown
    assert not {"relu1", "flatten"} & set(shown)
    assert "32 @ 53×53" in texts(plot.network(cats, (3, 224, 224)))


def test_a_stage_that_convolves_is_no_pooling_though_it_keeps_its_channels():
    """conv2_x of ResNet-18: a pooling, then blocks."""
    from convnets.plot.drawing import steps

    net = nn.Sequential(nn.Sequential(nn.MaxPool2d(2), nn.Conv2d(3, 3, 3, padding=1)), nn.Sequential(nn.MaxPool2d(2), nn.ReLU()))
    assert [step.kind for step in steps(net, (3, 16, 16), depth=1)] == ["input", "conv", "pool"]


@pytest.mark.parametrize("name", models.names())
def test_every_network_of_the_course_can_be_drawn(name):
    with torch.device("meta"):
        figure = plot.network(models.create(name), models.info(name).input_size, title=name, depth=1)
    classes = str(models.info(name).num_classes)
    assert name in texts(figure) and {classes, f"{classes} @ 1×1"} & set(texts(figure))


def test_feature_maps_leave_the_network_as_it_was(net, digits):
    net.train()
    plot.feature_maps(net, digits.test.images[0], ["c1"])
    assert net.training and not any(layer._forward_hooks for layer in net.modules())
    with pytest.raises(UnknownName, match="no layer called 'conv1'.*All of them: c1, relu1"):
        plot.feature_maps(net, digits.test.images[0], "conv1")
    with pytest.raises(ValueError, match=r"shape \(N, C, k, k\)"):
        plot.filters(net.f6)


def test_augmentations_stand_beside_the_picture_they_come_from(digits):
    three, before = digits.train.take(3), torch.get_rng_state()
    figure = plot.augmentations(three, lambda images: data.random_shift(images, 3), n=4)
    assert torch.equal(torch.get_rng_state(), before) and texts(figure) == ["as it is"] * 3
    shown = [torch.as_tensor(axes.images[0].get_array().data)[..., 0] for axes in figure.axes]
    assert len(shown) == 15
    for i, picture in enumerate(shown):
        original = three.pixels(i // 5)
        moved = [data.shift(original, dx, dy)[0] for dx in range(-3, 4) for dy in range(-3, 4)]
        assert any(torch.allclose(picture, other, atol=1e-4) for other in ([original[0]] if i % 5 == 0 else moved))


def row(network: str, macs: float, accuracy: float, **more: object) -> lineage.Row:
    return lineage.Row(network, "", 1000, int(macs), 10.0, accuracy, 0, "CPU", **more)


def test_the_lineage_names_every_point_where_it_can_be_read(tmp_path):
    rows = [row("lenet5", 6e5, 0.955), *(row(f"net{i}", 1e7 * 1.1**i, 0.97 + 0.001 * (i % 2), folder=tmp_path) for i in range(4))]
    figure = plot.lineage(rows)
    axes = figure.axes[0]
    assert {"lenet5", "net0", "net3", "trained here", "came with the course"} <= set(texts(figure))
    points = [line.get_xydata()[0].tolist() for line in axes.lines if len(line.get_xydata())]
    assert points == [[row.macs, row.accuracy] for row in rows]
    hollow = [line.get_markerfacecolor() != line.get_color() for line in axes.lines if len(line.get_xydata())]
    assert hollow == [True] + [False] * 4
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert "seconds of training" in texts(plot.lineage(rows[:1], cost="seconds"))
    with pytest.raises(UnknownName, match="no cost called 'mac'.*Nearest: 'macs'"):
        plot.lineage(rows, cost="mac")
    with pytest.raises(ValueError, match="no row in the lineage table"):
        plot.lineage([])


def test_twenty_names_of_the_lineage_stand_in_a_column_none_over_another(tmp_path):
    names = [f"googlenet_{i} (small stem, width 1/8, without heads)" for i in range(20)]
    rows = [row(name, 2e6 * 1.05 ** (i % 7), 0.96 + 0.001 * (i % 5), folder=tmp_path) for i, name in enumerate(names)]
    figure = plot.lineage([*rows[:-1], row(names[-1], 3e7, 0.7)])
    axes = figure.axes[0]
    assert sorted(text.get_text() for text in axes.texts) == sorted(names)
    figure.draw_without_rendering()
    boxes = [matplotlib.text.Text.get_window_extent(text) for text in axes.texts]  # of the words, without the line
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    width, height = 100 * figure.get_size_inches()
    assert all(axes.bbox.x1 < box.x0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height for box in boxes)
    best = max(axes.texts, key=lambda text: text.xyann[1])
    assert best.xy[1] == 0.964, "the best stands on top"


def test_live_curves_are_silent_outside_a_notebook(capfd):
    plot.live()(history())
    assert capfd.readouterr() == ("", "")


def test_titles_do_not_run_into_each_other():
    figure = plot.pictures(torch.rand(3, 3, 8, 8), ["is cat, said Labrador retriever\n88 % sure", "is dog,\nsaid cat", ""])
    figure.draw_without_rendering()
    boxes = [axes.title.get_window_extent() for axes in figure.axes]
    assert boxes[0].x1 < boxes[1].x0 and boxes[0].height > boxes[1].height > 0
