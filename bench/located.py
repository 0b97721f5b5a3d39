"""``python -m bench.located [FOLDER] [--chapter NN] [--exercise NAME] [--seconds S]``: what is said of wrong answers whose mistake is in no bank.

FOLDER holds ``CHAPTER/EXERCISE/NAME.py``, one answer a file; without it each known mistake of the bank is left out of it in turn. A line for each says
whether it is named by a sentence of the bank, located by a repair, or met by silence, with the seconds; then come the sums. Whether a place is true, or a
sentence false, a person reads: `--mistakes` prints beside it what is wrong, the first comment of a file or the sentence that was left out.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import argparse
import hashlib
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from convnets.classroom.chapters import bank
from convnets.classroom.chapters.bank import Answer
from convnets.classroom.course import Course
from convnets.classroom.judging import keys, locate
from convnets.classroom.running import sandbox
from convnets.classroom.running.run import Run
from convnets.evidence import display
from convnets.evidence.verdict import judge

PROJECT = Path(__file__).parents[1]


class Case(NamedTuple):
    """A wrong answer, and what is wrong with it."""

    chapter: str
    answer: Answer
    mistake: str
    left_out: bool


def cases(course: Course, wanted: argparse.Namespace) -> Iterator[Case]:
    """The answers to look through, in an order drawn once."""
    for name in course.chapters:
        chapter = course.chapter(name)
        if wanted.chapter and not name.startswith(wanted.chapter):
            continue
        if wanted.folder:
            for path in sorted((wanted.folder / name).glob("*/*.py")):
                source = path.read_text(encoding="utf-8")
                mistake, _, rest = source.partition("\n") if source.startswith("# MISTAKE") else ("", "", source)
                if path.parent.name in chapter.exercises:
                    yield Case(name, Answer(path.parent.name, f"given {path.stem}", rest), mistake.removeprefix("# MISTAKE: "), False)
        else:
            known = bank.read(chapter, course.answers(chapter))
            yield from (Case(name, a, a.says, True) for found in known.values() for a in found if not a.right)


def main() -> None:
    """A line for each answer, then the sums."""
    parser = argparse.ArgumentParser(prog="python -m bench.located", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--chapter", help="a chapter's name, or how it begins")
    parser.add_argument("--exercise")
    parser.add_argument("--seconds", type=float, default=10, help="for one answer, of one core (default: %(default)s)")
    parser.add_argument("--count", type=int, help="that many of them, drawn with a fixed seed")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--mistakes", action="store_true", help="what is wrong, beside what is said")
    wanted = parser.parse_args()
    course, box = Course(PROJECT / "course"), found if (found := sandbox.find()).safe else sandbox.UNSAFE
    todo = [c for c in cases(course, wanted) if wanted.exercise in (None, c.answer.exercise)]
    todo = random.Random(0).sample(todo, min(len(todo), wanted.count or len(todo)))
    sums: Counter[str] = Counter()
    for name in sorted({c.chapter for c in todo}):
        mine, chapter, nonce = [c for c in todo if c.chapter == name], course.chapter(name), hashlib.sha256(name.encode()).hexdigest()
        given: dict[str, list[Answer]] = {}
        for case in mine:
            if not case.left_out:
                given.setdefault(case.answer.exercise, []).append(case.answer)
        answers = keys.observe(chapter, course.answers(chapter), None, nonce, box, course.runs)
        answers.seen.update(keys.observe(chapter, None, None, nonce, box, course.runs, given).seen if given else {})

        def look(case: Case, answers=answers, chapter=chapter, nonce=nonce) -> tuple[str, str, float]:
            a, seen = case.answer, answers.seen.get(case.answer.id, {})
            key = answers.key(a.exercise)
            if case.left_out:
                key = replace(key, wrong=tuple(w for w in key.wrong if w.says != a.says))
            verdict = judge(key, seen)
            if verdict.score == verdict.points:
                return "passes", "", 0
            if verdict.diagnosis and verdict.sure:
                return "named", display.told(verdict.diagnosis, True), 0
            right = [r for r in answers.bank[a.exercise] if r.right]
            asked = locate.asked_of(chapter, key, verdict, a.source, right, nonce, [], Run())
            started = time.monotonic()
            found = locate.located(asked[:1], box, wanted.seconds, None)
            took = time.monotonic() - started
            if found and found.told:
                return "located", f"{found.told.says} [{found.told.kind}, {found.tried} tries, first after {found.seconds:.1f} s]", took
            return "nothing", f"{found.tried} tries" if found else "not comparable", took

        with ThreadPoolExecutor(wanted.workers) as pool:
            for case, (what, said, took) in zip(mine, pool.map(look, mine), strict=True):
                sums[what] += 1
                print(
                    f"{what:8} {took:5.1f} s  {name}/{case.answer.exercise}/{case.answer.name.removeprefix('given ')}: {said}", flush=True
                )
                if wanted.mistakes:
                    print(f"    mistake: {case.mistake}", flush=True)
    n = sum(sums.values()) - sums["passes"]
    print(
        ", ".join(f"{what} {k}" for what, k in sums.most_common()),
        f"of {n + sums['passes']}; named or located {(sums['named'] + sums['located']) / max(n, 1):.0%}",
    )


if __name__ == "__main__":
    main()
