"""Mechanical mistakes in a chapter's own answer: the check must notice every one."""

from pathlib import Path

import pytest

from convnets.classroom import keys, sandbox
from convnets.classroom.chapter import read
from convnets.classroom.mutants import mutants
from convnets.verdict import judge

ROOT = Path(__file__).parents[1]
CHAPTERS = [ROOT / "tests/course/chapters/90_sample.py", *sorted((ROOT / "course/chapters").glob("*.py"))]

BLOCK = """
class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1 = nn.Conv2d(c, c, 3, 2, 1)
        self.bn = nn.BatchNorm2d(c)
        self.conv2 = nn.Conv2d(c, c, 3, padding=1)
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        return F.relu(self.drop(self.conv2(F.relu(self.bn(self.conv1(x))))) + x)
"""


def test_every_kind_of_mistake_is_made():
    made = {m.says: m.source for m in mutants("block", BLOCK)}
    assert made.keys() == {
        "activation dropped",
        "activation moved",
        "normalisation dropped",
        "dropout dropped",
        "stride moved",
        "layer used twice",
        "detached",
    }
    assert "self.conv1 = nn.Conv2d(c, c, 3, 1, 1)" in made["stride moved"]
    assert "self.conv2 = nn.Conv2d(c, c, 3, padding=1, stride=2)" in made["stride moved"]
    assert "self.conv2(F.relu(self.bn(self.conv2(x))))" in made["layer used twice"]


def test_no_mistake_is_made_of_code_without_layers():
    assert not list(mutants("size", "def size(n, k, s):\n    return (n - k) // s + 1"))


@pytest.mark.skipif(not sandbox.find().safe, reason=sandbox.find().note)
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_the_checks_notice_every_mechanical_mistake(path):
    """A mutant that scores full would tell of a check that is blind: name it."""
    chapter = read(path)
    made = {name: list(mutants(name, exercise.cell.source)) for name, exercise in chapter.exercises.items()}
    seen = keys.observe(chapter, None, None, "a nonce of the mutants", sandbox.find(), extra=made)
    alive = []
    for name, found in made.items():
        key = seen.key(name)
        alive += [m.id for m in found if judge(key, seen.seen.get(m.id, {})).score >= key.points]
    assert not alive
