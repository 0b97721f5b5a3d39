"""A photograph of one's own: hand it to a trained network and see what it says."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipywidgets import Widget
    from PIL.Image import Image

    from convnets.plot.card import Card

Said = list[tuple[str, float]]  # classes and probabilities, the likeliest first


class Asking:
    """A button that takes a picture from the reader's computer, and the network's answer; elsewhere a still of `example`.

    >>> explore.ask(finetune.load("submission.safetensors"), example)
    """

    def __init__(self, predict: "Callable[[Image], Said]", example: "Image") -> None:
        """
        Args:
            predict: a picture in RGB -> what `finetune.load(...)` gives for it.
            example: shown until there is another.
        """
        self.predict, self.example = predict, example

    def figure(self, picture: "Image | None" = None, title: str = "an example") -> "Card":
        """The picture, and a bar for each class."""
        from convnets.plot.card import BLUE, INK, PAPER, Card, style

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

    def answer(self, name: str, content: bytes) -> "Card":
        """The figure for an uploaded file. Raises `ValueError`, one clear line, where it is no picture."""
        import tempfile
        from pathlib import Path

        from convnets.data import open_picture

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(name or "picture").name
            path.write_bytes(content)
            picture = open_picture(path)
        return self.figure(picture, path.name)

    def widget(self) -> "Widget":
        """The button, a line for what went wrong, and the figure."""
        import ipywidgets

        first = self.figure()
        image = ipywidgets.Image(value=first.png(), width=round(100 * first.get_figwidth()))
        upload = ipywidgets.FileUpload(accept="image/*", multiple=False, description="a picture of yours", layout={"width": "auto"})
        line = ipywidgets.Label()

        def take(change: dict) -> None:
            files = change["new"]
            files = [dict(value, name=name) for name, value in files.items()] if isinstance(files, dict) else list(files)  # ipywidgets 7, 8
            if not files:
                return
            try:
                image.value = self.answer(files[-1]["name"], bytes(files[-1]["content"])).png()
                line.value = ""
            except ValueError as error:
                line.value = f"{error}"

        upload.observe(take, "value")
        return ipywidgets.VBox([ipywidgets.HBox([upload, line]), image])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        data, metadata = self.figure().mimebundle()
        return self.widget()._repr_mimebundle_() | data, metadata


def ask(predict: "Callable[[Image], Said]", example: "Image") -> Asking:
    """A button for a picture of one's own, and what the network says of it. `example` is shown first, and as a still."""
    return Asking(predict, example)
