"""VGG's six columns against the paper's counts and sizes, and against torchvision."""

import pytest
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn

from convnets import measure, models
from convnets.models import vgg

torchvision = pytest.importorskip("torchvision")

NAMES = {"A": "vgg_a", "A-LRN": "vgg_a_lrn", "B": "vgg_b", "C": "vgg_c", "D": "vgg_d", "E": "vgg_e"}
IN_TORCHVISION = {"A": "vgg11", "B": "vgg13", "D": "vgg16", "E": "vgg19"}
MILLIONS = {"A": 133, "A-LRN": 133, "B": 133, "C": 134, "D": 138, "E": 144}  # Table 2
LAYERS = {"A": 11, "A-LRN": 11, "B": 13, "C": 16, "D": 16, "E": 19}  # Table 1, second row


def macs_by_hand(column: str) -> int:
    total, c_in, side = 0, 3, 224
    for words in vgg.TABLE_1[column].split(" | "):
        for word in words.replace("LRN", "").split():
            kernel, c_out = int(word[4]), int(word[6:])
            total, c_in = total + kernel**2 * c_in * c_out * side**2, c_out
        side //= 2
    return total + 25_088 * 4096 + 4096**2 + 4096 * 1000


@pytest.mark.parametrize("column", NAMES)
def test_parameters_macs_and_scores_are_as_published(column):
    assert_as_published(NAMES[column], macs_by_hand(column))
    assert round(models.info(NAMES[column]).parameters / 1e6) == MILLIONS[column]


def test_the_published_counts():
    counts = [132_863_336, 132_863_336, 133_047_848, 133_638_952, 138_357_544, 143_667_240]
    assert [models.info(name).parameters for name in NAMES.values()] == counts


@pytest.mark.parametrize("column", NAMES)
def test_layers_and_sizes_stage_by_stage_are_the_papers(column):
    net = on_meta(NAMES[column])
    assert sum(isinstance(layer, nn.Conv2d | nn.Linear) for layer in net.modules()) == LAYERS[column]
    convolutions = [layer for layer in net.modules() if isinstance(layer, nn.Conv2d)]
    assert {layer.kernel_size for layer in convolutions} <= {(3, 3), (1, 1)} and {layer.stride for layer in convolutions} == {(1, 1)}
    sizes = [(64, 112, 112), (128, 56, 56), (256, 28, 28), (512, 14, 14), (512, 7, 7), (4096,), (4096,), (1000,)]
    names = [f"conv{i}" for i in range(1, 6)] + ["fc6", "fc7", "fc8"]
    assert stage_sizes(net, torch.empty(1, 3, 224, 224, device="meta")) == list(zip(names, sizes, strict=True))


def test_c_has_1x1_windows_where_d_has_3x3_and_else_they_are_alike():
    c, d = ({n: m.kernel_size for n, m in on_meta(name).named_modules() if isinstance(m, nn.Conv2d)} for name in ("vgg_c", "vgg_d"))
    assert list(c) == list(d)
    assert {name for name in c if c[name] != d[name]} == {f"conv{i}.conv{i}_3" for i in (3, 4, 5)}


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("column", IN_TORCHVISION)
def test_outputs_are_torchvisions_after_copying_weights(column, batch_norm):
    """At 32 pixels: torchvision's own network without its adaptive pooling, and with linear layers for a last map of 1x1."""
    name = IN_TORCHVISION[column] + "_bn" * batch_norm
    with torch.device("meta"):
        theirs = getattr(torchvision.models, name)()
    whole = on_meta(NAMES[column], batch_norm=batch_norm)
    assert measure.parameters(whole) == measure.parameters(theirs)
    assert measure.macs(whole, (3, 224, 224)) == measure.macs(theirs, (3, 224, 224))
    theirs.avgpool = nn.Identity()
    theirs.classifier[0], theirs.classifier[3], theirs.classifier[6] = nn.Linear(512, 512), nn.Linear(512, 512), nn.Linear(512, 1000)
    ours = on_meta(NAMES[column], batch_norm=batch_norm, stem="small")
    assert_equal_outputs(theirs, ours, torch.randn(2, 3, 32, 32))


def test_outputs_are_vgg16s_at_224_pixels():
    """The order in which the last map is laid out for fc6. The linear layers are narrow: 120 million random numbers take their time."""
    with torch.device("meta"):
        theirs, ours = torchvision.models.vgg16(), models.create("vgg_d")
    theirs.classifier[0], theirs.classifier[3], theirs.classifier[6] = nn.Linear(25_088, 64), nn.Linear(64, 64), nn.Linear(64, 1000)
    ours.fc6[1], ours.fc7[0], ours.fc8[0] = nn.Linear(25_088, 64), nn.Linear(64, 64), nn.Linear(64, 1000)
    assert_equal_outputs(theirs, ours, torch.randn(1, 3, 224, 224))


@torch.no_grad()
def assert_equal_outputs(theirs: nn.Module, ours: nn.Module, x: torch.Tensor) -> None:
    theirs, ours = scramble(theirs.to_empty(device="cpu")).eval(), ours.to_empty(device="cpu").eval()
    pour(theirs, ours, x)
    torch.testing.assert_close(ours(x), theirs(x), rtol=1e-4, atol=1e-4)


def test_vgg16_forward_holds_15_237_608_values():
    """The picture, and what each convolution, pooling and linear layer puts out; a ReLU can write over its input."""
    kept = nn.Conv2d, nn.MaxPool2d, nn.Linear
    net = on_meta("vgg_d")
    layers = dict(net.named_modules())
    values = 3 * 224 * 224 + sum(
        torch.Size(size).numel() for name, size in measure.map_sizes(net, (3, 224, 224)) if isinstance(layers[name], kept)
    )
    assert values == 15_237_608
    assert round(4 * values / 1e6) == 61


def test_the_picture_is_seen_whole_before_the_linear_layers():
    """Of the 224 pixels, a value of D's last map sees 212."""
    assert dict(measure.receptive_field(on_meta("vgg_d"), (3, 224, 224), depth=1))["conv5"] == (212, 212)


def test_lrn_is_alexnets_and_learns_nothing():
    a, lrn = (
        models.create("vgg_a", num_classes=4, width=1 / 16, stem="small"),
        models.create("vgg_a_lrn", num_classes=4, width=1 / 16, stem="small"),
    )
    lrn.load_state_dict(dict(zip(lrn.state_dict(), a.state_dict().values(), strict=True)))
    (norm,) = (layer for layer in lrn.modules() if isinstance(layer, nn.LocalResponseNorm))
    assert list(dict(lrn.conv1.named_children())) == ["conv1_1", "relu1_1", "norm1_1", "pool1"]
    x = 20 * torch.randn(2, 3, 32, 32)
    before = a.conv1[:2](x)
    window = before.pow(2).unsqueeze(1)
    window = nn.functional.pad(window, (0, 0, 0, 0, 2, 2)).squeeze(1).unfold(1, 5, 1).sum(-1)
    torch.testing.assert_close(norm(before), before / (2 + 1e-4 * window) ** 0.75)  # k + alpha * the sum of squares, not their mean


@pytest.mark.parametrize("column", NAMES)
def test_the_small_form_takes_32_pixels(column):
    net = models.create(NAMES[column], num_classes=10, width=1 / 4, stem="small")
    assert stage_sizes(net, torch.zeros(2, 3, 32, 32))[4:] == [("conv5", (128, 1, 1)), ("fc6", (128,)), ("fc7", (128,)), ("fc8", (10,))]


@pytest.mark.parametrize(("init", "variance"), [("paper", 0.01), ("glorot", 2 / (9 * 64 + 9 * 128)), ("he", 2 / (9 * 64))])
def test_weights_start_as_asked_and_biases_at_nothing(init, variance):
    torch.manual_seed(0)
    net = models.create("vgg_a", num_classes=10, width=1, stem="small", init=init)
    layer = net.conv2.conv2_1
    assert layer.weight.var().item() == pytest.approx(variance, rel=0.02) and layer.weight.mean().abs() < 1e-3
    assert not any(layer.bias.any() for layer in net.modules() if isinstance(layer, nn.Conv2d | nn.Linear))


def test_other_sizes_and_options_are_refused_in_words():
    with pytest.raises(ValueError, match="'large'.*'paper', 'small'"):
        models.create("vgg_a", stem="large")
    with pytest.raises(ValueError, match="'xavier'.*'glorot', 'paper', 'he'"):
        models.create("vgg_a", init="xavier")
    with pytest.raises(ValueError, match="2×2.*7×7"):
        on_meta("vgg_a")(torch.empty(1, 3, 64, 64, device="meta"))
