"""Explorers: a figure with controls, that stays as a still where nothing is alive.

The pattern has three parts. A *scene* is a function from a few plain values to a figure: the same values give the same figure.
An :class:`Explorer` puts a control before each value. Shown in a notebook it sends two forms at once, a widget and a still of the
first view: where widgets live (JupyterLab, VS Code) it can be moved, and where they do not (a page on GitHub, a printed
notebook) the still stands in its place.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import ipywidgets
from matplotlib.text import Text

from convnets.plot.card import Card

Choice = range | Sequence[str]


class Page(str):
    """A figure that is HTML rather than a picture: it takes the colours of the page around it, and its lines wrap."""

    def mimebundle(self) -> tuple[dict[str, str], dict[str, dict]]:
        return {"text/html": str(self), "text/plain": "<a table>"}, {}

    def _repr_html_(self) -> str:
        return self


class Explorer:
    """A scene with a control for each of its values; the value of a notebook cell.

    >>> Explorer(scene, dx=range(-6, 7), kernel=["blur", "edge"])
    """

    def __init__(self, scene: Callable[..., Card | Page], /, *, start: Mapping[str, object] | None = None, **choices: Choice) -> None:
        """
        Args:
            scene: keyword values -> a figure, which it may use again for the next values. Where some choices hang on the other
                values it has a method `fitted`: keyword values -> these choices.
            start: where controls start that do not start as below.
            choices: for each value a range (a slider, which starts at 0 if it can) or a list (a menu, which starts at its first).
        """
        self.scene = scene
        self.choices = choices
        self.start = {name: 0 if isinstance(choice, range) and 0 in choice else choice[0] for name, choice in choices.items()}
        self.start |= start or {}

    def figure(self, **values: object) -> Card | Page:
        """The figure for some values; those left out are where the controls start."""
        return self.scene(**self.start | values)

    @cached_property
    def widget(self) -> ipywidgets.Widget:
        """The controls in a row, the figure below."""
        controls = {name: self._control(name) for name in self.choices}
        view = shown(self.figure())
        fitted = getattr(self.scene, "fitted", lambda **values: {})

        def values() -> dict[str, object]:
            return {name: control.value for name, control in controls.items()}

        def redraw(_: object) -> None:
            for name, choice in fitted(**values()).items():
                if isinstance(choice, range):
                    controls[name].max = choice[-1]
                elif controls[name].options != tuple(choice):
                    controls[name].options = choice
            view.value = content(self.figure(**values()))

        for control in controls.values():
            control.observe(redraw, "value")
        row = ipywidgets.HBox(list(controls.values()), layout={"flex_flow": "row wrap"})
        return ipywidgets.VBox([row, view])

    def _control(self, name: str) -> ipywidgets.Widget:
        choice, start = self.choices[name], self.start[name]
        style = {"description_width": "initial"}
        if isinstance(choice, range):
            return ipywidgets.IntSlider(start, choice[0], choice[-1], choice.step, description=name, style=style)
        wide = {"width": "max-content"}  # as its longest word
        return ipywidgets.Dropdown(options=list(choice), value=start, description=name, style=style, layout=wide)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        data, metadata = self.figure().mimebundle()
        return self.widget._repr_mimebundle_() | data, metadata


def shown(figure: Card | Page) -> ipywidgets.Widget:
    """A figure as a widget, whose `value` may be that of another one later."""
    if isinstance(figure, Page):
        return ipywidgets.HTML(figure)
    return ipywidgets.Image(value=figure.png(), width=round(100 * figure.get_figwidth()))


def content(figure: Card | Page) -> bytes | str:
    """What such a widget shows."""
    return figure if isinstance(figure, Page) else figure.png()


def headed(width: float, height: float) -> tuple[Card, Text, Text]:
    """A card of so many inches without a layout, its title at the top left and a note below that, both still to be written."""
    card = Card(width, height, layout=None)
    title = card.text(0.1 / width, 1 - 0.16 / height, "", fontsize=13, fontweight="bold", va="top")
    return card, title, card.text(0.1 / width, 1 - 0.5 / height, "", fontsize=10, va="top")
