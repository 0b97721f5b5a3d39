"""How cards become pictures: quickly, and pixel for pixel what matplotlib draws."""

import io

import numpy as np
from matplotlib.text import Text
from PIL import Image

from convnets.explore.stamp import Stamped
from convnets.plot.card import Card, style


def test_a_png_is_what_savefig_gives():
    def card():
        with style():
            drawn = Card(5, 2)
            axes = drawn.subplots()
            axes.plot([1, 3, 2], label="a curve")
            axes.set_title("a title")
            axes.legend()
        return drawn

    saved, ours = io.BytesIO(), card()
    card().savefig(saved, format="png", dpi=200)
    picture = Image.open(io.BytesIO(ours.png()))
    picture.load()  # its checksums are right
    assert picture.size == (1000, 400) and ours.dpi == 100
    np.testing.assert_array_equal(np.asarray(picture), np.asarray(Image.open(saved)))


def test_stamped_text_looks_like_text_wherever_it_stands():
    def drawn(word) -> np.ndarray:
        card = Card(3, 1, layout=None)
        card.add_artist(word)
        card.canvas.draw()
        first = np.asarray(card.canvas.buffer_rgba()).copy()
        word.set_position((0.5, 0.2))
        card.canvas.draw()
        return np.stack([first, np.asarray(card.canvas.buffer_rgba())])

    stamps = {}
    for look in (dict(fontsize=12), dict(fontsize=9, fontweight="bold", color="#0072b2", ha="center")):
        plain, stamped = (drawn(kind(x=0.1, y=0.4, text="1,024×7×7 gy", **look)) for kind in (Text, lambda **how: Stamped(stamps, **how)))
        assert np.abs(plain.astype(int) - stamped).max() < 40 and (plain != 251).any(), "but for its place within a pixel, the same"
    assert len(stamps) == 2, "each was drawn once"
