"""The lab's explorers: augmentation moves as its controls say, and a picture of one's own gets an answer or a clear line."""

import io
from datetime import datetime
from random import Random

import numpy as np
import pytest

from convnets import data, explore
from convnets.explore import pieces

NOW = datetime(2026, 1, 1)


def tiles(explorer, **values):
    explorer.figure(**values)
    return np.array(explorer.scene.sheet.get_array())


def test_without_any_change_every_piece_is_a_whole_square():
    explorer = explore.augment()
    tiles(explorer, smallest=100, mirror="none")
    assert "the whole square" in explorer.scene.title.get_text()
    _, _, side = pieces.box(Random(0), 320, 240, 100)
    assert side == 240


def test_pieces_are_no_smaller_than_asked_and_lie_in_the_picture():
    for i in range(200):
        left, top, side = pieces.box(Random(i), 320, 240, 25)
        assert 120 <= side <= 240 and 0 <= left <= 320 - side and 0 <= top <= 240 - side


@pytest.mark.parametrize("moved", [dict(smallest=20), dict(turn=45), dict(colour=60), dict(mirror="none")])
def test_each_control_changes_the_sheet_and_the_same_values_give_the_same(moved):
    explorer = explore.augment()
    start = tiles(explorer)
    assert (tiles(explorer, **moved) != start).any()
    assert (tiles(explorer) == start).all()


def test_it_can_be_moved_and_leaves_a_still():
    controls, _ = explore.augment().widget.children
    assert [control.description for control in controls.children] == ["smallest", "turn", "colour", "mirror"]
    shown, _ = explore.augment()._repr_mimebundle_()
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(shown)


def test_a_picture_of_ones_own_is_answered_and_anything_else_gets_a_line():
    seen = []
    asking = explore.ask(lambda picture: seen.append(picture.size) or [("dog", 0.9), ("cat", 0.1)], data.drawn(1)[0])
    upload, line = asking.widget.children[0].children
    file = io.BytesIO()
    data.drawn(1, "another")[0].resize((100, 50)).save(file, "png")
    upload.value = ({"name": "mine.png", "type": "image/png", "size": 1, "content": memoryview(file.getvalue()), "last_modified": NOW},)
    assert seen[-1] == (100, 50) and not line.value
    upload.value = ({"name": "mine.txt", "type": "text/plain", "size": 1, "content": memoryview(b"words"), "last_modified": NOW},)
    assert line.value.startswith("mine.txt")
    shown, _ = asking._repr_mimebundle_()
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(shown)
