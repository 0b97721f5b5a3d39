"""The card of weights that are handed in: which network they belong to, what it was trained on, and how a picture goes into it.

A JSON object. What it must say::

    format    "convnets-lab/1"
    network   one of models.names()
    options   what models.create takes beside it; num_classes always
    part      "all": every tensor of the network's state_dict; "head": the last linear layer's two, on a body with ImageNet weights
    weights   whose ImageNet weights the body has, with "head"
    classes   what each logit stands for, in order
    data      what it was trained on: "folder", "pets" or "drawn"
    size      side of the square that a picture is cut to
    mean, std what a picture is normalised with, three numbers each

and may: ``crop`` (1.0), ``views`` (1; 2: the picture and its mirror image), and for the reader alone ``method``, ``accuracy``, ``seed``, ``made_with``.
"""

import math
from collections.abc import Callable
from typing import Any

from convnets import models
from convnets.base.names import unknown
from convnets.weights.file import FileError

FORMAT = "convnets-lab/1"
PARTS, DATA = ("all", "head"), ("folder", "pets", "drawn")
NEEDED = ("format", "network", "options", "part", "classes", "data", "size", "mean", "std")
LARGEST = 4096  # of an option that is a number


def checked(card: Any) -> dict[str, Any]:
    """The card with its defaults, without what nobody reads. Raises FileError for what it may not say."""
    if not isinstance(card, dict):
        raise FileError(f"has a card that is no table but {type(card).__name__}: see convnets.handin.write")
    if missing := [key for key in NEEDED if key not in card]:
        raise FileError(f"has a card without {', '.join(missing)}: see convnets.handin.write")
    found = {"crop": 1.0, "views": 1} | card
    for key, (right, wanted) in RULES.items():
        if key in found and not right(found[key]):
            raise FileError(f"has a card that says {key} = {short(found[key])}; it should be {wanted}")
    if found["network"] not in models.names():
        raise FileError(f"has a card that cannot be used: {unknown('network', found['network'], models.names(), 'convnets list models')}")
    if found["options"].get("num_classes") != len(found["classes"]):
        told = short(found["options"].get("num_classes"))
        raise FileError(f"has a card with {len(found['classes'])} classes and num_classes = {told}; they must agree")
    if found["part"] == "head" and "weights" not in found:
        raise FileError('has a card that says part = "head" and not whose ImageNet weights the body has: weights = "efficientnet_lite0"')
    kept = [key for key in RULES if key in found] + [key for key, right in ASIDE.items() if key in found and right(found[key])]
    return {key: found[key] for key in kept}


def describe(card: dict[str, Any]) -> str:
    """What a checked card says, in a line."""
    what = f"a head on {card['network']} with ImageNet weights" if card["part"] == "head" else f"the whole {card['network']}"
    on = {"drawn": "drawn pictures", "pets": "Oxford-IIIT Pet", "folder": "photographs of a folder"}[card["data"]]
    return f"{what}, trained on {on}, {card['size']} pixels" + (", each picture and its mirror image" if card["views"] == 2 else "")


def _text(value: Any, longest: int = 100) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


def _number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= high


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and _number(value, low, high)


def _option(value: Any) -> bool:
    return value is None or isinstance(value, bool) or _text(value, 50) or _number(value, 0, LARGEST)


def _three(value: Any, low: float, high: float) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 3 and all(_number(v, low, high) for v in value)


def _classes(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple)) and 2 <= len(value) <= 1000 and all(map(_text, value)) and len(set(map(str, value))) == len(value)
    )


def _options(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= 20 and all(_text(k, 50) and _option(v) for k, v in value.items())


def short(value: Any) -> str:
    """What a card says there, as a message can hold it."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a whole number of a million digits
        text = type(value).__name__
    return text if len(text) <= 60 else text[:59] + "…"


RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "format": (lambda v: v == FORMAT, repr(FORMAT)),
    "network": (_text, "one of models.names()"),
    "options": (_options, f"what models.create takes: words, yes or no, numbers from 0 to {LARGEST}"),
    "part": (lambda v: isinstance(v, str) and v in PARTS, '"all" or "head"'),
    "weights": (_text, 'a name of weights.names(), like "efficientnet_lite0"'),
    "classes": (_classes, 'a list of different names, ["cat", "dog"]'),
    "data": (lambda v: isinstance(v, str) and v in DATA, '"folder", "pets" or "drawn"'),
    "size": (lambda v: _whole(v, 32, 512), "a whole number from 32 to 512"),
    "mean": (lambda v: _three(v, -10, 10), "three numbers, of pixels from 0 to 1"),
    "std": (lambda v: _three(v, 0.001, 10), "three numbers above 0, of pixels from 0 to 1"),
    "crop": (lambda v: _number(v, 0.5, 1), "a number from 0.5 to 1"),
    "views": (lambda v: _whole(v, 1, 2), "1 or 2"),
}
ASIDE: dict[str, Callable[[Any], bool]] = {  # for the reader alone, so left out where it is odd
    "method": _text,
    "accuracy": lambda v: _number(v, 0, 1),
    "seed": lambda v: _whole(v, -(2**53), 2**53),
    "made_with": _text,
}
