"""convnets: build every great convolutional network by hand, and have each piece judged.

The rooms, in the order in which they may use one another; each says in its first lines what it is for:

base · models · data · measure · train · lineage · weights · evidence · keys · repair · check · plot · explore · handin · lab · classroom · cli

They are imported when asked for (``from convnets import data, train``), so that ``import convnets`` stays cheap.
"""

from types import ModuleType

__version__ = "0.1.0"


def __getattr__(name: str) -> ModuleType:
    """A room's module under the short name that notebooks use: ``from convnets import settings``."""
    from importlib import import_module

    from convnets.base.rooms import SHORT

    if name not in SHORT:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"convnets.{SHORT[name]}.{name}")
