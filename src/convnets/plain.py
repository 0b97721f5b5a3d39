"""Plain data: what an observation may be made of, and so what may cross from a student's process to a judge."""

import math
import numbers
from typing import Any

MAX_DEPTH, MAX_ITEMS, MAX_BYTES = 6, 256, 20_000
MAX_INTEGER = 2**63


def plain(value: Any, depth: int = 0) -> Any:
    """``value`` as JSON data: None, bool, int, float, str, lists and dicts of them; tensors and arrays become lists.

    Subclasses are flattened to their base type, so no method of a student's own crosses over. Not-a-number and infinities
    become ``{"float": "nan"}``, which equals nothing. Raises TypeError for anything else, or anything too large or too deep.
    """
    if depth > MAX_DEPTH:
        raise TypeError(f"nested deeper than {MAX_DEPTH} levels")
    if value is None:
        return None
    if isinstance(value, str):
        return str.__str__(value)[:500]
    if hasattr(value, "detach"):
        value = value.detach().cpu().tolist() if value.numel() <= MAX_ITEMS else _too_many(value.numel())
    elif hasattr(value, "tolist") and not isinstance(value, (list, tuple)):
        value = value.tolist()
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value) if abs(int(value)) < MAX_INTEGER else {"float": "inf"}
    if isinstance(value, numbers.Real):
        number = float(value)
        return number if math.isfinite(number) else {"float": repr(number)}
    if isinstance(value, (list, tuple)):
        if len(value) > MAX_ITEMS:
            _too_many(len(value))
        return [plain(v, depth + 1) for v in value]
    if isinstance(value, dict):
        if len(value) > MAX_ITEMS:
            _too_many(len(value))
        return {str(k)[:100]: plain(v, depth + 1) for k, v in value.items()}
    raise TypeError(f"expected plain data (numbers, text, lists of them), got {type(value).__name__}")


def _too_many(n: int) -> None:
    raise TypeError(f"{n} values are more than the {MAX_ITEMS} that are looked at")
