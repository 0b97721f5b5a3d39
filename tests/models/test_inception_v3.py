"""Inception-v2 and v3 against their paper's Table 1, and v3 against torchvision's."""

import pytest
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn

from convnets import measure, models
from convnets.models._inception import build

MACS = {"inception_v2": 6_045_493_856, "inception_v3": 5_713_216_096}  # torchvision publishes 5.713 G of v3


@pytest.mark.parametrize("name", MACS)
def test_parameters_macs_and_scores_are_as_published(name):
    assert_as_published(name, MACS[name])


def test_the_published_counts():
    assert models.info("inception_v3").parameters == 27_161_264
    counts = [measure.parameters(on_meta("inception_v2", modules_17=n, figure_5=drawn)) for drawn in (False, True) for n in (4, 5)]
    assert counts == [24_410_696, 26_552_648, 24_263_240, 26_405_192]
    assert measure.parameters(on_meta("inception_v3", aux=False)) == 23_834_568


def test_v2_has_every_map_of_table_1():
    net = on_meta("inception_v2")
    rows = [(32, 149), (32, 147), (64, 147), (64, 73), (80, 71), (192, 35), (288, 35)]  # what the row reads is what the one above leaves
    assert [size for _, size in measure.map_sizes(net.stem, (3, 299, 299), 1)] == [(c, side, side) for c, side in rows]
    for middle in (4, 5):
        sizes = dict(stage_sizes(on_meta("inception_v2", modules_17=middle), torch.zeros(1, 3, 299, 299, device="meta")))
        assert sizes["inception_a"] == (288, 35, 35)
        assert sizes["inception_b"] == sizes["reduction_a"] == (768, 17, 17)
        assert sizes["reduction_b"] == (1280, 8, 8)
        assert sizes["inception_c"] == (2048, 8, 8)


def test_v3_has_torchvisions_maps():
    net, x = on_meta("inception_v3"), torch.zeros(1, 3, 299, 299, device="meta")
    stem = [(32, 149), (32, 147), (64, 147), (64, 73), (80, 73), (192, 71), (192, 35)]
    assert [size for _, size in measure.map_sizes(net.stem, (3, 299, 299), 1)] == [(c, side, side) for c, side in stem]
    stages = [((192, 35), "stem"), ((288, 35), "inception_a"), ((768, 17), "reduction_a"), ((768, 17), "inception_b")]
    stages += [((1280, 8), "reduction_b"), ((2048, 8), "inception_c"), ((2048, 1), "pool")]
    assert stage_sizes(net, x)[:7] == [(name, (c, side, side)) for (c, side), name in stages]
    modules = [
        [size[0] for _, size in measure.map_sizes(stage, (c, 17, 17), 1)] for stage, c in ((net.inception_a, 192), (net.inception_b, 768))
    ]
    assert modules == [[256, 288, 288], [768] * 4]


def test_v3_gives_what_torchvisions_gives_with_its_weights():
    from torchvision.models import inception_v3

    reference, net, x = scramble(inception_v3(weights=None, init_weights=False)), models.create("inception_v3"), torch.randn(2, 3, 299, 299)
    pour(reference, net, x[:1])
    pour(reference.AuxLogits, net.aux, torch.randn(1, 768, 17, 17))
    for mode in (True, False):
        for part in (reference, net):
            part.train(mode)
            for dropout in [m for m in part.modules() if isinstance(m, nn.Dropout)]:
                dropout.eval()  # which draws anew each time
        with torch.no_grad():
            ours, theirs = net(x), reference(x)
        torch.testing.assert_close(ours, tuple(theirs) if mode else theirs, rtol=1e-4, atol=1e-4)


def test_v2_gives_what_torchvisions_v3_gives_with_table_1s_stem_in_it():
    from torchvision.models import inception

    reference = inception.inception_v3(weights=None, init_weights=False, aux_logits=False)
    reference.Conv2d_3b_1x1 = inception.BasicConv2d(64, 80, kernel_size=3)
    reference.Conv2d_4a_3x3 = inception.BasicConv2d(80, 192, kernel_size=3, stride=2)
    reference.maxpool2 = inception.BasicConv2d(192, 288, kernel_size=3, padding=1)
    reference.Mixed_5b, reference.Mixed_5c = inception.InceptionA(288, 64), inception.InceptionA(288, 64)
    net, x = models.create("inception_v2"), torch.randn(2, 3, 107, 107)
    pour(scramble(reference), net, x[:1])
    with torch.no_grad():
        torch.testing.assert_close(net.eval()(x), reference.eval()(x), rtol=1e-4, atol=1e-4)


def test_the_auxiliary_head_says_which_map_it_needs_and_adapts_to_smaller_ones():
    small = torch.randn(2, 3, 107, 107)
    net = models.create("inception_v3", num_classes=5, width=0.125)
    assert net.eval()(small).shape == (2, 5)
    with pytest.raises(ValueError, match=r'17 x 17.*got 5 x 5.*aux_pool="adaptive"'):
        net.train()(small)
    adaptive = models.create("inception_v3", num_classes=5, width=0.125, aux_pool="adaptive")
    assert [logits.shape for logits in adaptive(small)] == [(2, 5), (2, 5)]
    assert measure.parameters(on_meta("inception_v3", aux_pool="adaptive")) == 27_161_264

    pools = [on_meta("inception_v3", aux_pool=pool).aux.pool for pool in ("paper", "adaptive")]
    assert [pool(torch.zeros(1, 768, 17, 17)).shape for pool in pools] == [(1, 768, 5, 5)] * 2


@pytest.mark.parametrize("name", MACS)
def test_pictures_too_small_are_answered_with_both_sizes(name):
    net = on_meta(name, width=0.125).eval()
    assert net(torch.zeros(1, 3, 75, 75, device="meta")).shape == (1, 1000)
    for size in ((74, 299), (299, 74)):
        with pytest.raises(ValueError, match=rf"{name} needs .*75 x 75 pixels, and got {size[0]} x {size[1]}.*small"):
            net(torch.zeros(1, 3, *size, device="meta"))


@pytest.mark.parametrize("name", MACS)
def test_the_small_form_halves_once_and_keeps_the_modules(name):
    net = models.create(name, num_classes=10, width=0.125, stem="small")
    sizes = dict(stage_sizes(net, torch.zeros(2, 3, 32, 32)))
    assert [sizes[stage][1] for stage in ("stem", "reduction_a", "reduction_b")] == [16, 7, 3]
    of_head = net.train()(torch.randn(2, 3, 32, 32))
    assert [logits.shape for logits in of_head] == [(2, 10), (2, 10)] if name == "inception_v3" else of_head.shape == (2, 10)
    net.eval()(torch.zeros(1, 3, 13, 13))
    with pytest.raises(ValueError, match=r"13 x 13 pixels, and got 12 x 12\.$"):
        net(torch.zeros(1, 3, 12, 12))


def test_wrong_options_are_answered_with_the_choices():
    for name, option, choices in (
        ("inception_v2", dict(stem="big"), "stem='big'.*'paper', 'small'"),
        ("inception_v2", dict(modules_17=3), "modules_17=3.* 4, 5"),
        ("inception_v3", dict(stem="big"), "stem='big'.*'paper', 'small'"),
        ("inception_v3", dict(aux_pool="max"), "aux_pool='max'.*'paper', 'adaptive'"),
    ):
        with pytest.raises(ValueError, match=choices):
            on_meta(name, **option)


def test_a_figure_is_built_as_it_is_written():
    module, channels = build(("1x1 8 > 3x3/2V 12", "1x1 4 > 1x3 4 + 3x1 8 > 3x3/2V 4", "max"), 4)
    assert channels == 12 + 4 + 4
    assert module(torch.zeros(1, 4, 9, 9)).shape == (1, 20, 4, 4)
    convs = [(m.in_channels, m.out_channels, m.kernel_size, m.stride, m.padding) for m in module.modules() if isinstance(m, nn.Conv2d)]
    first = [(4, 8, (1, 1), (1, 1), (0, 0)), (8, 12, (3, 3), (2, 2), (0, 0)), (4, 4, (1, 1), (1, 1), (0, 0))]
    assert convs == [*first, (4, 4, (1, 3), (1, 1), (0, 1)), (4, 8, (3, 1), (1, 1), (1, 0)), (12, 4, (3, 3), (2, 2), (0, 0))]
