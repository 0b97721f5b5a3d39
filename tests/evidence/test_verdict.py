"""The verdict: what passes, what does not, what is said of it, and what is never shown."""

import json
import math
import random
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from convnets import keys
from convnets.evidence import display
from convnets.evidence.verdict import (
    Key,
    KnownMistake,
    Observation,
    Row,
    State,
    Verdict,
    agree,
    agree_as_keys,
    alike,
    difference,
    judge,
    same,
)


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
        ([1, 0.5], [1.0, 0.5]),  # an integer among floats, written with a point
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


def test_a_key_made_on_another_machine_agrees_although_it_words_an_error_otherwise():
    def key(message, part, value):
        seen = {
            "a": {"state": "error", "error": "TypeError", "message": message, "place": "f, Call"},
            "b": {"state": "value", "value": value},
        }
        return {"wrong": [{"says": "no", "seen": seen | {"c": {"state": "value", "value": [{"raised": part}]}}}]}

    one = key("f() got an unexpected keyword", "ValueError: no", 1.0)
    assert agree_as_keys(one, key("unexpected keyword, did you mean", "ValueError: not so", 1.00001))
    for other in (key("", "ValueError: no", 1.1), key("", "TypeError: no", 1.0), {"wrong": []}):
        assert not agree_as_keys(one, other)
    other = json.loads(json.dumps(one))
    other["wrong"][0]["seen"]["a"]["error"] = "ValueError"
    assert not agree_as_keys(one, other)


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


def error(kind, message, place="forward, Call"):
    return {"state": "error", "error": kind, "message": message, "place": place, "at": "forward, line 3: return self.c(x)"}


def known(says, **seen):
    return KnownMistake(says, seen)


def test_a_mistake_is_named_only_when_every_observation_is_like_it():
    shapes = "mat1 and mat2 shapes cannot be multiplied (2x64 and 100x10)"
    key = Key(
        "e",
        2,
        (Observation("a"), Observation("b")),
        {"a": 1, "b": [1.0, 2.0]},
        (
            known("both", a=value(7), b=value([3.0, 2.0])),
            known("crash", a=value(1), b=error("RuntimeError", shapes)),
            known("looks right", a=value(1), b=value([1.0, 2.0])),
            known("a key of long ago", a=value(1), b={"state": "error", "error": "TypeError"}),
        ),
    )

    def said(a, b):
        return judge(key, {"a": a, "b": b}).diagnosis

    assert said(value(7), value([3.0001, 2.0])) == ("both",)
    assert said(value(7), value([1.0, 2.0])) == ()
    assert said(value(8), value([3.0, 2.0])) == ()
    assert said(value(1), error("RuntimeError", shapes)) == ("crash",)
    for other in (
        error("RuntimeError", "anything"),
        error("RuntimeError", shapes.replace("64", "32")),
        error("ValueError", shapes),
        error("RuntimeError", shapes, "forward, Raise"),
        error("RuntimeError", shapes, "__init__, Call"),
        {"state": "error", "error": "RuntimeError"},
        error("TypeError", ""),
    ):
        assert said(value(1), other) == (), f"{other} is not the crash that is known"
    assert said(value(1), value([1.0, 2.0])) == ()  # full marks: nothing to say
    assert judge(key, {}).diagnosis == ()


def two_of(exercise, *says):
    """A key of the course, and what an answer with these two of its known mistakes shows, where they meet in no row."""
    key = keys.practice(exercise)
    first, second = (next(w.seen for w in key.wrong if w.says.startswith(start)) for start in says)
    right = {label: value(v) for label, v in key.right.items()}
    return key, {label: second[label] if alike(first[label], right[label]) else first[label] for label in right}


def test_two_known_mistakes_in_one_answer_are_both_told():
    key, seen = two_of("03_vgg/dense_head", "The dropouts of the head are lost", "The ReLUs of the head are lost")
    (said,) = judge(key, seen).diagnosis
    assert said.startswith("Two things. First: The dropouts") and "Second: The ReLUs" in said and judge(key, seen).sure


def test_two_known_mistakes_are_told_apart_within_one_row():
    key = keys.practice("00_convolution/evaluate")
    both = next(w for w in key.wrong if w.says.startswith("Neither switch is set"))
    others = Key(key.exercise, key.points, key.observations, key.right, tuple(w for w in key.wrong if w is not both))
    (said,) = judge(others, both.seen).diagnosis
    assert "The gradients are tracked" in said and "training mode" in said


def test_a_row_that_ended_in_an_error_may_hide_a_known_mistake():
    key = Key(
        "e",
        2,
        (Observation("a"), Observation("b"), Observation("c")),
        {"a": [1], "b": [2], "c": [3]},
        (known("one short", a=value([7]), b=value([8]), c=value([3])),),
    )
    seen = {"a": value([7]), "b": error("RuntimeError", "random_ expects 'from' to be less than 'to'"), "c": value([3])}
    assert judge(key, seen).diagnosis == ("one short",)
    assert judge(key, seen | {"c": value([4])}).diagnosis == (), "something else is wrong, and this may be a part of what it looks like"
    assert judge(key, seen | {"b": value([2])}).diagnosis == (), "what the mistake would show is right"


@pytest.mark.parametrize(
    ("exercise", "is_true", "never_said"),
    [
        ("00_convolution/train_step", "The gradients are never zeroed", "The gradients are zeroed at the end only"),
        ("00_convolution/conv2d_unfold", "The bias is missing", "The bias is cut off from the gradients"),
        ("03_vgg/jitter", "You rescale the longer side", "The height always becomes S"),
    ],
)
def test_a_special_case_is_not_taken_for_a_part_of_a_mistake_that_nobody_listed(exercise, is_true, never_said):
    """It shows in some rows just what the special case shows, and more is wrong besides: to say it would be false."""
    key = keys.practice(exercise)
    unlisted = next(w for w in key.wrong if w.says.startswith(is_true))
    assert any(w.says.startswith(never_said) for w in key.wrong)
    others = Key(key.exercise, key.points, key.observations, key.right, tuple(w for w in key.wrong if w is not unlisted))
    assert judge(others, unlisted.seen).diagnosis == ()


def test_what_is_right_in_two_ways_is_alike_and_a_float_for_a_count_is_not():
    """In practice and while grading: each mistake is said of its own answers only, however a right number is written."""
    key = Key(
        "e",
        3,
        (Observation("count"), Observation("loss"), Observation("h", public=False)),
        {"count": 27, "loss": 1.0, "h": 1},
        (
            known("floats", count=value(27.0), loss=value(1.0), h=value(1)),
            known("floats, and twice the loss", count=value(27.0), loss=value(2.0), h=value(1)),
            known("twice the loss", count=value(27), loss=value(2.0), h=value(1)),
        ),
    )
    for shown in (key, key.public()):

        def said(count, loss, shown=shown):
            return judge(shown, {"count": value(count), "loss": value(loss), "h": value(1)}).diagnosis

        assert said(27.0, 1.0) == said(27.0, 1) == ("floats",)
        assert said(27, 2.0) == said(27, 2) == ("twice the loss",)
        assert said(27.0, 2.0) == ("floats, and twice the loss",)
        assert said(27, 1) == ()
    for a, b in ((27, 27.0), (27.0, 27)):
        assert not agree_as_keys({"right": {"count": a}}, {"right": {"count": b}})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<Net object at 0x7f01> is not callable", "<Net object at 0xabcdef> is not callable"),
        ("no such file: /tmp/a/b.png", "no such file: C:\\Users\\kim\\b.png"),
        ("f() got an unexpected keyword argument 'strid'", "f() got an unexpected keyword argument 'strid'. Did you mean 'stride'?"),
        (
            "'int' object is not callable",
            "'int' object is not callable; your notebook has a variable called 'sum', which hides Python's own: rename it",
        ),
    ],
)
def test_an_error_is_like_another_whatever_changes_from_machine_to_machine(one, other):
    assert alike(error("TypeError", one), error("TypeError", other))


def test_several_candidates_are_introduced_as_such_and_leave_the_hints():
    wrong = known("the first", a=value(7)), known("the second", a=value(7)), known("alone", a=value(9))
    key = Key("e", 1, (Observation("a", hint="look at the stride"),), {"a": 1}, wrong)
    text, html = (say(judge(key, {"a": value(7)})) for say in (display.as_text, display.as_html))
    for said in (text, html):
        assert "one of these" in said and said.index("one of these") < said.index("the first") < said.index("the second")
        assert "look at the stride" in said
    assert "→ alone" in (sure := display.as_text(judge(key, {"a": value(9)}))) and "stride" not in sure


@pytest.mark.parametrize(
    ("right", "seen", "sure"),
    [
        (True, value(False), False),
        ([True, True], value([True, False]), False),
        ([2, True], value([3, False]), True),
        (5, error("AttributeError", "'NoneType' object has no attribute 'shape'", ""), False),
        (5, error("RuntimeError", "Given groups=1, weight of size [4, 3]", "forward, Call"), True),
    ],
)
def test_a_yes_for_a_no_or_a_crash_of_the_check_itself_may_have_many_causes(right, seen, sure):
    key = Key("e", 1, (Observation("a", hint="look at the mode"),), {"a": right}, (known("what it may be", a=seen),))
    text = display.as_text(judge(key, {"a": seen}))
    assert ("→ what it may be" in text, "→ Perhaps: what it may be" in text) == (sure, not sure)
    assert ("look at the mode" in text) != sure, "hints stay until a sentence is sure"


def test_a_stub_is_said_to_be_open_and_gives_no_hint_away():
    key = Key("e", 2, (Observation("a", hint="think of a"), Observation("b", hint="think of b")), {"a": 1, "b": 2})
    text = display.as_text(judge(key, dict.fromkeys("ab", {"state": "unanswered"})))
    assert text.count("not answered yet") == 2 and "hint" not in text and "✗" not in text
    text = display.as_text(
        judge(key, dict.fromkeys("ab", error("NameError", "name 'f' is not defined; has the cell that defines it been run?")))
    )
    assert "hint" not in text
    half = display.as_text(judge(key, {"a": value(7), "b": {"state": "unanswered"}}))
    assert "think of a" in half and "think of b" not in half


def test_one_and_the_same_error_is_said_once():
    key = Key(
        "e", 3, tuple(Observation(label, hint=hint) for label, hint in (("a", "h"), ("b", "h"), ("c", "other"))), dict.fromkeys("abc", 1)
    )
    seen = {label: error("RuntimeError", f"Given weight of size [{n}, 3]") for n, label in enumerate("ab")} | {
        "c": error("TypeError", "no")
    }
    rows = judge(key, seen).rows
    assert [r.note for r in rows] == [
        "RuntimeError: Given weight of size [0, 3] (forward, line 3: return self.c(x))",
        "the same error",
        "TypeError: no (forward, line 3: return self.c(x))",
    ]
    assert [r.hint for r in rows] == ["h", "", "other"]


def test_the_marks_never_contradict_the_points():
    key = Key("e", 4, (Observation("a"), Observation("default", 0, "h")), {"a": 1, "default": 3})
    for wrong in (value(4), error("TypeError", "no")):
        verdict = judge(key, {"a": value(1), "default": wrong})
        for text in (display.as_text(verdict), display.as_html(verdict)):
            assert "4 of 4" in text and "✗" not in text and "no points hang on this" in text


def test_an_answer_is_judged_against_one_form_as_a_whole():
    own, form = {"a": 1, "b": 10, "h": 5}, {"a": 2, "b": 20, "h": 5}
    mistake = known("copied", a=value(2), b=value(20), h=value(6))
    observations = (Observation("a"), Observation("b"), Observation("h", 2, public=False))
    key = Key("e", 4, observations, own, (mistake,), {"in parts": form})

    def judged(a, b, h=5):
        return judge(key, {"a": value(a), "b": value(b), "h": value(h)})

    assert judged(1, 10).score == judged(2, 20).score == 4
    assert judged(1, 20).score == judged(2, 10).score == 3, "never a mixture"
    assert "got 20, expected 10" in judged(1, 20).rows[1].note, "in a tie the chapter's own is what was expected"
    assert "got 3, expected 2" in judged(3, 20).rows[0].note, "and else the form that is nearer"
    assert judged(2, 20, 6).diagnosis == ("copied",)
    public = key.public()
    assert public.forms == {"in parts": {"a": 2, "b": 20}} and public.wrong == (), (
        "a mistake that looks like a form in public is not told there"
    )
    assert Key.from_json("e", public.to_json()) == public
    assert "forms" not in Key("e", 1, (Observation("a"),), {"a": 1}).to_json(), "keys without forms stay as they are"


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        (28, 27, "got 27, expected 28"),
        ({"21x23x3x3": 1}, {"21x23x5x5": 1}, "got [21x23x5x5], expected [21x23x3x3]"),
        ({"a": 1, "b": 2}, {"a": 1}, "missing: [b]"),
        ({"a": 1}, {"a": 1, "b": 2}, "not expected: [b]"),
        ([1, 2, 3], [1, 2], "got [1, 2], expected [1, 2, 3]"),
        ([[i, i] for i in range(40)], [[i, i] for i in range(39)], "got 39 values, expected 40"),
        ([{"x": i} for i in range(40)], [{"x": i + (i == 30)} for i in range(40)], "[30], x: got 31, expected 30"),
        (
            [["conv", i] for i in range(40)],
            [["conv", i + (i > 30)] for i in range(39)],
            "got 39 values, expected 40; the first that differs is [31]: got [conv, 32], expected [conv, 31]",
        ),
        ("x" * 200 + "a", "x" * 200 + "b", f"got …{'x' * 20}b, expected …{'x' * 20}a"),
        (12, 12.0, "got 12.0, a float; expected an int, 12"),
        ([3, 12], [3, 12.0], "[1]: got 12.0, a float; expected an int, 12"),
        ("12", 12, "got 12, an int; expected text, '12'"),
        (1.00001, 1.0002, "got 1.0002, expected 1"),
        (1.000004, 1.0002049, "got 1.0002, expected 1"),
        (123456.0, 123470.0, "got 123470.0, expected 123456.0"),
        ({"in training": 0.5}, {"in training": {"raised": "ValueError: no"}}, "in training: raises ValueError: no"),
        (0.5, {"float": "nan"}, "got NaN, expected 0.5"),
        (0.5, {"float": "-inf"}, "got minus infinity, expected 0.5"),
        ([0.5] * 5, [0.5, *[{"float": "nan"}] * 4], "the values differ: 4 of 5 are not finite"),
        ({"pattern": [1.0, 2.0, 3.0, 4.0]}, {"pattern": [1.0, 2.0, 3.0, 6.0]}, "pattern: the values differ, by up to 0.5 of their size"),
    ],
)
def test_a_difference_is_shown_where_it_is_with_each_side_in_its_place(expected, got, said):
    assert difference(expected, got) == said


def test_two_sides_never_read_the_same():
    rng = random.Random(0)

    def made(depth):
        leaf = [
            lambda: rng.randrange(5),
            lambda: rng.random() * 10 ** rng.randrange(-3, 9),
            lambda: rng.choice("ab") * rng.randrange(150),
            lambda: True,
        ]
        if depth == 0 or rng.random() < 0.3:
            return rng.choice(leaf)()
        n = rng.choice((0, 1, 3, 20))
        return [made(depth - 1) for _ in range(n)] if rng.random() < 0.6 else {f"k{i}": made(depth - 1) for i in range(n)}

    def changed(v):
        if isinstance(v, list) and v:
            i = rng.randrange(len(v))
            return [*v[:i], changed(v[i]), *v[i + 1 :]] if rng.random() < 0.8 else v[:-1]
        if isinstance(v, dict) and v:
            k = rng.choice(list(v))
            return v | {k: changed(v[k])} if rng.random() < 0.8 else {n: x for n, x in v.items() if n != k}
        return rng.choice((float(v) * (1 + 2e-4) + 1e-6, v + 1)) if type(v) in (int, float) else v + "a" if isinstance(v, str) else None

    for _ in range(500):
        expected = made(3)
        got = changed(expected)
        if same(expected, got):
            continue
        said = difference(expected, got)
        if sides := re.search(r"(?:^|: )got (.*)[,;] expected (.*)$", said):
            assert sides[1] != sides[2], (expected, got, said)
        assert len(said) < 260, said


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


def test_a_key_keeps_of_a_mistake_only_what_differs_and_reads_back_whole():
    seen = [{"a": value(28), "b": value([1.0])}, {"a": value(28.0), "b": value([1.0])}, {"b": value([1.0 + 1e-6])}]
    key = Key(
        "e", 2, (Observation("a"), Observation("b")), {"a": 28, "b": [1.0]}, tuple(KnownMistake(str(i), s) for i, s in enumerate(seen))
    )
    written = json.loads(json.dumps(key.to_json()))
    assert [w["seen"] for w in written["wrong"]] == [{}, {"a": value(28.0)}, {"a": None, "b": value([1.0 + 1e-6])}]
    assert repr([w.seen for w in Key.from_json("e", written).wrong[:2]]) == repr(seen[:2]) and Key.from_json("e", written) == key


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
    for text in (display.as_text(verdict), display.as_html(verdict), verdict.rows[1].note):
        assert not any(secret in text for secret in ("h1dden", "h1nt", "4242", "31337"))
    assert display.HIDDEN in display.as_text(verdict)


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
        Tags().feed(display.as_html(judge(key, {"a" + evil: a, "b" + evil: value(1)})))
    assert "script" not in tags and {"table", "td"} <= tags


def test_both_forms_say_the_same():
    key = Key("e", 3, (Observation("shape", hint="look at the stride"), Observation("count")), {"shape": [1, 2], "count": 5})
    verdict = judge(key, {"shape": value([1, 4]), "count": value(5)})
    for text in (display.as_text(verdict), display.as_html(verdict)):
        for said in ("shape", "[1, 4]", "[1, 2]", "look at the stride", "count", "1.5 of 3 points", "✗", "✓"):
            assert said in text


def test_where_a_mistake_stands_is_shown_under_the_table():
    verdict = Verdict(
        "e",
        (Row("size", State.DIFFERS, "got 1, expected 2"),),
        0,
        1,
        where="A change in line 3 alone would make everything pass: look at `a < b`.",
    )
    assert "→ A change in line 3 alone would make everything pass: look at `a < b`." in display.as_text(verdict)
    assert "look at `a &lt; b`.</strong>" in display.as_html(verdict)
    perhaps = display.as_text(replace(verdict, diagnosis=("The sizes are exchanged.",), sure=False))
    assert perhaps.index("Perhaps: The sizes are exchanged.") < perhaps.index("· A change in line 3")
