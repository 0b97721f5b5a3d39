"""The grader's own test: each chapter's answer bank, fed through the real checks, under the practice nonce and one of its own.

Right answers in any style get full marks, every known mistake less, an untouched stub nothing.
"""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import COURSE, PROJECT

from bench.proving import TOLD_APART, Fault, faults, rewritten
from convnets.classroom.chapters.asked import Rule
from convnets.classroom.course import Course, create
from convnets.classroom.judging import keys
from convnets.classroom.judging.keys import STUB, Answers
from convnets.classroom.releasing import release
from convnets.classroom.running.sandbox import UNSAFE, find
from convnets.evidence.session import PRACTICE

CHAPTERS = sorted(
    [*(COURSE / "chapters").glob("[0-9][0-9]_*.py"), *(PROJECT / "course" / "chapters").glob("[0-9][0-9]_*.py")], key=lambda p: p.stem
)


ALIKE: dict[str, dict[str, str]] = {}  # chapter: {"EXERCISE: ONE looks like OTHER": why no observation can tell the two mistakes apart}


class Case(NamedTuple):
    """One chapter's answers and what is wrong with them, as seen under one nonce."""

    nonce: str
    answers: Answers
    faults: list[Fault]

    def broken(self, *rules: str) -> list[str]:
        """The faults against these rules, each with the nonce that shows it."""
        return [f"{f.answer}: {f.said} (nonce {self.nonce})" for f in self.faults if f.rule in rules]


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda p: p.stem)
def course(request, tmp_path_factory) -> Course:
    """A course folder with one chapter released in it."""
    made = create(tmp_path_factory.mktemp("bank") / "course", like=request.param.parents[1])
    for other in (made.root / "chapters").glob("*.py"):
        if other.stem != request.param.stem:
            other.unlink()
    if (
        computed := request.param.parents[1] / ".convnets" / "runs"
    ).is_dir():  # by `convnets release`: the practice nonce costs nothing then
        shutil.copytree(computed, made.runs)
    return made


@pytest.fixture(scope="module", params=["practice", "grading"])
def case(request, course) -> Case:
    (name,) = course.chapters
    chapter = course.chapter(name)
    if not course.release_file(name).is_file():
        release.assign(course, chapter)
    _, blank = course.notebooks(name)
    stubs = {c.id.removeprefix("exercise-"): c.source for c in blank.cells if c.id.startswith("exercise-")}
    nonce = PRACTICE if request.param == "practice" else nonce_of(course, name)
    sandbox = found if (found := find()).safe else UNSAFE
    extra = {} if nonce == PRACTICE else rewritten(chapter)
    answers = keys.observe(chapter, course.answers(chapter), stubs, nonce, sandbox, course.runs, extra)
    return Case(nonce, answers, list(faults(answers, extra)))


def nonce_of(course: Course, name: str) -> str:
    """A nonce for each state of a chapter: a commit is judged alike in every run, a change by a new one (more: ``python -m bench.nonces``)."""
    chapter = course.chapter(name)
    files = [chapter.path, *sorted(p for p in course.answers(chapter).glob("*.md"))]
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()


def test_every_right_answer_gets_full_marks_and_lies_close(case):
    assert all(any(a.right for a in found) for found in case.answers.bank.values()), (
        "each exercise has a right answer beside the chapter's own"
    )
    assert not case.broken("a right answer gets full marks", "a right answer lies close")


def test_every_wrong_answer_gets_less_lies_far_and_is_named(case):
    assert not case.broken("a wrong answer gets less", "a wrong answer lies far", "a mistake is named")


def test_a_stub_is_unanswered(case):
    assert all(f"{name}/{STUB}" in case.answers.seen for name in case.answers.bank)
    assert not case.broken("a stub is unanswered")


def test_what_the_text_asks_is_observed(case):
    """Each rule of an exercise's text names the observation that sees it, and a wrong answer that fails just there."""
    if case.nonce == PRACTICE:
        pytest.skip("asked of the grading nonce, where every observation is made")
    assert not case.broken("what the text asks is observed")


def test_every_mistake_is_told_apart_from_every_other(case):
    """No two are told the one for the other but those of `ALIKE`, and these are still so: what can be told apart is taken off the list."""
    if case.nonce == PRACTICE:
        pytest.skip("asked of the grading nonce, where every observation is made")
    pairs = {f"{f.answer}: {f.said}" for f in case.faults if f.rule == TOLD_APART}
    assert pairs == ALIKE.get(case.answers.chapter.name, {}).keys(), f"nonce {case.nonce}"


def test_every_wrong_answer_fails_in_its_own_way(case):
    """By what it does, not by a slip in the file; and where it only crashes, in another place or with another message than the others."""
    assert not case.broken("a wrong answer fails in its own way")


def test_every_form_is_right_by_itself_and_differs_from_the_chapters_own(case):
    assert not case.broken("a form gets full marks by itself", "a form differs from the chapter's own")


def test_mechanical_mutants_die(case):
    """A layer used twice, an activation moved or dropped, a stride moved, a detach: the check of no exercise is blind to it."""
    assert not case.broken("a mutant dies")


def test_a_check_that_misjudges_is_found_out(case):
    """Each rule is broken by a bank whose answers are exchanged, so that none of them holds by itself."""
    answers = case.answers
    exercise = next(name for name, found in answers.bank.items() if not all(a.right for a in found))
    wrong = next(a for a in answers.bank[exercise] if not a.right)
    own, stub = answers.seen[exercise], f"{exercise}/{STUB}"
    as_right = replace(answers, bank={exercise: [replace(wrong, says="")]}, seen=answers.seen | {stub: own}, asked={})
    assert {f.rule for f in faults(as_right)} >= {"a right answer gets full marks", "a right answer lies close", "a stub is unanswered"}
    as_own = replace(answers, bank={exercise: [wrong, replace(wrong, name="again")]}, seen={exercise: own, wrong.id: own})
    as_own = replace(as_own, asked={exercise: [Rule("", next(iter(own)), wrong.name)]})
    broken = {f.rule for f in faults(as_own, {exercise: [replace(wrong, says="mutant")]})}
    rules = {"a wrong answer gets less", "a wrong answer lies far", "a mistake is named", "mistakes are told apart", "a mutant dies"}
    assert broken >= rules | {"what the text asks is observed"}


def test_a_bank_that_only_crashes_is_found_out(case):
    """A slip in a wrong answer's file, two that show the same crash, and a form that is none or crashes."""
    exercise, found = next((name, found) for name, found in case.answers.bank.items() if sum(not a.right for a in found) > 1)
    one, other = [a for a in found if not a.right][:2]
    own, rule = case.answers.seen[exercise], "a wrong answer fails in its own way"

    def faulty(*seen, **changes):
        bank = {exercise: [replace(a, **changes) for a in (one, other)]}
        return faults(replace(case.answers, bank=bank, seen={exercise: own, one.id: seen[0], other.id: seen[1]}, asked={}))

    def crash(error, message):
        return {label: {"state": "error", "error": error, "message": message, "place": "forward, Call"} for label in own}

    assert not [f for f in faulty(crash("RuntimeError", "one"), crash("RuntimeError", "other")) if f.rule == rule]
    assert rule in [f.rule for f in faulty(crash("RuntimeError", "one"), crash("RuntimeError", "one"))]
    for slip in (crash("NameError", "name 'n' is not defined"), crash("AttributeError", "module 'torch.nn' has no attribute 'r5eLU'")):
        assert [f.answer for f in faulty(own, slip) if f.rule == rule] == [other.id]
    assert "a form differs from the chapter's own" in [f.rule for f in faulty(own, own, says="", form="another")]
    assert "a form gets full marks by itself" in [f.rule for f in faulty(*[crash("ValueError", "no")] * 2, says="", form="another")]


def test_there_are_answers_enough(course):
    """At least two right answers (the chapter's own is one of them) and four wrong ones for each exercise of a real chapter."""
    (name,) = course.chapters
    if name.startswith("9"):
        pytest.skip("the sample is for the tests")
    from convnets.classroom.chapters import bank

    chapter = course.chapter(name)
    for exercise, found in bank.read(chapter, course.answers(chapter)).items():
        right = sum(a.right for a in found)
        assert right >= 2 and len(found) - right >= 4, f"{exercise}: {right} right, {len(found) - right} wrong"


def test_the_released_practice_keys_are_the_chapters():
    """Each real chapter has the key, the notebook and the solution that the package and the students get."""
    for file in CHAPTERS:
        if file.is_relative_to(PROJECT / "course"):
            for made in (
                f"notebooks/{file.stem}/{file.stem}.ipynb",
                f"solutions/{file.stem}/{file.stem}.ipynb",
                f"src/convnets/keys/{file.stem}.json",
            ):
                assert Path(PROJECT, made).is_file(), f"{made} is missing: run `convnets release`"
