"""The explorer of networks shows what `measure` says, whichever network, stage and neighbour are chosen."""

import dataclasses
import html
import re

import pytest

from convnets import explore, models
from convnets.base.names import UnknownName
from convnets.explore import stages


def text(table: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", table))


@pytest.mark.parametrize("name", ["lenet5", "googlenet", "resnet50", "inception_v4"])
def test_stages_add_up_to_the_network_and_what_is_inside_to_the_stage(name):
    parts = stages.stages(name)
    assert [sum(costs) for costs in zip(*(part.costs for part in parts), strict=True)][:2] == list(stages.total(name).costs[:2])
    assert stages.total(name).costs[0] == models.info(name).parameters
    for part in parts:
        inner = stages.within(name, part.name)
        assert not inner or [sum(costs) for costs in zip(*(i.costs for i in inner), strict=True)][:2] == list(part.costs[:2])


def test_published_figures_are_on_the_picture():
    explorer = explore.network("vgg_d", beside="resnet50")
    words = text(explorer.figure())
    assert all(number in words for number in ("138.4 M", "15.47 G", "25.6 M", "3.86 G", "5.4 times its parameters")), words


def test_blocks_that_are_alike_stand_once():
    names = [part.name for part in stages.within("resnet152", "conv4_x")]
    assert len(names) <= 4 and any(" to " in name for name in names), names


def test_a_table_depends_on_its_values_alone():
    explorer = explore.network("googlenet")
    first = explorer.figure()
    other = {explorer.figure(**v) for v in (dict(stage="inception3a"), dict(beside="nin"), dict(name="lenet5"))}
    assert len(other) == 3 and first not in other and explorer.figure() == first


def test_the_stages_to_open_are_those_of_the_network_that_is_chosen():
    explorer = explore.network("googlenet", stage="inception4e")
    menus, table = explorer.widget.children
    name, _, stage = menus.children
    before = table.value
    name.value = "alexnet"
    assert stage.value == stages.CLOSED and "conv5" in stage.options and table.value != before
    before = table.value
    stage.value = "conv5"
    assert table.value != before


def test_it_is_shown_as_a_widget_with_the_table_as_a_still_beside_it():
    shown, _ = explore.network("lenet5")._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(shown)
    assert "61,706" in text(shown["text/html"])


def test_what_a_network_is_called_is_text_in_the_table(monkeypatch):
    strange = "<script>alert(1)</script> & co."
    monkeypatch.setattr(models.registry, "_networks", models.registry._networks | {strange: models.registry._networks["lenet5"]})
    monkeypatch.setattr(models, "info", lambda name: dataclasses.replace(models.registry.info(name), name=name))
    table = explore.network(strange, beside="lenet5").figure()
    assert "<script" not in table and strange in text(table)


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
        assert f"{words}; input" in text(explore.network(name).figure())
