"""The grader's own test: each chapter's answer bank, fed through the real checks, under the practice nonce and a fresh one.

Right answers in any style get full marks, every known mistake less, an untouched stub nothing.
"""

import math
import secrets
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import COURSE, PROJECT

from convnets.classroom import keys, release
from convnets.classroom.bank import Answer
from convnets.classroom.course import Course, create
from convnets.classroom.keys import STUB, Answers
from convnets.classroom.mutants import mutants
from convnets.classroom.sandbox import UNSAFE, find
from convnets.seeds import PRACTICE
from convnets.verdict import Verdict, distance, judge

CHAPTERS = sorted(
    [*(COURSE / "chapters").glob("[0-9][0-9]_*.py"), *(PROJECT / "course" / "chapters").glob("[0-9][0-9]_*.py")], key=lambda p: p.stem
)
CLOSE, FAR = 1e-5, 1e-3


class Case(NamedTuple):
    """One chapter's answers and mutants, as seen under one nonce."""

    nonce: str
    answers: Answers
    mutants: dict[str, list[Answer]]

    def verdict(self, exercise: str, slot: str) -> Verdict:
        return judge(self.answers.key(exercise), self.answers.seen.get(slot, {}))

    def gap(self, exercise: str, slot: str) -> float:
        """How far an answer's observations lie from the chapter's own: the largest gap, infinite for another structure or no value."""
        seen = self.answers.seen.get(slot, {})
        own = self.answers.key(exercise).right
        return max(
            distance(v, seen[label]["value"]) if seen.get(label, {}).get("state") == "value" else math.inf for label, v in own.items()
        )


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
    nonce = PRACTICE if request.param == "practice" else secrets.token_hex(32)
    sandbox = found if (found := find()).safe else UNSAFE
    if nonce == PRACTICE:
        return Case(nonce, keys.observe(chapter, course.answers(chapter), stubs, nonce, sandbox, course.runs), {})
    extra = {e: list(mutants(e, exercise.cell.source)) for e, exercise in chapter.exercises.items()}
    return Case(nonce, keys.observe(chapter, course.answers(chapter), stubs, nonce, sandbox, course.runs, extra), extra)


def test_every_right_answer_gets_full_marks_and_lies_close(case):
    for name, found in case.answers.bank.items():
        right = [a for a in found if a.right]
        assert right, f"{name} has no right answer beside the chapter's own"
        for answer in right:
            verdict = case.verdict(name, answer.id)
            assert verdict.score == verdict.points, (case.nonce, answer.id, verdict.rows)
            assert case.gap(name, answer.id) <= CLOSE, (case.nonce, answer.id)


def test_every_wrong_answer_gets_less_and_lies_far(case):
    for name, found in case.answers.bank.items():
        for answer in found:
            if not answer.right:
                verdict = case.verdict(name, answer.id)
                assert verdict.score < verdict.points, (case.nonce, answer.id)
                assert case.gap(name, answer.id) >= FAR, (case.nonce, answer.id)
                assert answer.says in verdict.diagnosis, (case.nonce, answer.id)


def test_a_stub_is_unanswered(case):
    for name in case.answers.bank:
        verdict = case.verdict(name, f"{name}/{STUB}")
        assert verdict.unanswered and verdict.score == 0, (case.nonce, name, verdict.rows)


def test_most_mistakes_are_told_apart(case):
    if case.nonce == PRACTICE:
        pytest.skip("asked of the grading nonce, where every observation is made")
    for name, found in case.answers.bank.items():
        wrong = [a for a in found if not a.right]
        alone = [a for a in wrong if case.verdict(name, a.id).diagnosis == (a.says,)]
        assert len(alone) >= 0.75 * len(wrong), (case.nonce, name, [a.name for a in wrong if a not in alone])
        assert len({a.says for a in wrong}) == len(wrong), f"{name}: two mistakes are told with the same sentence"


def test_mechanical_mutants_die(case):
    """A layer used twice, an activation moved or dropped, a stride moved, a detach: the check of no exercise is blind to it."""
    for name, made in case.mutants.items():
        for mutant in made:
            verdict = case.verdict(name, mutant.id)
            assert verdict.score < verdict.points, (case.nonce, mutant.id, mutant.source)


def test_there_are_answers_enough(course):
    """At least two right answers (the chapter's own is one of them) and four wrong ones for each exercise of a real chapter."""
    (name,) = course.chapters
    if name.startswith("9"):
        pytest.skip("the sample is for the tests")
    from convnets.classroom import bank

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
