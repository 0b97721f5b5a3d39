"""A photograph of one's own: hand it to a trained network and see what it says."""

import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import ipywidgets
from PIL.Image import Image

from convnets.data import open_picture
from convnets.explore.explorer import Explorer, shown
from convnets.plot.card import BLUE, INK, PAPER, Card, style

Said = list[tuple[str, float]]  # classes and probabilities, the likeliest first


def ask(predict: Callable[[Image], Said], example: Image) -> "Asking":
    """A button for a picture of one's own, and what the network says of it.

    >>> explore.ask(finetune.load("submission.safetensors"), example)

    Args:
        predict: a picture in RGB -> what `finetune.load(...)` gives for it.
        example: shown until there is another, and as a still.
    """
    return Asking(predict, example)


class Asking(Explorer):
    """A button that takes a picture from the reader's computer, and the network's answer; elsewhere a still of `example`."""

    def __init__(self, predict: Callable[[Image], Said], example: Image) -> None:
        super().__init__(self.figure)
        self.predict, self.example = predict, example

    def figure(self, picture: Image | None = None, title: str = "an example") -> Card:
        """The picture, and a bar for each class."""
        picture = (self.example if picture is None else picture).convert("RGB")
        picture.thumbnail((640, 640))
        said = self.predict(picture)[:5]
        with style():
            card = Card(7.2, 2.9)
            left, right = card.subplots(1, 2, width_ratios=(1, 1))
            left.imshow(picture)
            left.set_title(title[:40], fontweight="normal", loc="left")
            left.axis("off")
            right.barh(range(len(said)), [sure for _, sure in said], color=BLUE, height=0.6)
            right.set(xlim=(0, 1), ylim=(len(said) - 0.4, -0.6), xticks=(0, 0.5, 1), xticklabels=("0", "50 %", "100 %"))
            right.set(yticks=range(len(said)), yticklabels=[name for name, _ in said])
            right.tick_params(length=0)
            for place, (_, sure) in enumerate(said):
                inside = sure > 0.8
                look = dict(ha="right", color=PAPER) if inside else dict(ha="left", color=INK)
                right.text(sure - 0.02 if inside else sure + 0.02, place, f"{sure:.1%}", va="center", **look)
        return card

    def answer(self, name: str, content: bytes) -> Card:
        """The figure for an uploaded file. Raises `ValueError`, one clear line, where it is no picture."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(name or "picture").name
            path.write_bytes(content)
            picture = open_picture(path)
        return self.figure(picture, path.name)

    @cached_property
    def widget(self) -> ipywidgets.Widget:
        """The button, a line for what went wrong, and the figure."""
        image = shown(self.figure())
        upload = ipywidgets.FileUpload(accept="image/*", multiple=False, description="a picture of yours", layout={"width": "auto"})
        line = ipywidgets.Label()

        def take(change: dict) -> None:
            for file in change["new"]:
                try:
                    image.value = self.answer(file["name"], bytes(file["content"])).png()
                    line.value = ""
                except ValueError as error:
                    line.value = f"{error}"

        upload.observe(take, "value")
        return ipywidgets.VBox([ipywidgets.HBox([upload, line]), image])
