"""At the ends of all its controls, every explorer that is drawn still shows all its words on the card."""

import pytest
from matplotlib.text import Text

from convnets import data, explore, models

DIGITS = data.load("digits", train=20, test=20).test
EXPLORERS = {
    "augment": explore.augment,
    "bottleneck": explore.bottleneck,
    "convolution": lambda: explore.convolution(DIGITS.pixels(0)[0]),
    "features": lambda: explore.features(models.create("lenet5"), DIGITS),
    "flow": explore.flow,
    "groups": explore.groups,
    "lineage": explore.lineage,
    "output_size": explore.output_size,
    "scaling": explore.scaling,
    "shift": lambda: explore.shift({"LeNet-5": models.create("lenet5")}, DIGITS),
    "smoothing": explore.smoothing,
    "stack": explore.stack,
}


def ends(explorer: explore.Explorer) -> list[dict]:
    """All controls at their first value, all at their last; the longest words of all menus; then each control alone at its last."""
    first, last = ({name: choice[i] for name, choice in explorer.choices.items()} for i in (0, -1))
    longest = {name: max(choice, key=len) for name, choice in explorer.choices.items() if not isinstance(choice, range)}
    return [{}, first, last, longest, *({name: value} for name, value in last.items())]


@pytest.mark.parametrize("name", EXPLORERS)
def test_no_word_leaves_the_card(name, monkeypatch):
    drawn, explorer = [], EXPLORERS[name]()

    def draw(self, renderer, draw=Text.draw):
        drawn.append((self.get_text(), self.get_window_extent(renderer)))
        return draw(self, renderer)

    monkeypatch.setattr(Text, "draw", draw)
    for values in ends(explorer):
        drawn.clear()
        card = explorer.figure(**values)
        card.canvas.draw()
        assert drawn
        for words, box in drawn:
            inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= card.bbox.x1 + 1 and box.y1 <= card.bbox.y1 + 1
            assert inside or not words.strip(), f"{values}: {words!r} at {box}"
