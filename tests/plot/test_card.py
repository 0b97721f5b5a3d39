"""How cards become pictures: quickly, and pixel for pixel what matplotlib draws."""

import io

import numpy as np
from PIL import Image

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
