"""The verdict: what passes, what does not, what is said of it, and what is never shown."""

import math
from html.parser import HTMLParser

import pytest

from convnets import show
from convnets.verdict import Key, KnownMistake, Observation, State, agree, judge, same


def value(v):
    return {"state": "value", "value": v}


def one(expected, seen, **extra):
    """The row of a key with a single observation."""
    return judge(Key("e", 1, (Observation("l", **extra),), {"l": expected}), {} if seen is None else {"l": seen}).rows[0]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (61706, 61706),
        (28.0, 28),
        ([1.0, 1000.0], [1.05, 1000.0]),  # within 1e-4 of the largest of its list
        ([[1.0, 2.0], [1000.0]], [[1.00009, 2.0], [1000.05]]),
        ({"a": [0.0, 0.0]}, {"a": [9e-9, -9e-9]}),  # zeros: absolutely
        (["conv", 6, 28, 28], ["conv", 6, 28, 28]),
        (None, None),
        (True, True),
        ([], []),
    ],
)
def test_equal_and_nearly_equal_values_pass(expected, got):
    assert one(expected, value(got)).state is State.PASS


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (61706, 61707),
        (61706, 61706.5),
        (61706, 61706.0),  # a count is a whole number
        ([1, 2], [1, 2.0]),
        ([61706, 0.5], [61707, 0.5]),  # an integer is compared exactly, a float beside it or not
        (10**15, 10**15 + 1),
        (2**70, 2**70 + 1),
        (1.0, 10**400),
        (10**400, 1.5),
        (1.0, 1.00011),
        ([1.0, 1000.0], [1.2, 1000.0]),
        ([[1.0, 2.0], [1000.0]], [[1.05, 2.0], [1000.0]]),  # each list has its own magnitude
        ({"a": [0.0, 0.0]}, {"a": [0.0, 1e-3]}),
        (1, True),
        (0, False),
        ([1, 0], [True, False]),
        (True, 1),
        ("1", 1),
        (None, 0),
        ([1], 1),
        ([1, 2], [1, 2, 3]),
        ([1, 2], [2, 1]),
        ([], [[]]),
        ({"a": 1}, {"a": 1, "b": 1}),
        ({"a": 1, "b": 1}, {"a": 1}),
        ({"a": 1}, [1]),
    ],
)
def test_other_values_differ(expected, got):
    assert one(expected, value(got)).state is State.DIFFERS


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, {"float": "nan"}, {"float": "inf"}])
def test_nothing_equals_a_value_that_is_no_number(odd):
    for expected, got in [
        (odd, odd),
        (1.0, odd),
        ([0.1, 0.2], [0.1, odd]),
        ([0.1, 0.2], [odd, 0.2]),
        ([odd, 0.2], [odd, 0.2]),
        ([odd], [odd]),
    ]:
        assert not same(expected, got), (expected, got)
        assert one(expected, value(got)).state is State.DIFFERS  # and it can be said in words
    assert not same({"a": [1, odd]}, {"a": [1, odd]})


def test_two_keys_agree_where_both_hold_the_same_odd_value():
    nan, inf = {"float": "nan"}, {"float": "inf"}
    assert agree({"a": [nan, 1.0, 1000.0]}, {"a": [nan, 1.05, 1000.0]}), "numbers beside a NaN keep the magnitude of their list"
    assert agree(nan, nan) and agree([inf], [inf]) and agree([nan], [math.nan])
    for a, b in [
        (nan, inf),
        (inf, -math.inf),
        (nan, 0.0),
        ([nan, 1.0], [nan, 1.1]),
        ([nan, 1.0], [1.0, nan]),
        ([nan], [nan, nan]),
        (nan, "nan"),
    ]:
        assert not agree(a, b) and not agree(b, a), (a, b)


def test_points_are_shared_by_weight_and_rounded_to_hundredths():
    key = Key("e", 4, (Observation("a", 3), Observation("b"), Observation("shown", 0)), {"a": 1, "b": 2, "shown": 3})
    seen = {"a": value(1), "b": value(2), "shown": value(3)}
    assert judge(key, seen).score == 4
    assert judge(key, seen | {"shown": value(0)}).score == 4
    assert judge(key, seen | {"b": value(0)}).score == 3
    assert judge(key, seen | {"a": value(0)}).score == 1
    thirds = Key("e", 1, tuple(Observation(label) for label in "abc"), dict.fromkeys("abc", 1))
    odd = Key("e", 0.125, (Observation("a"),), {"a": 1})
    assert judge(odd, {"a": value(1)}).score == 0.125, "full marks are the points, however they are written"
    assert [judge(thirds, {label: value(1) for label in "abc"[:n]}).score for n in range(4)] == [0, 0.33, 0.67, 1]


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        (None, State.MISSING),
        ({"state": "error", "error": "NameError", "message": "no"}, State.ERROR),
        ({"state": "unanswered"}, State.UNANSWERED),
        ({"state": "timeout"}, State.TIMEOUT),
        ({"state": "died"}, State.DIED),
        ({"state": "begin"}, State.DIED),
        ({"state": "conflict"}, State.CONFLICT),
        ({"state": "full marks"}, State.MALFORMED),
        ({"state": ["value"]}, State.MALFORMED),
        ({"state": "value"}, State.MALFORMED),
        ([1], State.MALFORMED),
        ("value", State.MALFORMED),
    ],
)
def test_whatever_is_no_right_value_earns_nothing_and_has_its_own_state(seen, state):
    verdict = judge(Key("e", 1, (Observation("l"),), {"l": None}), {} if seen is None else {"l": seen})
    assert (verdict.rows[0].state, verdict.score) == (state, 0)
    assert verdict.rows[0].note
    assert verdict.unanswered == (state is State.UNANSWERED)


def test_a_mistake_is_named_only_when_every_observation_is_like_it():
    key = Key(
        "e",
        2,
        (Observation("a"), Observation("b")),
        {"a": 1, "b": [1.0, 2.0]},
        (
            KnownMistake("both", {"a": value(7), "b": value([3.0, 2.0])}),
            KnownMistake("crash", {"a": value(1), "b": {"state": "error", "error": "TypeError"}}),
            KnownMistake("looks right", {"a": value(1), "b": value([1.0, 2.0])}),
        ),
    )

    def said(a, b):
        return judge(key, {"a": a, "b": b}).diagnosis

    assert said(value(7), value([3.0001, 2.0])) == ("both",)
    assert said(value(7), value([1.0, 2.0])) == ()
    assert said(value(8), value([3.0, 2.0])) == ()
    assert said(value(1), {"state": "error", "error": "TypeError", "message": "whatever it says"}) == ("crash",)
    assert said(value(1), {"state": "error", "error": "ValueError"}) == ()
    assert said(value(1), value([1.0, 2.0])) == ()  # full marks: nothing to say
    assert judge(key, {}).diagnosis == ()


def test_a_public_key_holds_only_public_observations_and_mistakes_that_show_in_them():
    key = Key(
        "e",
        2,
        (Observation("a"), Observation("h", public=False)),
        {"a": 1, "h": 4242},
        (KnownMistake("seen", {"a": value(2), "h": value(0)}), KnownMistake("unseen", {"a": value(1), "h": value(4243)})),
    )
    public = key.public()
    assert [w.says for w in public.wrong] == ["seen"]
    assert "h" not in str(public.to_json()["right"]) and "4242" not in str(public.to_json()) and "4243" not in str(public.to_json())
    assert Key.from_json("e", public.to_json()) == public


SECRETS = [
    value(31337),
    {"state": "error", "error": "E31337", "message": "m31337", "at": "at31337"},
    {"state": "timeout"},
    {"state": "unanswered"},
    {"state": "died"},
    {"state": "conflict"},
    {"state": "???"},
    None,
    value(4242),
]


@pytest.mark.parametrize("seen", SECRETS, ids=lambda s: s["state"] if s else "missing")
def test_a_hidden_row_shows_neither_label_nor_hint_nor_any_value(seen):
    verdict = judge(
        Key("e", 2, (Observation("a"), Observation("h1dden", hint="h1nt", public=False)), {"a": 1, "h1dden": 4242}),
        {"a": value(1)} | ({"h1dden": seen} if seen else {}),
    )
    for text in (show.as_text(verdict), show.as_html(verdict), verdict.rows[1].note):
        assert not any(secret in text for secret in ("h1dden", "h1nt", "4242", "31337"))
    assert show.HIDDEN in show.as_text(verdict)


def test_whatever_a_student_or_author_wrote_is_shown_as_text_not_as_html():
    evil = "<script>alert(1)</script>"
    key = Key(
        "e" + evil,
        1,
        (Observation("a" + evil, hint=evil), Observation("b" + evil)),
        {"a" + evil: evil, "b" + evil: 1},
        (KnownMistake("says" + evil, {"a" + evil: value(evil * 2), "b" + evil: value(1)}),),
    )
    tags = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.add(tag)

    for a in (value(evil * 2), value({evil: 1}), {"state": "error", "error": evil, "message": evil, "at": evil}):
        Tags().feed(show.as_html(judge(key, {"a" + evil: a, "b" + evil: value(1)})))
    assert "script" not in tags and {"table", "td"} <= tags


def test_both_forms_say_the_same():
    key = Key("e", 3, (Observation("shape", hint="look at the stride"), Observation("count")), {"shape": [1, 2], "count": 5})
    verdict = judge(key, {"shape": value([1, 4]), "count": value(5)})
    for text in (show.as_text(verdict), show.as_html(verdict)):
        for said in ("shape", "[1, 4]", "[1, 2]", "look at the stride", "count", "1.5 of 3 points", "✗", "✓"):
            assert said in text
