"""The verdict: what was observed against what the chapter's own answer yields. Pure; the same in the notebook and in the grader.

Integers, text and structure are compared exactly; floats within `TOLERANCE` of the largest expected magnitude of their list.
Right answers drift at most 3e-6 across threads and memory formats; LeakyReLU(0.01) in the place of ReLU shows at 2e-4 and more.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

TOLERANCE = 1e-4
SMALLEST = 1e-4  # below this magnitude floats are compared absolutely
RAISED = (
    "raised"  # {"raised": "IndexError: ..."} is a part that ended in an error; where the chapter's own answer has one, nothing is asked
)


class State(StrEnum):
    """What became of one observation."""

    PASS = "pass"
    DIFFERS = "differs"
    ERROR = "error"
    UNANSWERED = "unanswered"
    TIMEOUT = "timeout"
    DIED = "died"
    MISSING = "missing"
    MALFORMED = "malformed"
    CONFLICT = "conflict"


HIDDEN_NOTES = {  # all that is said of a hidden observation
    State.PASS: "",
    State.DIFFERS: "another value than the chapter's answer gives",
    State.ERROR: "an error",
    State.UNANSWERED: "not answered",
    State.TIMEOUT: "out of time",
    State.DIED: "the kernel died here",
}


@dataclass(frozen=True)
class Observation:
    """What the author says of one observation."""

    label: str
    weight: float = 1
    hint: str = ""
    public: bool = True


@dataclass(frozen=True)
class KnownMistake:
    """A wrong answer of the bank: what a teacher would say, and what the answer yields."""

    says: str
    seen: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Key:
    """What one exercise's answers yield under one nonce."""

    exercise: str
    points: float
    observations: tuple[Observation, ...]
    right: Mapping[str, Any]
    wrong: tuple[KnownMistake, ...] = ()

    def public(self) -> "Key":
        """The same key without what only a grader may know."""
        kept = {o.label for o in self.observations if o.public}
        return Key(
            self.exercise,
            self.points,
            tuple(o for o in self.observations if o.public),
            {label: v for label, v in self.right.items() if label in kept},
            tuple(w for w in (KnownMistake(w.says, {k: s for k, s in w.seen.items() if k in kept}) for w in self.wrong) if self._shows(w)),
        )

    def _shows(self, mistake: KnownMistake) -> bool:
        """Whether a mistake differs from the right answer in what was observed of it."""
        return any(not alike(seen, {"state": "value", "value": self.right[label]}) for label, seen in mistake.seen.items())

    def to_json(self) -> dict[str, Any]:
        return {
            "points": self.points,
            "observations": [{"label": o.label, "weight": o.weight, "hint": o.hint, "public": o.public} for o in self.observations],
            "right": dict(self.right),
            "wrong": [{"says": w.says, "seen": {k: dict(v) for k, v in w.seen.items()}} for w in self.wrong],
        }

    @classmethod
    def from_json(cls, exercise: str, data: Mapping[str, Any]) -> "Key":
        return cls(
            exercise,
            data["points"],
            tuple(Observation(**o) for o in data["observations"]),
            data["right"],
            tuple(KnownMistake(**w) for w in data["wrong"]),
        )


@dataclass(frozen=True)
class Row:
    """One observation judged. ``note`` says in words what is wrong, never with an expected value of a hidden check."""

    label: str
    state: State
    note: str = ""
    hint: str = ""
    weight: float = 1
    public: bool = True


@dataclass(frozen=True)
class Verdict:
    """One exercise judged: a row for each observation, the points they add up to, and the mistakes that would look just like this."""

    exercise: str
    rows: tuple[Row, ...]
    score: float | None  # None: nothing can be said yet
    points: float
    diagnosis: tuple[str, ...] = field(default=())

    @property
    def unanswered(self) -> bool:
        return bool(self.rows) and all(row.state is State.UNANSWERED for row in self.rows)


def judge(key: Key, seen: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """The verdict on what was ``seen``: label to message, as `convnets.observe` makes them. Points are shared by weight."""
    rows = tuple(_row(o, key.right[o.label], seen.get(o.label)) for o in key.observations)
    passed = sum(row.weight for row in rows if row.state is State.PASS)
    total = sum(row.weight for row in rows)
    score = key.points if total and passed == total else round(key.points * passed / total, 2) if total else 0.0
    return Verdict(key.exercise, rows, score, key.points, _diagnose(key, seen, rows))


def _row(o: Observation, expected: Any, seen: Mapping[str, Any] | None) -> Row:
    state, note = _state(expected, seen)
    if not o.public:
        note = HIDDEN_NOTES.get(state, str(state))
    return Row(o.label, state, note, o.hint if state is not State.PASS else "", o.weight, o.public)


def _state(expected: Any, seen: Mapping[str, Any] | None) -> tuple[State, str]:
    if seen is None:
        return State.MISSING, "was never observed: the check did not get that far"
    match seen.get("state") if isinstance(seen, Mapping) else "malformed":
        case "value" if "value" in seen:
            got = seen["value"]
            return (State.PASS, "") if same(expected, got) else (State.DIFFERS, difference(expected, got))
        case "error":
            at = f" ({seen['at']})" if seen.get("at") else ""
            return State.ERROR, f"{seen.get('error', 'error')}: {seen.get('message', '')}{at}"
        case "unanswered":
            return State.UNANSWERED, "not answered yet"
        case "timeout":
            return State.TIMEOUT, "out of time: it may be right, but it is far too slow"
        case "died":
            return State.DIED, "the kernel died here"
        case "begin":
            return State.DIED, "was begun and never ended"
        case "conflict":
            return State.CONFLICT, "two different answers were sent"
        case _:
            return State.MALFORMED, "what was sent cannot be read"


def _diagnose(key: Key, seen: Mapping[str, Mapping[str, Any]], rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The known mistakes whose every observation is like this one."""
    if all(row.state in (State.PASS, State.UNANSWERED, State.MISSING) for row in rows):
        return ()
    labels = [o.label for o in key.observations]
    return tuple(dict.fromkeys(w.says for w in key.wrong if all(alike(w.seen.get(label), seen.get(label)) for label in labels)))


def alike(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None) -> bool:
    """Whether two observations are the same: equal values, or the same kind of failure. Here a NaN is like another NaN."""
    if not isinstance(a, Mapping) or not isinstance(b, Mapping) or a.get("state") != b.get("state"):
        return a is None and b is None
    if a["state"] == "value":
        return "value" in a and "value" in b and agree(a["value"], b["value"])
    return a.get("error") == b.get("error")


def agree(a: Any, b: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether two observed values, or two whole keys, are the same: as `same`, but a NaN agrees with a NaN, an infinity with its like."""
    return distance(a, b, odd_alike=True) <= tolerance


def same(expected: Any, got: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether no gap is larger than `tolerance`; see :func:`distance`."""
    return distance(expected, got) <= tolerance


def distance(expected: Any, got: Any, *, odd_alike: bool = False) -> float:
    """0 for equal, infinity for another structure, else the largest gap between floats over the largest expected magnitude of their list.

    A whole number is unlike a float of its value. A NaN or an infinity is infinitely far from everything; with ``odd_alike`` it is only from what
    is not spelled the same. Everything is like a part that raised, with ``odd_alike`` only a part that raised an error of its class.
    """
    if isinstance(expected, dict) and expected.keys() == {RAISED}:
        return 0.0 if not odd_alike or _raised(expected) == _raised(got) else math.inf
    if _odd(expected) or _odd(got):
        return 0.0 if odd_alike and _odd(expected) == _odd(got) else math.inf
    if _is_number(expected) and _is_number(got):
        return _row_distance([(expected, got)])
    if isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            return math.inf
        pairs, numbers = list(zip(expected, got, strict=True)), []
        if all(_is_number(v) or _odd(v) for pair in pairs for v in pair):  # numbers share the magnitude of their list
            numbers = [pair for pair in pairs if not any(map(_odd, pair))]
            pairs = [pair for pair in pairs if any(map(_odd, pair))]
        return max((_row_distance(numbers), *(distance(e, g, odd_alike=odd_alike) for e, g in pairs)))
    if isinstance(expected, dict) and isinstance(got, dict):
        if expected.keys() != got.keys():
            return math.inf
        return max((distance(v, got[k], odd_alike=odd_alike) for k, v in expected.items()), default=0.0)
    return 0.0 if type(expected) is type(got) and expected == got else math.inf


def _row_distance(pairs: list[tuple[float, float]]) -> float:
    if any(e != g or isinstance(g, float) for e, g in pairs if isinstance(e, int)):
        return math.inf
    floats = [(e, g) for e, g in pairs if isinstance(e, float)]
    try:
        scale = max([SMALLEST, *(abs(e) for e, _ in floats)])
        gaps = [abs(e - float(g)) for e, g in floats]
    except OverflowError:
        return math.inf
    return (
        max(gaps, default=0.0) / scale if all(math.isfinite(gap) for gap in gaps) else math.inf
    )  # max() overlooks a NaN that is not first


def _is_number(v: Any) -> bool:
    return isinstance(v, (int, float)) and not isinstance(v, bool)


def _raised(v: Any) -> str:
    return str(v[RAISED]).partition(":")[0] if isinstance(v, dict) and v.keys() == {RAISED} else ""


def _odd(v: Any) -> str:
    """How a NaN or an infinity is spelled; empty for every other value."""
    if isinstance(v, float):
        return "" if math.isfinite(v) else repr(v)
    return str(v["float"]) if isinstance(v, dict) and v.keys() == {"float"} else ""


def difference(expected: Any, got: Any) -> str:
    """In words, both values where they are short: ``got 27, expected 28``; for long ones where and how far they part."""
    for where, e, g in _first_differences(expected, got, ""):
        prefix = f"{where}: " if where else ""
        if isinstance(e, list) and isinstance(g, list) and len(e) == len(g) and any(isinstance(v, float) for v in e):
            gap = distance(e, g)
            if len(e) > 3 or where:
                return f"{prefix}the values differ" + (f", by up to {gap:.2g} of their size" if math.isfinite(gap) else "")
        return f"{prefix}got {short(g)}, expected {short(e)}"
    return f"got {short(got)}, expected {short(expected)}"


def _first_differences(expected: Any, got: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(expected, dict) and isinstance(got, dict):
        missing, extra = [k for k in expected if k not in got], [k for k in got if k not in expected]
        if missing or extra:
            yield where, extra or "none of these", missing or "none of these"
        for k in expected:
            if k in got and not same(expected[k], got[k]):
                yield from _first_differences(expected[k], got[k], f"{where}, {k}" if where else str(k))
    elif not same(expected, got):
        yield where, expected, got


def short(value: Any, limit: int = 80) -> str:
    """A value as a reader would write it, cut to ``limit`` characters."""
    if isinstance(value, float):
        text = f"{value:.5g}" if not value.is_integer() or abs(value) >= 1e15 else f"{value:.1f}"  # 27.0 where 27 is expected
    elif isinstance(value, list):
        text = "[" + ", ".join(short(v) for v in value[:12]) + (", …]" if len(value) > 12 else "]")
    elif isinstance(value, dict):
        text = (
            f"not a number ({value['float']})"
            if value.keys() == {"float"}
            else "{" + ", ".join(f"{k}: {short(v)}" for k, v in value.items()) + "}"
        )
    else:
        text = str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
