"""Plain data: what may cross from a student's process to a judge, and that nothing of the student's own crosses with it."""

import itertools
import json
from collections import Counter, deque, namedtuple
from types import MappingProxyType

import numpy
import pytest
import torch

from convnets.evidence.plain import MAX_DEPTH, MAX_ITEMS, kind_of, plain, whole


class YesInt(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class YesStr(str):
    def __eq__(self, other):
        return True

    def __str__(self):
        return self

    def __getitem__(self, i):
        return self

    __hash__ = str.__hash__


class YesFloat(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class YesList(list):
    def __eq__(self, other):
        return True

    __hash__ = None


class YesTensor(torch.Tensor):
    def __eq__(self, other):
        return True

    def tolist(self):
        return YesList(YesInt(v) for v in super().tolist())

    __hash__ = torch.Tensor.__hash__


BASE = {type(None), bool, int, float, str, list, dict}


def types(value):
    yield type(value)
    if type(value) is list:
        for v in value:
            yield from types(v)
    if type(value) is dict:
        for k, v in value.items():
            yield from types(k)
            yield from types(v)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (YesInt(3), 3),
        (YesStr("no"), "no"),
        (YesFloat(0.5), 0.5),
        (YesList([YesInt(1), (YesInt(2),)]), [1, [2]]),
        ({YesStr("k"): YesInt(1)}, {"k": 1}),
        (torch.tensor([1, 2]).as_subclass(YesTensor), [1, 2]),
        (torch.nn.Parameter(torch.ones(2, 1)), [[1.0], [1.0]]),
        (torch.zeros(2, 3).shape, [2, 3]),
        (torch.tensor(True), True),
        (numpy.float32(0.5), 0.5),
        (numpy.int64(7), 7),
        (numpy.array([[True, False]]), [[True, False]]),
        (numpy.array([YesInt(1), "a"], dtype=object), [1, "a"]),
        ({1: None, "a": 4}, {"1": None, "a": 4}),
        (range(3), [0, 1, 2]),
        ((n for n in (1, YesInt(2))), [1, 2]),
        (map(abs, (-1, 2)), [1, 2]),
        ([zip((1,), (2,), strict=True)], [[[1, 2]]]),
        ({"a": 1}.values(), [1]),
        (namedtuple("Pair", "a b")(1, [2]), [1, [2]]),
        (deque([1]), [1]),
        (Counter("aab"), {"a": 2, "b": 1}),
        (MappingProxyType({"a": (1,)}), {"a": [1]}),
    ],
)
def test_values_become_base_types_all_the_way_down(given, expected):
    found = plain(given)
    assert set(types(found)) <= BASE
    assert json.dumps(found) == json.dumps(expected)


def test_what_is_no_finite_number_becomes_something_that_equals_nothing():
    assert plain([float("nan"), float("inf"), -float("inf")]) == [{"float": "nan"}, {"float": "inf"}, {"float": "-inf"}]
    assert plain(torch.tensor([float("nan")])) == [{"float": "nan"}]
    assert plain(10**400) == {"float": "inf"} and plain(2**62) == 2**62
    json.dumps(plain([float("nan")]), allow_nan=False)


def test_depth_and_size_are_limited():
    def nested(depth):
        return [nested(depth - 1)] if depth else 1

    assert plain(nested(MAX_DEPTH))
    endless: list = []
    endless.append(endless)
    for too_much in (
        nested(MAX_DEPTH + 1),
        endless,
        list(range(MAX_ITEMS + 1)),
        dict.fromkeys(range(MAX_ITEMS + 1)),
        torch.zeros(MAX_ITEMS + 1),
        torch.zeros(1, 20, 20),
        numpy.zeros((20, 20)),
        range(10**9),
        itertools.count(),
    ):
        with pytest.raises(TypeError, match="nested|more than"):
            plain(too_much)
    assert len(plain("x" * 10_000)) == 500


@pytest.mark.parametrize(
    "odd", [object(), len, torch.nn.Linear(1, 1), 1j, b"bytes", {1, 2}, torch.zeros(1, dtype=torch.cfloat), torch.float32]
)
def test_anything_else_is_refused(odd):
    with pytest.raises(TypeError, match="plain data"):
        plain(odd)


def test_a_count_is_whole_in_any_library_and_a_float_is_told():
    """27.0 is equal to 27 and no count; numpy's and torch's whole numbers are counts."""
    assert whole([27, numpy.int64(27), torch.tensor(27), {"all": torch.tensor([1, 2])}, True]) == [27, 27, 27, {"all": [1, 2]}, True]
    assert whole([27.0, numpy.float64(27), torch.tensor(27.0), {"all": [1.5]}]) == [*["27.0 (a float)"] * 3, {"all": ["1.5 (a float)"]}]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (None, "nothing"),
        (True, "bool"),
        (3, "int"),
        (numpy.float64(3), "float"),  # as good as Python's own
        (torch.ones(()), "Tensor"),
        (torch.nn.Parameter(torch.ones(2)), "Tensor"),
        (namedtuple("Pair", "a b")(1, 2), "tuple"),
        (range(2), "range"),
    ],
)
def test_what_a_value_is_takes_no_right_form_for_another(value, word):
    assert kind_of(value) == word
