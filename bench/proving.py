"""The grader's own proof: what is wrong with a chapter's checks, seen by its answer bank and by its own answers rewritten, under one nonce.

Right answers in any style and equivalent forms get full marks, every known mistake less and its own sentence, an untouched stub nothing; what
the text asks is observed.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from bench.equivalents import equivalents
from bench.mutants import mutants
from convnets.classroom.chapters.bank import Answer
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.judging.keys import STUB, Answers
from convnets.evidence.verdict import Key, State, Verdict, alike, distance, judge, same

CLOSE, FAR = 1e-5, 1e-3
SLIPS = "NameError", "ImportError", "ModuleNotFoundError"  # errors of a file that was never tried
TOLD_APART = "mistakes are told apart"


class Fault(NamedTuple):
    """One thing that a check gets wrong: the rule that is broken, the answer (or exercise) that breaks it, and how."""

    rule: str
    answer: str
    said: str


def rewritten(chapter: Chapter) -> dict[str, list[Answer]]:
    """The chapter's own answers with a mechanical mistake, and in equivalent forms."""
    return {name: [*mutants(name, e.cell.source), *equivalents(name, e.cell.source)] for name, e in chapter.exercises.items()}


def faults(answers: Answers, rewritten: Mapping[str, list[Answer]] | None = None) -> Iterator[Fault]:
    """Everything that the bank, the stubs (where they were observed) and the chapter's rewritten answers show to be wrong, exercise by exercise."""
    for exercise, found in answers.bank.items():
        key = answers.key(exercise)
        verdicts = {answer.id: judge(key, answers.seen.get(answer.id, {})) for answer in found}
        for answer in found:
            shown = verdicts[answer.id], _gap(key, answers.seen.get(answer.id, {}))
            yield from _right(answer, *shown) if answer.right else _wrong(answer, *shown)
        for rule in answers.asked.get(exercise, ()):
            if any(row.label == rule.label and row.state is State.PASS for row in verdicts[f"{exercise}/{rule.broken_by}"].rows):
                yield Fault("what the text asks is observed", exercise, f"{rule.words!r}: {rule.broken_by} passes {rule.label!r}")
        yield from _forms(key, found)
        wrong = [a for a in found if not a.right]
        yield from _sentences(exercise, wrong, verdicts)
        yield from _crashes(key, wrong, answers.seen)
        if (stub := f"{exercise}/{STUB}") in answers.seen:
            verdict = judge(key, answers.seen[stub])
            if verdict.score or not verdict.unanswered:
                yield Fault("a stub is unanswered", exercise, f"{verdict.score:g} of {verdict.points:g}")
        for answer in (rewritten or {}).get(exercise, []):
            verdict = judge(key, answers.seen.get(answer.id, {}))
            if answer.right and verdict.score < verdict.points:
                yield Fault("an equivalent form gets full marks", answer.id, _lost(verdict))
            elif not answer.right and verdict.score >= verdict.points:
                yield Fault("a mutant dies", answer.id, answer.source)


def _right(answer: Answer, verdict: Verdict, gap: float) -> Iterator[Fault]:
    if verdict.score < verdict.points:
        yield Fault("a right answer gets full marks", answer.id, _lost(verdict))
    if gap > CLOSE:
        yield Fault("a right answer lies close", answer.id, f"{gap:.1e}")


def _lost(verdict: Verdict) -> str:
    rows = "; ".join(f"{row.label}: {row.state} {row.note}" for row in verdict.rows if row.state != "pass")
    return f"{verdict.score:g} of {verdict.points:g}: {rows}"


def _wrong(answer: Answer, verdict: Verdict, gap: float) -> Iterator[Fault]:
    if verdict.score >= verdict.points:
        yield Fault("a wrong answer gets less", answer.id, f"{verdict.score:g} of {verdict.points:g}")
    if gap < FAR:
        yield Fault("a wrong answer lies far", answer.id, f"{gap:.1e}")
    if answer.says not in verdict.diagnosis:
        yield Fault("a mistake is named", answer.id, f"told: {verdict.diagnosis}")


def _sentences(exercise: str, wrong: list[Answer], verdicts: Mapping[str, Verdict]) -> Iterator[Fault]:
    for one, other in combinations(sorted(wrong, key=lambda a: a.name), 2):
        if one.says == other.says:
            yield Fault(TOLD_APART, exercise, f"{one.name} and {other.name} have the same sentence")
        elif other.says in verdicts[one.id].diagnosis or one.says in verdicts[other.id].diagnosis:
            yield Fault(TOLD_APART, exercise, f"{one.name} looks like {other.name}")


def _forms(key: Key, found: list[Answer]) -> Iterator[Fault]:
    """A form yields a value everywhere, and somewhere another than the chapter's own; else it is just a right answer."""
    for answer in (a for a in found if a.form):
        if answer.form not in key.forms:
            yield Fault("a form gets full marks by itself", answer.id, "some observation of it gives no value")
        elif all(same(v, key.forms[answer.form][label]) for label, v in key.right.items()):
            yield Fault("a form differs from the chapter's own", answer.id, "it differs nowhere: take its first line away")


def _crashes(key: Key, wrong: list[Answer], seen: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[Fault]:
    """A wrong answer crashes only where the crash is the mistake, and not as another does: a name that is not there is a slip in the file."""
    crashed = {}
    for answer in wrong:
        mine = seen.get(answer.id, {})
        errors = {label: o for label, o in mine.items() if o["state"] == "error"}
        for label, o in errors.items():
            if o["error"] in SLIPS or (o["error"] == "AttributeError" and o["message"].startswith("module ")):
                yield Fault("a wrong answer fails in its own way", answer.id, f"{label}: {o['error']}: {o['message']}")
                break
        failed = [label for label, right in key.right.items() if not alike(mine.get(label), {"state": "value", "value": right})]
        if failed and all(label in errors for label in failed):
            crashed[answer.id] = mine
    for one, other in combinations(crashed, 2):
        if all(alike(crashed[one].get(label), crashed[other].get(label)) for label in key.right):
            yield Fault("a wrong answer fails in its own way", one, f"nothing shows but the errors that {other} shows, too")


def _gap(key: Key, seen: Mapping[str, Mapping[str, Any]]) -> float:
    """How far observations lie from what is right, the nearest form of it: the largest gap, infinite for another structure or no value."""
    return min(
        max(distance(v, seen[label]["value"]) if seen.get(label, {}).get("state") == "value" else math.inf for label, v in right.items())
        for right in key.all_right
    )
