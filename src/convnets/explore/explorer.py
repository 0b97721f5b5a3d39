"""Explorers: a figure with controls, that stays as a still where nothing is alive.

The pattern has three parts. A *scene* is a function from a few plain values to a figure: the same values give the same figure.
An :class:`Explorer` puts a control before each value. Shown in a notebook it sends two forms at once, a widget and a PNG of the
first view: where widgets live (JupyterLab, VS Code) it can be moved, and where they do not (a page on GitHub, a printed
notebook) the still stands in its place.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipywidgets import Widget

    from convnets.plot.card import Card


class Explorer:
    """A scene with a control for each of its values; the value of a notebook cell.

    >>> Explorer(scene, dx=range(-6, 7), kernel=["blur", "edge"])
    """

    def __init__(
        self, scene: Callable[..., "Card"], /, *, start: Mapping[str, object] | None = None, **choices: range | Sequence[str]
    ) -> None:
        """
        Args:
            scene: keyword values -> a figure, which it may use again for the next values.
            start: where controls start that do not start as below.
            choices: for each value a range (a slider, which starts at 0 if it can) or a list (a menu, which starts at its first).
        """
        self.scene = scene
        self.choices = choices
        self.start = {name: 0 if isinstance(choice, range) and 0 in choice else choice[0] for name, choice in choices.items()}
        self.start |= start or {}

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
        wide = {"width": "max-content"}  # as its longest word
        return ipywidgets.Dropdown(options=list(choice), value=start, description=name, style=style, layout=wide)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        data, metadata = self.figure().mimebundle()
        view = self.widget._repr_mimebundle_()
        return view | data, metadata
