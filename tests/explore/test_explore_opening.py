"""The explorer of networks shows what `measure` says, whichever network, stage and neighbour are chosen."""

import pytest

from convnets import explore, models
from convnets.base.names import UnknownName
from convnets.explore import opening


@pytest.mark.parametrize("name", ["lenet5", "googlenet", "resnet50", "inception_v4"])
def test_stages_add_up_to_the_network_and_what_is_inside_to_the_stage(name):
    parts = opening.stages(name)
    assert sum(part.parameters for part in parts) == models.info(name).parameters
    assert sum(part.macs for part in parts) == opening.total(name).macs
    for part in parts:
        inner = opening.within(name, part.name)
        assert not inner or [sum(costs) for costs in zip(*(i.costs for i in inner), strict=True)][:2] == list(part.costs[:2])


def test_published_figures_are_on_the_picture():
    explorer = explore.network("vgg_d", beside="resnet50")
    words = [text.get_text() for text in explorer.figure().axes[0].texts]
    assert {"138.4 M", "15.47 G", "25.6 M", "3.86 G"} <= set(words), words
    assert any("5.4 times its parameters" in word for word in words)


def test_blocks_that_are_alike_stand_once():
    names = [part.name for part in opening.within("resnet152", "conv4_x")]
    assert len(names) <= 4 and any(" to " in name for name in names), names


def test_a_picture_depends_on_its_values_alone():
    explorer = explore.network("googlenet")
    first = explorer.figure().png(1)
    other = {explorer.figure(**v).png(1) for v in (dict(stage="inception3a"), dict(beside="nin"), dict(name="lenet5"))}
    assert len(other) == 3 and first not in other and explorer.figure().png(1) == first


def test_the_buttons_follow_the_menu():
    explorer = explore.network("googlenet", stage="inception4e")
    menus, stage, image = explorer.widget.children
    before = image.value
    menus.children[0].value = "alexnet"
    assert stage.value == opening.CLOSED and "conv5" in stage.options and image.value != before
    before = image.value
    stage.value = "conv5"
    assert image.value != before


def test_an_unknown_network_is_said_and_the_nearest_named():
    with pytest.raises(UnknownName, match="resnet50"):
        explore.network("resnet5O")


def test_a_network_is_cited_whoever_and_however_many_its_authors_are():
    cited = {name: models.info(name).cited for name in ("resnet50", "vgg_d", "alexnet_one_gpu", "alexnet_cats_dogs")}
    assert cited == {
        "resnet50": "He et al. 2015",
        "vgg_d": "Simonyan and Zisserman 2014",
        "alexnet_one_gpu": "Krizhevsky 2014",
        "alexnet_cats_dogs": "2014",  # a classroom variant, of nobody's paper
    }
    for name, words in cited.items():
        shown = [text.get_text() for text in explore.network(name).figure().axes[0].texts]
        assert any(text.startswith(f"{words}; input") for text in shown), shown
