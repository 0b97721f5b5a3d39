"""Plain data: what an observation may be made of, and so what may cross from a student's process to a judge."""

import math
import numbers
import re
from collections import UserList, deque
from collections.abc import Iterator, Mapping, MappingView
from itertools import islice
from typing import Any

MAX_DEPTH, MAX_ITEMS, MAX_BYTES = 6, 256, 20_000
MAX_INTEGER = 2**63


CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """Text that can be stored and shown anywhere: no lone surrogates, no control characters but tab and newline."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.encode("utf-8", "replace").decode("utf-8"))


def plain(value: Any, depth: int = 0) -> Any:
    """``value`` as JSON data: None, bool, int, float, str, lists and dicts of them; tensors, arrays, ranges and generators become lists.

    Subclasses are flattened to their base type, so no method of a student's own crosses over. Not-a-number and infinities
    become ``{"float": "nan"}``, which equals nothing. Raises TypeError for anything else, or anything too large or too deep.
    """
    if depth > MAX_DEPTH:
        raise TypeError(f"nested deeper than {MAX_DEPTH} levels")
    if value is None:
        return None
    if isinstance(value, str):
        return str.__str__(value)[:500]
    if hasattr(value, "detach"):  # a tensor
        _check_size(value.numel())
        value = value.detach().cpu().tolist()
    elif hasattr(value, "tolist") and not isinstance(value, (list, tuple)):  # an array
        _check_size(getattr(value, "size", 1))
        value = value.tolist()
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value) if abs(int(value)) < MAX_INTEGER else {"float": "inf"}
    if isinstance(value, numbers.Real):
        number = float(value)
        return number if math.isfinite(number) else {"float": repr(number)}
    if isinstance(value, (list, tuple)):
        _check_size(len(value))
        return [plain(v, depth + 1) for v in value]
    if isinstance(value, (range, deque, UserList, Iterator, MappingView)):
        return plain(list(islice(iter(value), MAX_ITEMS + 1)), depth)  # type: ignore[arg-type]
    if isinstance(value, Mapping):
        _check_size(len(value))
        return {_key(k): plain(v, depth + 1) for k, v in value.items()}
    raise TypeError(f"expected plain data (numbers, text, lists of them), got {type(value).__name__}")


def whole(value: Any) -> Any:
    """``value`` as plain data for a count: a float stands as text, "27.0 (a float)", and so is not 27; whole numbers of any library are."""

    def told(v: Any) -> Any:
        if isinstance(v, float):
            return f"{v} (a float)"
        if isinstance(v, list):
            return [told(item) for item in v]
        return {k: told(item) for k, item in v.items()} if isinstance(v, dict) else v

    return told(plain(value))


def kind_of(value: Any) -> str:
    """What a value is, in a word: "nothing" for None, "float" for what counts as one, "Tensor" for a parameter, else the name of its class."""
    if value is None:
        return "nothing"
    kinds = next((kind.__name__ for kind in (bool, int, float, str, list, tuple, dict) if isinstance(value, kind)), "")
    return kinds or ("Tensor" if hasattr(value, "detach") and hasattr(value, "numel") else type(value).__name__[:100])


def _key(key: Any) -> str:
    return (str.__str__(key) if isinstance(key, str) else str(plain(key)))[:100]


def _check_size(n: int) -> None:
    if n > MAX_ITEMS:
        raise TypeError(f"{n} values are more than the {MAX_ITEMS} that are looked at")
