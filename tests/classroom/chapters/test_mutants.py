"""Mechanical mistakes in a chapter's own answer: which are made. That a check notices every one is held in `test_bank`."""

from bench.mutants import mutants

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
