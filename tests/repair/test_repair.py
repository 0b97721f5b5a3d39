"""A mistake located by repairing it: the place is true, the new text is never said, and what is not sure is not said at all."""

import ast
import itertools
import time

import pytest

from convnets.repair.donors import Donors
from convnets.repair.edits import edits
from convnets.repair.order import candidates, suspicion
from convnets.repair.place import told
from convnets.repair.search import parts, search

RIGHT = """
def size(n, kernel, stride):
    return (n - kernel) // stride + 1


def total(values, scale=2):
    kept = list(values)
    kept.reverse()
    for i in range(len(kept)):
        kept[i] = kept[i] * scale
    return [round(v) for v in kept], max(kept) - min(kept)


def chain(values):
    out = sorted(values, reverse=True)
    return [out[0], *values]


def places(h, w, side):
    rows = h - side + 1
    columns = w - side + 1
    return rows * columns
"""
WRONG = {  # what is written instead: the line that must be told, and words of what is said
    "a bracket": ("(n - kernel) // stride + 1", "n - kernel // stride + 1", 3, "look at `n - kernel // stride`"),
    "another name": ("(n - kernel) // stride", "(n - kernel) // kernel", 3, "Is it the name you mean?"),
    "a number": ("scale=2", "scale=3", 6, "Is it the number you mean?"),
    "too much": ("kept = list(values)", "kept = list(set(values))", 7, "Is everything there needed?"),
    "a keyword that is missing": (", reverse=True", "", 15, "line 15"),
    "the other function": ("max(kept) - min(kept)", "max(kept) - max(kept)", 11, "look at the second `max` in"),
    "an operator": ("kept[i] * scale", "kept[i] ** scale", 10, "kept[i] ** scale"),
    "the same slip twice": (
        "rows = h - side + 1\n    columns = w - side + 1",
        "rows = h - side\n    columns = w - side",
        21,
        "Lines 20 and 21 have the same slip: look at `rows = h - side` and `columns = w - side`.",
    ),
    "an order": ("[out[0], *values]", "[*values, out[0]]", 16, "in the order you mean"),
}


def CLOCK() -> float:
    """Nobody waits a second here for a smaller repair."""
    return 4 * time.process_time()


class Executed:
    """Tries an edit by running it here: what the functions give for a few arguments, against what the right ones do."""

    ASKED = {
        "size": lambda made: [made["size"](n, k, s) for n, k, s in ((9, 3, 2), (17, 5, 1), (32, 7, 3))],
        "total": lambda made: [made["total"]([3.4, 1.3, 1.3, 2.2]), made["total"]([5.6], scale=5)],
        "chain": lambda made: made["chain"]((4, 9, 2)),
        "places": lambda made: [made["places"](7, 9, 3), made["places"](5, 5, 2)],
    }

    def __init__(self, source: str, right: str = RIGHT) -> None:
        self.tried = 0
        self.expected = {label: self.seen(right, label) for label in self.ASKED}
        self.failing = [label for label in self.ASKED if not self.passes(source, label)]

    def seen(self, source: str, label: str):
        made: dict = {}
        try:
            exec(source, made)
            return self.ASKED[label](made)
        except Exception as e:
            return type(e)

    def passes(self, source: str, label: str) -> bool:
        self.tried += 1
        return self.seen(source, label) == self.expected[label]

    def holds(self, source: str) -> bool:
        return all(self.passes(source, label) for label in self.ASKED)


def located(source: str, **also):
    tree, trial = ast.parse(source), Executed(source)
    return told(source, tree, search(tree, candidates(tree, **also), trial, 60, CLOCK), parts(tree, ast.parse(RIGHT), trial))


@pytest.mark.parametrize("wrong", WRONG)
def test_the_place_is_told_and_never_the_new_text(wrong):
    right, instead, line, words = WRONG[wrong]
    assert RIGHT.count(right) == 1
    source = RIGHT.replace(right, instead)
    found = located(source)
    assert line in found.lines and words in found.says
    assert right not in found.says or right in source


def test_the_function_to_blame_is_told_first():
    found = located(RIGHT.replace("stride + 1", "stride - 1"))
    assert found.says.startswith("`total`, `chain` and `places` are as they should be; only `size` is to blame.")


def test_two_mistakes_in_two_functions_are_told_by_nobody():
    assert located(RIGHT.replace("stride + 1", "stride - 1").replace("scale=2", "scale=3")) is None


def test_of_two_places_that_repair_alike_both_are_told():
    """A factor that is missing in a definition as well as in its use."""
    source = "def f(x):\n    a = x\n    b = a + 1\n    return b\n"
    tree = ast.parse(source)

    class Both(Executed):
        ASKED = {"f": lambda made: [made["f"](v) for v in (3, 5)]}

    repairs = search(tree, edits(tree), Both(source, source.replace("= x", "= x + 7")), 5, CLOCK)
    assert not repairs
    repairs = search(tree, (e for e in edits(tree) if e.kind == "wrap"), Both(source, source.replace("= x", "= x * 2")), 5, CLOCK)
    assert told(source, tree, repairs).says == (
        "A change in line 2 alone would make everything pass, or one in line 3: look at `a = x` and `b = a + 1`."
    )


def test_what_right_answers_have_is_put_where_its_names_are_known():
    """A line that is missing is found among the right answers' own; of it, only that something is missing is said."""
    source = RIGHT.replace("    kept.reverse()\n", "")
    right = [ast.parse(RIGHT)]
    found = located(source, right=right, donors=Donors(right))
    assert found.says.endswith("Something is missing in `total`; what is there is enough otherwise.")
    tree = ast.parse("def other(a):\n    return a\n")
    assert not [e for e in candidates(tree, right, Donors(right)) if e.kind.startswith("donor") and "kernel" in e.text(tree)]
    assert not [
        e
        for e in candidates(tree, right, Donors(right))
        if not e.old and any(isinstance(n, ast.Return) for n in e.new if e.kind == "donor line")
    ]


def test_every_edit_leaves_the_answer_as_it_was():
    tree = ast.parse(RIGHT)
    before, texts = ast.dump(tree), set()
    for edit in edits(tree):
        texts.add(edit.text(tree))
        assert edit.sites and edit.lines and ast.dump(tree) == before
    assert all(ast.parse(text) for text in texts) and len(texts) > 1000


def test_an_edit_belongs_to_its_function_also_where_it_changes_the_whole_of_it():
    under = [e for e in edits(ast.parse(RIGHT)) if e.kind == "no_grad"]
    assert {e.function for e in under} == {"size", "total", "chain", "places"}


def test_lines_that_only_failing_observations_run_come_first_and_others_not_at_all():
    source = RIGHT.replace("stride + 1", "stride - 1")
    lines = suspicion({"size": [3], "total": [7, 8, 9, 10, 11], "chain": [15, 16]}, ["size"])
    assert lines == {3: 1.0}
    tree = ast.parse(source)
    assert all(e.last >= 3 >= e.first or not e.inside for e in candidates(tree, suspicious=lines))


def test_a_search_ends_with_its_time():
    clock = itertools.count()
    trial, tree = Executed("def size(): pass"), ast.parse(RIGHT)
    trial.passes = lambda source, label: False
    endless = (e for e in itertools.cycle(list(edits(tree))[:3]))
    assert search(tree, endless, trial, 50, clock=lambda: next(clock)) == []
