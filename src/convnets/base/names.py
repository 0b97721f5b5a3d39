"""Say what was probably meant: one message for every unknown name in the course."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeVar

Choice = TypeVar("Choice")


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


def one_of(option: str, value: Choice, choices: Iterable[Choice]) -> Choice:
    """`value`, if it is one of the `choices` of an option. Raises :class:`UnknownName`, which lists them, where it is not.

    >>> one_of("stem", "large", ["paper", "small"])
    UnknownName: stem='large': choose one of 'paper', 'small'.
    """
    if value not in choices:
        raise UnknownName(f"{option}={value!r}: choose one of {', '.join(map(repr, choices))}.")
    return value


def nearest(name: str, known: Iterable[str], n: int = 3) -> list[str]:
    """Up to `n` known names: those that begin with `name`, then the closest in spelling. Capitals, ``-`` and ``_`` do not count."""
    spelled = {_letters(candidate): candidate for candidate in known}
    begin = [candidate for candidate in spelled if candidate.startswith(_letters(name))]
    close = get_close_matches(_letters(name), spelled, n)
    return [spelled[match] for match in dict.fromkeys(begin + close)][:n]


def _letters(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
