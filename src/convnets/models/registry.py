"""Every network of the course by name, each with the paper it comes from."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torch import nn

from convnets.base.names import UnknownName, nearest, unknown


@dataclass(frozen=True)
class Paper:
    """Where a network comes from, and its vital figures."""

    name: str  # what `create` calls it
    title: str
    authors: str
    year: int
    url: str
    input_size: tuple[int, int, int]  # (C, H, W)
    parameters: int  # of `create(name)`; where the paper counts otherwise, `note` says why
    num_classes: int
    note: str = ""

    @property
    def cited(self) -> str:
        """As one cites it: ``"He et al. 2015"``; the year alone for what is in no paper."""
        return cited([author for author in self.authors.split(", ") if author], self.year)


def cited(authors: Sequence[str], year: int) -> str:
    """Authors and year as one cites them.

    >>> cited(["Karen Simonyan", "Andrew Zisserman"], 2014)
    'Simonyan and Zisserman 2014'
    """
    names = [author.split()[-1] for author in authors]
    return f"{f'{names[0]} et al.' if len(names) > 2 else ' and '.join(names)} {year}".strip()


_networks: dict[str, tuple[Callable[..., nn.Module], Paper]] = {}


def network(name: str | None = None, **paper) -> Callable:
    """Decorator: enter what builds a network, under its own name or the one given. The keywords are those of :class:`Paper`."""

    def enter(build: Callable[..., nn.Module]) -> Callable[..., nn.Module]:
        entered = name or build.__name__
        _networks[entered] = build, Paper(entered, **paper)
        return build

    return enter


def create(name: str, num_classes: int | None = None, **options) -> nn.Module:
    """Build a network of the course, freshly initialised, in training mode.

    Args:
        name: one of :func:`names`.
        num_classes: scores per picture; the paper's own number by default (``info(name).num_classes``).
        options: what else the network's function takes; see its docstring.

    Raises:
        UnknownName: no such network, or it has no such option. The message gives the nearest.
    """
    build, paper = _entry(name)
    known = inspect.signature(build).parameters
    for option in options:
        if option not in known:
            near = nearest(option, known, n=1)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            raise UnknownName(f"{name} has no option {option!r}.{meant} It takes: {', '.join(known)}.")
    return build(num_classes=paper.num_classes if num_classes is None else num_classes, **options)


def names() -> list[str]:
    """All networks, in the order of the course."""
    return list(_networks)


def info(name: str) -> Paper:
    """The paper behind a network, its input size (C, H, W) and parameter count. Raises `UnknownName`."""
    return _entry(name)[1]


def _entry(name: str) -> tuple[Callable[..., nn.Module], Paper]:
    try:
        return _networks[name]
    except KeyError:
        raise unknown("model", name, _networks, "convnets list models") from None
