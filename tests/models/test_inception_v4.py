"""Inception-v4 against its paper's figures, and against timm's."""

import pytest
import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes

from convnets import measure, models
from convnets.models._inception import REDUCTION_A, build, reduction_a

NAME = "inception_v4"


def test_parameters_macs_and_scores_are_as_published():
    assert models.info(NAME).parameters == 42_679_816
    assert_as_published(NAME, 12_253_974_624)


def test_it_has_the_maps_of_figures_3_and_9():
    net = on_meta(NAME)
    stem = [(64, 147), (160, 73), (192, 71), (384, 35)]  # each filter concatenation of Figure 3, and what comes before the first
    assert [size for _, size in measure.map_sizes(net.stem, (3, 299, 299), 1)] == [(c, side, side) for c, side in stem]
    stages = dict(inception_a=(384, 35, 35), reduction_a=(1024, 17, 17), inception_b=(1024, 17, 17), reduction_b=(1536, 8, 8))
    stages |= dict(inception_c=(1536, 8, 8), pool=(1536, 1, 1))
    sizes = dict(stage_sizes(net, torch.zeros(1, 3, 299, 299, device="meta")))
    assert {name: sizes[name] for name in stages} == stages
    assert [len(net.get_submodule(stage)) for stage in ("inception_a", "inception_b", "inception_c")] == [4, 7, 3]


def test_it_gives_what_timms_gives_with_its_weights():
    import timm

    reference, net, x = scramble(timm.create_model(NAME)), models.create(NAME), torch.randn(2, 3, 139, 139)
    pour(reference, net, x[:1])
    with torch.no_grad():
        torch.testing.assert_close(net.eval()(x), reference.eval()(x), rtol=1e-4, atol=1e-4)


def test_reduction_a_adds_m_and_n_channels_for_every_network():
    grown = {}
    for name, before in dict(inception_v4=384, inception_resnet_v1=256, inception_resnet_v2=384).items():
        with torch.device("meta"):
            module, channels = build(reduction_a(*REDUCTION_A[name]), before)
            assert module(torch.zeros(1, before, 35, 35)).shape == (1, channels, 17, 17)
        assert measure.parameters(module) == by_hand(before, *REDUCTION_A[name])
        grown[name] = channels
    assert grown == dict(inception_v4=1024, inception_resnet_v1=896, inception_resnet_v2=1152)


def by_hand(c, k, l, m, n):  # noqa: E741
    return 9 * c * n + c * k + 9 * k * l + 9 * l * m + 2 * (k + l + m + n)


def test_pictures_too_small_are_answered_with_both_sizes():
    net = on_meta(NAME, width=0.125).eval()
    assert net(torch.zeros(1, 3, 75, 75, device="meta")).shape == (1, 1000)
    with pytest.raises(ValueError, match=r"inception_v4 needs .*75 x 75 pixels, and got 74 x 80.*small"):
        net(torch.zeros(1, 3, 74, 80, device="meta"))


def test_the_small_form_halves_once_and_keeps_the_modules():
    net = models.create(NAME, num_classes=10, width=0.125, stem="small")
    sizes = dict(stage_sizes(net, torch.zeros(2, 3, 32, 32)))
    assert [sizes[stage][1] for stage in ("stem", "reduction_a", "reduction_b")] == [16, 7, 3]
    assert net.train()(torch.randn(2, 3, 32, 32)).shape == (2, 10)
    net.eval()(torch.zeros(1, 3, 13, 13))
    with pytest.raises(ValueError, match=r"13 x 13 pixels, and got 12 x 12\.$"):
        net(torch.zeros(1, 3, 12, 12))


def test_a_wrong_stem_is_answered_with_the_choices():
    with pytest.raises(ValueError, match="stem='big'.*'paper', 'small'"):
        on_meta(NAME, stem="big")
