"""The verdict: what was observed against what the chapter's own answer yields. Pure; the same in the notebook and in the grader.

Integers, text and structure are compared exactly, and a float is no integer; floats within `TOLERANCE` of the largest expected magnitude of their list.
Right answers drift at most 3e-6 across threads and memory formats; LeakyReLU(0.01) in the place of ReLU shows at 2e-4 and more.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations
from typing import Any

TOLERANCE = 1e-4
SMALLEST = 1e-4  # below this magnitude floats are compared absolutely
RAISED = "raised"  # {"raised": "IndexError: ..."}: a part that ended in an error; where the chapter's own answer has one, nothing is asked


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


LONGEST = 80  # characters of a value that are shown
KIND = {int: "an int", float: "a float", bool: "a bool", str: "text", list: "a list", dict: "a dictionary", type(None): "nothing"}
SAME_ERROR = "the same error"
TWO = "Two things. First: {} Second: {}"
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


OF_A_FILE = Observation("the file", weight=0), Observation("accuracy on pictures it has not seen")  # what a hand-in is judged by


@dataclass(frozen=True)
class KnownMistake:
    """A wrong answer of the bank: what a teacher would say, and what the answer yields."""

    says: str
    seen: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Key:
    """What one exercise's answers yield under one nonce.

    ``forms`` holds what right answers of another form yield, by what they are: a grouped convolution made of separate ones, say.
    """

    exercise: str
    points: float
    observations: tuple[Observation, ...]
    right: Mapping[str, Any]
    wrong: tuple[KnownMistake, ...] = ()
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def all_right(self) -> tuple[Mapping[str, Any], ...]:
        """What a right answer may yield: the chapter's own first, then each form."""
        return self.right, *self.forms.values()

    def public(self) -> "Key":
        """The same key without what only a grader may know."""
        kept = {o.label for o in self.observations if o.public}

        def shown(by_label: Mapping[str, Any]) -> dict[str, Any]:
            return {label: v for label, v in by_label.items() if label in kept}

        return Key(
            self.exercise,
            self.points,
            tuple(o for o in self.observations if o.public),
            shown(self.right),
            tuple(w for w in (KnownMistake(w.says, shown(w.seen)) for w in self.wrong) if self._shows(w)),
            {what: shown(form) for what, form in self.forms.items()},
        )

    def _shows(self, mistake: KnownMistake) -> bool:
        """Whether a mistake differs from every right answer in what was observed of it."""
        return all(
            any(seen.get("state") != "value" or not same(right[label], seen["value"]) for label, seen in mistake.seen.items())
            for right in self.all_right
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data; of a known mistake only the rows in which it is not what the chapter's own answer yields."""

        def own(label: str, seen: Mapping[str, Any]) -> bool:
            return repr(seen) == repr(_value(self.right[label]))  # 27 is not 27.0 here

        return {
            "points": self.points,
            "observations": [{"label": o.label, "weight": o.weight, "hint": o.hint, "public": o.public} for o in self.observations],
            "right": dict(self.right),
            "wrong": [
                {"says": w.says, "seen": {k: w.seen.get(k) for k in self.right if k not in w.seen or not own(k, w.seen[k])}}
                for w in self.wrong
            ],
        } | ({"forms": {what: dict(form) for what, form in self.forms.items()}} if self.forms else {})

    @classmethod
    def from_json(cls, exercise: str, data: Mapping[str, Any]) -> "Key":
        right = {label: _value(v) for label, v in data["right"].items()}
        return cls(
            exercise,
            data["points"],
            tuple(Observation(**o) for o in data["observations"]),
            data["right"],
            tuple(KnownMistake(w["says"], {k: v for k, v in (right | w["seen"]).items() if v is not None}) for w in data["wrong"]),
            data.get("forms", {}),
        )


def _value(value: Any) -> dict[str, Any]:
    return {"state": "value", "value": value}


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
    """One exercise judged: a row for each observation, the points they add up to, and the mistakes that would look just like this.

    ``sure`` is False where other mistakes might look like this, too: several do, or all that was seen is a yes for a no, or an error of the check's own.
    """

    exercise: str
    rows: tuple[Row, ...]
    score: float | None  # None: nothing can be said yet
    points: float
    diagnosis: tuple[str, ...] = ()
    sure: bool = True
    where: str = ""  # in which line of the answer the mistake stands, where a search has found it: `convnets.repair`

    @property
    def unanswered(self) -> bool:
        return bool(self.rows) and all(row.state is State.UNANSWERED for row in self.rows)


def judge(key: Key, seen: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """The verdict on what was ``seen``: label to message, as `convnets.evidence.trial` makes them. Points are shared by weight.

    Where an answer has several right forms, all its rows are judged against the one that gives the most points, the chapter's own in a tie.
    """
    total = sum(o.weight for o in key.observations)
    judged = [tuple(_row(o, right[o.label], seen.get(o.label)) for o in key.observations) for right in key.all_right]
    passed, rows = max(((_passed(rows), rows) for rows in judged), key=lambda pair: pair[0])
    score = key.points if total and passed == total else round(key.points * passed / total, 2) if total else 0.0
    return Verdict(key.exercise, _once(rows), score, key.points, *_diagnose(key, seen, rows))


def _passed(rows: tuple[Row, ...]) -> float:
    return sum(row.weight for row in rows if row.state is State.PASS)


def _row(o: Observation, expected: Any, seen: Mapping[str, Any] | None) -> Row:
    state, note = _state(expected, seen)
    tried = state not in (State.PASS, State.UNANSWERED, State.MISSING) and not note.startswith("NameError")
    if not o.public:
        note = HIDDEN_NOTES.get(state, str(state))
    return Row(o.label, state, note, o.hint if tried else "", o.weight, o.public)


def _once(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same rows, an error (whatever sizes it names) and a hint said once; a row that repeats an error says so in a word."""
    errors, hints, once = set(), set(), []
    for row in rows:
        error = re.sub(r"\d+", "0", row.note) if row.public and row.state is State.ERROR else None
        once.append(replace(row, note=SAME_ERROR if error in errors else row.note, hint="" if row.hint in hints else row.hint))
        errors |= {error} - {None}
        hints |= {row.hint} if row.public else set()
    return tuple(once)


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


def _diagnose(key: Key, seen: Mapping[str, Mapping[str, Any]], rows: tuple[Row, ...]) -> tuple[tuple[str, ...], bool]:
    """The known mistakes whose every observation is like this one, and whether it can hardly be another."""
    if all(row.state in (State.PASS, State.UNANSWERED, State.MISSING) for row in rows):
        return (), True
    labels = [o.label for o in key.observations]
    found = [w for w in key.wrong if all(_like(key.right[label], w.seen.get(label), seen.get(label)) for label in labels)]
    told = tuple(dict.fromkeys(w.says for w in found)) or _story(key, seen, rows)
    return told, len(told) == 1 and (not found or any(_telling(key.right[label], found[0].seen[label]) for label in labels))


def _story(key: Key, seen: Mapping[str, Mapping[str, Any]], rows: tuple[Row, ...]) -> tuple[str, ...]:
    """A known mistake, or two together, that account for all that is wrong, part by part, where no single one is like every row.

    In a row that ended in an error, a known mistake may be hidden. What it gets wrong in any other row must be wrong here in the same way. A mistake that
    accounts for less than all is not said: most often it is a special case of what is really wrong ("zeroed too late" of "never zeroed").
    """
    parts = [(row, *part) for row in rows for part in _parts(key, row.label, seen.get(row.label))]
    wrong = {n for n, (_, right, got, _) in enumerate(parts) if not passes(right, got)}
    if any((row.state is State.PASS) != passes(key.right[row.label], seen.get(row.label)) for row in rows):
        return ()  # it is judged as another form of a right answer
    hidden = {n for n in wrong if parts[n][0].state in (State.ERROR, State.TIMEOUT, State.DIED)}
    accounts = []
    for i, mistake in enumerate(key.wrong):
        shows = {n for n, (_, right, _, known) in enumerate(parts) if not passes(right, known[i])}
        like = {n for n in shows & wrong if alike(parts[n][3][i], parts[n][2])}
        if shows - like <= hidden and any(_telling(parts[n][1], parts[n][3][i]) for n in like):
            accounts.append((mistake.says, like, shows))
    whole = [(len(like), says) for says, like, shows in accounts if wrong <= shows]
    if whole:
        most = {says for n, says in whole if n == max(whole)[0]}
        return tuple(most) if len(most) == 1 else ()
    pairs = {
        (first, second)
        for (first, like, shows), (second, like_too, shows_too) in combinations(accounts, 2)
        if first != second and wrong <= shows | shows_too and not (like <= like_too or like_too <= like)
    }
    return tuple(TWO.format(*pair) for pair in pairs) if len(pairs) == 1 else ()


def _parts(key: Key, label: str, seen: Mapping[str, Any] | None) -> Iterator[tuple[Any, Any, list[Any]]]:
    """A row, or its parts where the answer's value has the parts that a right one has: what is right, what was seen, what each known mistake shows."""

    def values(right: Any, all_of: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
        steps: Any = ()
        if isinstance(right, dict) and right.keys() != {RAISED} and not _odd(right) and _has(all_of[0], right):
            steps = right
        elif isinstance(right, list) and not any(isinstance(v, float) or _odd(v) for v in right) and _has(all_of[0], right):
            steps = range(len(right))
        if not steps:
            yield right, all_of
        for step in steps:
            yield from values(right[step], [v[step] if _has(v, right) else None for v in all_of])

    known = [w.seen.get(label) for w in key.wrong]
    if not isinstance(seen, Mapping) or seen.get("state") != "value" or "value" not in seen:
        yield key.right[label], seen, known
        return
    for right, (got, *others) in values(key.right[label], [seen["value"], *(k.get("value") if k else None for k in known)]):
        yield right, _value(got), [_value(v) if k and k.get("state") == "value" else k for k, v in zip(known, others, strict=True)]


def _has(value: Any, right: dict[str, Any] | list[Any]) -> bool:
    """Whether a value has the same parts as the right one."""
    if isinstance(right, dict):
        return isinstance(value, dict) and value.keys() == right.keys()
    return isinstance(value, list) and len(value) == len(right)


def _like(right: Any, known: Mapping[str, Any] | None, seen: Mapping[str, Any] | None) -> bool:
    """Whether an observation is like a known mistake's: both are right, or both wrong in the same way."""
    passed = passes(right, known), passes(right, seen)
    return all(passed) or (not any(passed) and alike(known, seen))


def passes(right: Any, seen: Mapping[str, Any] | None) -> bool:
    """Whether what was seen is a value, and the right one."""
    return isinstance(seen, Mapping) and seen.get("state") == "value" and "value" in seen and same(right, seen["value"])


def _telling(expected: Any, seen: Mapping[str, Any]) -> bool:
    """Whether an observation that differs has more to say than a yes for a no, or that the check could not go on with what it got."""
    if seen["state"] != "value":
        return bool(seen.get("place")) or seen["state"] != "error"

    def tells(e: Any, g: Any) -> bool:
        if isinstance(e, dict) and isinstance(g, dict) and e.keys() == g.keys() and not _odd(e):
            return any(tells(v, g[k]) for k, v in e.items())
        if isinstance(e, list) and isinstance(g, list) and len(e) == len(g):
            return any(map(tells, e, g))
        return not same(e, g) and not any(v is None or isinstance(v, bool) for v in (e, g))

    return tells(expected, seen["value"])


def alike(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None) -> bool:
    """Whether two observations are the same: equal values, or the same failure. Here a NaN is like another NaN.

    Errors are alike by their class, what they say, and the place where they arose.
    """
    if not isinstance(a, Mapping) or not isinstance(b, Mapping) or a.get("state") != b.get("state"):
        return a is None and b is None
    if a["state"] == "value":
        return "value" in a and "value" in b and agree(a["value"], b["value"])
    if a["state"] == "error":
        told = "message" in a and "message" in b  # by its class alone, an error is like any other
        return told and all(_sense(a.get(part, "")) == _sense(b.get(part, "")) for part in ("error", "message", "place"))
    return True


def _sense(text: str) -> str:
    """What an error says without what changes from one notebook, machine or Python to the next: addresses, files, lines, advice."""
    text = re.sub(r"0x[0-9a-fA-F]+|(?:[A-Za-z]:)?[/\\][\w./\\<>-]+|\bline \d+", "…", text)
    return re.split(r"[.;] (?:Did you mean|has the cell|your notebook has)", text)[0]


def agree(a: Any, b: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether two observed values are the same: as `same`, but a NaN agrees with a NaN, an infinity with its like."""
    return distance(a, b, odd_alike=True) <= tolerance


def agree_as_keys(a: Any, b: Any) -> bool:
    """Whether the data of two keys agree, made on machines whose Python and torch may word an error differently: of errors the class counts."""
    a, b = _unworded(a), _unworded(b)
    return agree(a, b) and agree(b, a)  # a whole number is unlike a float of its value in either


def _unworded(data: Any) -> Any:
    if isinstance(data, dict):
        if data.keys() == {RAISED}:
            return str(data[RAISED]).partition(":")[0]
        words = ("message", "place") if data.get("state") == "error" else ()
        return {k: _unworded(v) for k, v in data.items() if k not in words}
    return [_unworded(v) for v in data] if isinstance(data, list) else data


def same(expected: Any, got: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether no gap is larger than `tolerance`; see :func:`distance`."""
    return distance(expected, got) <= tolerance


def distance(expected: Any, got: Any, *, odd_alike: bool = False) -> float:
    """0 for equal, infinity for another structure, else the largest gap between floats over the largest expected magnitude of their list.

    A whole number is unlike a float of its value, unless others of its list are floats. A NaN or an infinity is infinitely far from everything; with ``odd_alike`` it is only from what
    is not spelled the same. Everything is like a part that raised, with ``odd_alike`` only a part that raised the same.
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
    whole = all(isinstance(e, int) for e, _ in pairs)  # one among floats may be written without a point
    if any(e != g or (whole and isinstance(g, float)) for e, g in pairs if isinstance(e, int)):
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
    return _sense(str(v[RAISED])) if isinstance(v, dict) and v.keys() == {RAISED} else ""


def _odd(v: Any) -> str:
    """How a NaN or an infinity is spelled; empty for every other value."""
    if isinstance(v, float):
        return "" if math.isfinite(v) else repr(v)
    return str(v["float"]) if isinstance(v, dict) and v.keys() == {"float"} else ""


def difference(expected: Any, got: Any) -> str:
    """In words, both values where they are short: ``got 27, expected 28``; else where they first part, and how far."""
    where, said = _parting(expected, got)
    return f"{', '.join(where)}: {said}" if where else said


def _parting(expected: Any, got: Any) -> tuple[list[str], str]:
    """Where two values that are not the same first part, as steps into them, and what stands there on either side."""
    if isinstance(got, dict) and got.keys() == {RAISED}:
        return [], f"raises {short(got[RAISED], 200)}"
    if isinstance(expected, dict) and isinstance(got, dict) and not (_odd(expected) or _odd(got)):
        missing, extra = [k for k in expected if k not in got], [k for k in got if k not in expected]
        if missing and extra:
            return [], f"got {short(extra)}, expected {short(missing)}"
        if missing or extra:
            return [], f"missing: {short(missing)}" if missing else f"not expected: {short(extra)}"
        return _inside(str, [(k, expected[k], got[k]) for k in expected])
    if isinstance(expected, list) and isinstance(got, list):
        pairs = list(zip(range(len(expected)), expected, got, strict=False))
        floats = len(expected) == len(got) > 3 and all(map(_is_number, expected)) and any(isinstance(v, float) for v in expected)
        if floats and all(_is_number(v) or _odd(v) for v in got):
            gap = distance(expected, got)
            return [], "the values differ" + (f", by up to {gap:.2g} of their size" if math.isfinite(gap) else _odd_ones(got))
        if expected != got and (whole := _both(expected, got)):
            return [], whole
        if len(expected) == len(got):
            return _inside("[{}]".format, pairs)
        counts = f"got {len(got)} values, expected {len(expected)}"
        for i, e, g in pairs:
            if not same(e, g):
                where, said = _parting(e, g)
                return [], f"{counts}; the first that differs is {', '.join([f'[{i}]', *where])}: {said}"
        return [], counts
    return [], _both(expected, got) or _closely(expected, got)


def _inside(name: Callable[[Any], str], parts: list[tuple[Any, Any, Any]]) -> tuple[list[str], str]:
    """The first part that differs. Floats of a list that together are near enough may differ one by one, so the farthest counts there."""
    key, e, g = next((part for part in parts if not same(*part[1:])), None) or max(parts, key=lambda part: distance(*part[1:]))
    where, said = _parting(e, g)
    return [name(key), *where], said


def _odd_ones(values: list[Any]) -> str:
    n = sum(bool(_odd(v)) for v in values)
    return f": {n} of {len(values)} {'is' if n == 1 else 'are'} not finite" if n else ""


def _both(expected: Any, got: Any) -> str:
    """``got 27, expected 28`` where both can be read whole, and read differently; else nothing."""
    if not isinstance(expected, (list, dict)) and type(expected) is not type(got) and (expected == got or str(expected) == str(got)):
        return f"got {got!r}, {KIND.get(type(got), 'another type')}; expected {KIND.get(type(expected), 'another type')}, {expected!r}"
    for digits in (5, 9):
        e, g = (_written(v, digits) for v in (expected, got))
        if e != g:
            return f"got {g}, expected {e}" if max(len(e), len(g)) <= LONGEST else ""
    return ""


def _closely(expected: Any, got: Any) -> str:
    """Two values too long to be read whole: text from shortly before it parts, anything else from its beginning."""
    e, g = (_written(v, 9) for v in (expected, got))
    start = max(0, next((i for i, (a, b) in enumerate(zip(e, g, strict=False)) if a != b), min(len(e), len(g))) - 20)
    e, g = (("…" if start else "") + text[start:] for text in (e, g))
    return f"got {short(g)}, expected {short(e)}"


def short(value: Any, limit: int = LONGEST) -> str:
    """A value as a reader would write it, cut to ``limit`` characters."""
    text = _written(value, 5)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _written(value: Any, digits: int) -> str:
    if odd := _odd(value):
        return {"nan": "NaN", "inf": "infinity", "-inf": "minus infinity"}.get(odd, odd)
    if isinstance(value, float):
        return f"{value:.1f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.{digits}g}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(v, digits) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_written(v, digits)}" for k, v in value.items()) + "}"
    return str(value)
