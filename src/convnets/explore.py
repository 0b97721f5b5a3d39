"""Explorers: a figure with controls, that stays as a still where nothing is alive.

The pattern has three parts. A *scene* is a function from a few plain values to a figure: the same values give the same figure.
An :class:`Explorer` puts a control before each value. Shown in a notebook it sends two forms at once, a widget and a PNG of the
first view: where widgets live (JupyterLab, VS Code) it can be moved, and where they do not (a page on GitHub, a printed
notebook) the still stands in its place.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from convnets.data import Pictures
from convnets.data import shift as moved
from convnets.measure import device_of, evaluating

if TYPE_CHECKING:
    from ipywidgets import Widget

    from convnets._card import Card


class Explorer:
    """A scene with a control for each of its values; the value of a notebook cell.

    >>> Explorer(scene, dx=range(-6, 7), kernel=["blur", "edge"])
    """

    def __init__(self, scene: Callable[..., "Card"], **choices: range | Sequence[str]) -> None:
        """
        Args:
            scene: keyword values -> a figure, which it may use again for the next values.
            choices: for each value a range (a slider, which starts at 0 if it can) or a list (a menu, which starts at its first).
        """
        self.scene = scene
        self.choices = choices
        self.start = {name: 0 if isinstance(choice, range) and 0 in choice else choice[0] for name, choice in choices.items()}

    def figure(self, **values: object) -> "Card":
        """The figure for some values; those left out are where the controls start."""
        return self.scene(**self.start | values)

    @cached_property
    def widget(self) -> "Widget":
        """The controls in a row, the figure below."""
        import ipywidgets

        controls = {name: self._control(name) for name in self.choices}
        first = self.figure()
        image = ipywidgets.Image(value=first.png(), width=round(100 * first.get_figwidth()))

        def redraw(_: object) -> None:
            image.value = self.figure(**{name: control.value for name, control in controls.items()}).png()

        for control in controls.values():
            control.observe(redraw, "value")
        return ipywidgets.VBox([ipywidgets.HBox(list(controls.values())), image])

    def _control(self, name: str) -> "Widget":
        import ipywidgets

        choice, start = self.choices[name], self.start[name]
        style = {"description_width": "initial"}
        if isinstance(choice, range):
            return ipywidgets.IntSlider(start, choice[0], choice[-1], choice.step, description=name, style=style)
        return ipywidgets.Dropdown(options=list(choice), value=start, description=name, style=style)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        data, metadata = self.figure().mimebundle()
        view = self.widget._repr_mimebundle_()
        return view | data, metadata


def shift(models: Mapping[str, nn.Module], pictures: Pictures, reach: int = 6) -> Explorer:
    """Move a picture by whole pixels and see what each network makes of it.

    Args:
        models: networks by name: pictures (B, C, H, W) -> logits (B, K).
        pictures: to choose from. The share each network reads right is taken over the first 200.
        reach: how far to move, in pixels.
    """
    span = range(-reach, reach + 1)
    return Explorer(ShiftScene(models, pictures), dx=span, dy=span, picture=range(len(pictures)))


class ShiftScene:
    """The moved picture on the left; beside it, for each network, the probability it gives each class."""

    def __init__(self, models: Mapping[str, nn.Module], pictures: Pictures) -> None:
        from convnets._card import FAINT, INK, Card, style

        self.models = models
        self.pictures = pictures
        self.sample = pictures.take(200)
        self.share_right = lru_cache(maxsize=None)(self._share_right)
        k = len(pictures.classes)
        with style():
            self.card = Card(2.7 + 2.5 * len(models), 3.2, layout=None)
            width, height = self.card.get_size_inches()
            photo = self.card.add_axes((0.2 / width, 0.65 / height, 2.1 / width, 2.1 / height))
            photo.axis("off")
            self.photo = photo.imshow([[0]])
            self.photo_title = photo.set_title("")
            self.panels = []
            for i in range(len(models)):
                axes = self.card.add_axes(((2.8 + 2.5 * i) / width, 0.65 / height, 2.0 / width, 2.1 / height))
                bars = axes.barh(range(k), [0] * k, color=FAINT)
                axes.set(xlim=(0, 1), xticks=[0, 0.5, 1], xticklabels=["0", "50 %", "100 %"], yticks=range(k), yticklabels=pictures.classes)
                axes.invert_yaxis()
                axes.tick_params(axis="y", length=0)
                axes.spines["left"].set_visible(False)
                note = axes.text(0, -0.26, "", transform=axes.transAxes, fontsize=9, color=INK)
                self.panels.append((bars, axes.set_title(""), note))

    def __call__(self, picture: int, dx: int, dy: int) -> "Card":
        from convnets._card import BLUE, FAINT, INK, VERMILION

        image, label = moved(self.pictures.images[picture], dx, dy), int(self.pictures.labels[picture])
        classes = self.pictures.classes
        self.photo.set(data=self.pictures.pixels(image).permute(1, 2, 0).expand(-1, -1, 3).cpu().numpy(), extent=(0, 1, 0, 1))
        self.photo_title.set_text(", ".join([classes[label], *_way(dx, "left", "right"), *_way(dy, "up", "down")]))
        for (name, net), (bars, title, note) in zip(self.models.items(), self.panels, strict=True):
            probabilities = _logits(net, image[None])[0].softmax(dim=0)
            said = int(probabilities.argmax())
            for i, (bar, p) in enumerate(zip(bars, probabilities.tolist(), strict=False)):
                bar.set(width=p, color=BLUE if i == label else VERMILION if i == said else FAINT)
            title.set(text=f"{name} says {classes[said]}", color=INK if said == label else VERMILION)
            note.set_text(f"{len(self.sample)} moved alike: {100 * self.share_right(name, dx, dy):.0f} % right")
        return self.card

    def _share_right(self, name: str, dx: int, dy: int) -> float:
        images, labels = self.sample[:]
        return (_logits(self.models[name], moved(images, dx, dy)).argmax(dim=1) == labels.cpu()).double().mean().item()


def _way(pixels: int, backward: str, forward: str) -> list[str]:
    """``["3 right"]``, or nothing for no move."""
    return [f"{abs(pixels)} {forward if pixels > 0 else backward}"] if pixels else []


def _logits(net: nn.Module, images: Tensor) -> Tensor:
    with evaluating(net), torch.no_grad():
        return net(images.to(device_of(net))).float().cpu()
