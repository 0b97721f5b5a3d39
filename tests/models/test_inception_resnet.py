"""Inception-ResNet-v1 and v2 against their paper's figures, and the released v2 against timm's."""

import pytest
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import Tensor, nn
from torch.nn import functional

from convnets import measure, models
from convnets.models.inception_resnet import Residual

V1, V2 = "inception_resnet_v1", "inception_resnet_v2"
FORMS = [(V1, {}), (V2, {}), (V2, dict(form="paper"))]
MODULES = ("inception_resnet_a", "inception_resnet_b", "inception_resnet_c")


@pytest.mark.parametrize(("form", "macs"), list(zip(FORMS, (6_206_361_696, 13_155_794_016, 9_257_953_632), strict=True)))
def test_parameters_macs_and_scores_are_as_published(form, macs):
    name, options = form
    assert_as_published(name, macs, **options)


def test_the_published_counts():
    assert [measure.parameters(on_meta(name, **options)) for name, options in FORMS] == [22_756_328, 55_843_464, 32_433_928]


@pytest.mark.parametrize(
    ("form", "channels", "modules"),
    list(zip(FORMS, ((256, 896, 1792), (320, 1088, 2080), (384, 1152, 2144)), ((5, 10, 5), (10, 20, 9), (5, 10, 5)), strict=True)),
)
def test_maps_and_modules_are_those_of_the_figures(form, channels, modules):
    net = on_meta(form[0], **form[1])
    sizes = dict(stage_sizes(net, torch.zeros(1, 3, 299, 299, device="meta")))
    assert [sizes[stage] for stage in MODULES] == [(c, side, side) for c, side in zip(channels, (35, 17, 8), strict=True)]
    assert [len(net.get_submodule(stage)) for stage in MODULES] == list(modules)
    assert sizes["reduction_a"] == sizes["inception_resnet_b"] and sizes["reduction_b"] == sizes["inception_resnet_c"]


def test_v1_has_the_stem_of_figure_14():
    rows = [(32, 149), (32, 147), (64, 147), (64, 73), (80, 73), (192, 71), (256, 35)]
    assert [size for _, size in measure.map_sizes(on_meta(V1).stem, (3, 299, 299), 1)] == [(c, side, side) for c, side in rows]


def test_the_released_v2_gives_what_timms_gives_with_its_weights():
    import timm

    reference, net, x = scramble(timm.create_model(V2)), models.create(V2), torch.randn(2, 3, 139, 139)
    pour(reference, net, x[:1])
    with torch.no_grad():
        torch.testing.assert_close(net.eval()(x), reference.eval()(x), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("name", "options"), [(V1, {}), (V2, dict(form="paper"))])
def test_what_the_paper_draws_is_what_plain_functions_give(name, options):
    net, x = scramble(models.create(name, width=0.125, **options)).eval(), torch.randn(2, 3, 139, 139)
    with torch.no_grad():
        torch.testing.assert_close(net(x), as_drawn(net, x), rtol=1e-4, atol=1e-4)


def as_drawn(net: nn.Module, x: Tensor) -> Tensor:
    """Figures 10 to 19 in functions, with a network's weights taken in their order."""
    layers = iter([layer for layer in net.modules() if isinstance(layer, nn.Conv2d | nn.BatchNorm2d)])

    def conv(x: Tensor, rows: int, columns: int, stride: int = 1, valid: bool = False) -> Tensor:
        given, norm = next(layers), next(layers)
        assert given.weight.shape[2:] == (rows, columns) and given.bias is None
        x = functional.conv2d(x, given.weight, stride=stride, padding=0 if valid else (rows // 2, columns // 2))
        return functional.batch_norm(x, norm.running_mean, norm.running_var, norm.weight, norm.bias, eps=1e-3).relu()

    def half(x: Tensor) -> Tensor:
        return conv(x, 3, 3, 2, valid=True)

    def pool(x: Tensor) -> Tensor:
        return functional.max_pool2d(x, 3, 2)

    def module(x: Tensor, branches: tuple[tuple[tuple[int, int], ...], ...], scale: float) -> Tensor:
        outputs = []
        for branch in branches:
            y = conv(x, 1, 1)
            for kernel in branch:
                y = conv(y, *kernel)
            outputs.append(y)
        last = next(layers)
        return (x + scale * functional.conv2d(torch.cat(outputs, dim=1), last.weight, last.bias)).relu()

    x = conv(conv(half(x), 3, 3, valid=True), 3, 3)
    if type(net.stem[-1]).__name__ == "Conv":  # Figure 14
        x = half(conv(conv(pool(x), 1, 1), 3, 3, valid=True))
    else:  # Figure 3
        x = torch.cat([pool(x), half(x)], dim=1)
        left = conv(conv(x, 1, 1), 3, 3, valid=True)
        x = torch.cat([left, conv(conv(conv(conv(x, 1, 1), 1, 7), 7, 1), 3, 3, valid=True)], dim=1)
        x = torch.cat([half(x), pool(x)], dim=1)
    for _ in range(5):
        x = module(x, ((), ((3, 3),), ((3, 3), (3, 3))), 0.17)
    x = torch.cat([half(x), half(conv(conv(x, 1, 1), 3, 3)), pool(x)], dim=1)
    for _ in range(10):
        x = module(x, ((), ((1, 7), (7, 1))), 0.10)
    x = torch.cat([half(conv(x, 1, 1)), half(conv(x, 1, 1)), half(conv(conv(x, 1, 1), 3, 3)), pool(x)], dim=1)
    for _ in range(5):
        x = module(x, ((), ((1, 3), (3, 1))), 0.20)
    assert next(layers, None) is None
    return net.linear(x.mean(dim=(2, 3)))


def test_a_residual_module_adds_its_scaled_linear_branch():
    module = scramble(Residual(("1x1 8", "1x1 8 > 3x3 12"), 16, scale=0.3)).eval()
    x = torch.randn(2, 16, 5, 5)
    one, two = module.branches.branch1(x), module.branches.branch2(x)
    residual = functional.conv2d(torch.cat([one, two], dim=1), module.linear.weight, module.linear.bias)
    assert residual.min() < 0
    torch.testing.assert_close(module(x), (x + 0.3 * residual).relu())


def scales(net: nn.Module) -> list[list[float]]:
    return [sorted({module.scale for module in stage}) for name, stage in net.named_children() if name in MODULES or name == "last_c"]


def test_residuals_are_scaled_as_released_or_as_asked():
    assert scales(on_meta(V1)) == scales(on_meta(V2, form="paper")) == [[0.17], [0.10], [0.20]]
    assert scales(on_meta(V2)) == [[0.17], [0.10], [0.20], [1.0]]
    for name, options in FORMS:
        assert all(found == [0.25] for found in scales(on_meta(name, scale=0.25, **options)))


@pytest.mark.parametrize("form", FORMS)
def test_pictures_too_small_are_answered_with_both_sizes(form):
    net = on_meta(form[0], width=0.125, **form[1]).eval()
    assert net(torch.zeros(1, 3, 75, 75, device="meta")).shape == (1, 1000)
    with pytest.raises(ValueError, match=rf"{form[0]} needs .*75 x 75 pixels, and got 74 x 80.*small"):
        net(torch.zeros(1, 3, 74, 80, device="meta"))


@pytest.mark.parametrize("form", FORMS)
def test_the_small_form_halves_once_and_keeps_the_modules(form):
    net = models.create(form[0], num_classes=10, width=0.125, stem="small", **form[1])
    sizes = dict(stage_sizes(net, torch.zeros(2, 3, 32, 32)))
    assert [sizes[stage][1] for stage in MODULES] == [16, 7, 3]
    assert net.train()(torch.randn(2, 3, 32, 32)).shape == (2, 10)
    net.eval()(torch.zeros(1, 3, 13, 13))
    with pytest.raises(ValueError, match=r"13 x 13 pixels, and got 12 x 12\.$"):
        net(torch.zeros(1, 3, 12, 12))


def test_wrong_options_are_answered_with_the_choices():
    for name, option, choices in (
        (V1, dict(stem="big"), "stem='big'.*'paper', 'small'"),
        (V2, dict(stem="big"), "stem='big'.*'paper', 'small'"),
        (V2, dict(form="drawn"), "form='drawn'.*'released', 'paper'"),
    ):
        with pytest.raises(ValueError, match=choices):
            on_meta(name, **option)
