"""Say what was probably meant: one message for every unknown name in the course."""

from collections.abc import Iterable
from difflib import get_close_matches


class UnknownName(ValueError):
    """A model, data set, chapter, exercise or option that does not exist; the message offers the nearest ones."""


def unknown(kind: str, name: object, known: Iterable[str], command: str) -> UnknownName:
    """The error to raise when `name` is no `kind`.

    Args:
        kind: what was looked for, as a reader would say it: ``"model"``.
        name: what was asked for.
        known: every name that would have worked.
        command: what to type to see them all: ``"convnets list models"``.

    >>> raise unknown("model", "lenet", ["lenet5", "lenet5_original"], "convnets list models")
    UnknownName: no model called 'lenet'. Nearest: 'lenet5', 'lenet5_original'. All of them: convnets list models
    """
    message = f"no {kind} called {name!r}."
    near = nearest(str(name), known)
    if near:
        message += f" Nearest: {', '.join(map(repr, near))}."
    return UnknownName(f"{message} All of them: {command}")


def nearest(name: str, known: Iterable[str], n: int = 3) -> list[str]:
    """Up to `n` of the known names closest in spelling; upper and lower case, ``-`` and ``_`` count as the same."""
    spelled = {_plain(candidate): candidate for candidate in known}
    return [spelled[match] for match in get_close_matches(_plain(name), spelled, n, cutoff=0.5)]


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")
