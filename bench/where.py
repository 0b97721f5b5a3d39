"""``python -m bench.where CHAPTER [FOLDER] [--count N]``: what a student is told who practises: a sentence, else the place, and after how many seconds.

FOLDER holds ``EXERCISE/NAME.py``, one answer a file. Without it the bank's own mistakes are taken, N of them drawn, each with its sentence left out.
A line shows the seconds from the click on, what is said, and what a file's first line or the bank says of the mistake; the last line counts.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import argparse
import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from convnets.check import aside, where
from convnets.check.sources import needed
from convnets.classroom.chapters.bank import Answer
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course
from convnets.classroom.judging import keys
from convnets.classroom.running import sandbox
from convnets.evidence.session import PRACTICE
from convnets.evidence.verdict import Key, judge

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Each answer on a line, then how many were told what."""
    parser = argparse.ArgumentParser(prog="python -m bench.where", description=__doc__)
    parser.add_argument("chapter")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=12, help="how many of the bank (default: %(default)s)")
    parser.add_argument("--ready", action="store_true", help="the process waits already, as it does behind the button")
    parser.add_argument(
        "--processor", action="store_true", help="count the process's own processor time, on a machine that has others to serve"
    )
    wanted = parser.parse_args()
    course = Course(PROJECT / "course")
    chapter = course.chapter(wanted.chapter)
    given = [
        Answer(
            path.parent.name, f"given {path.stem}", path.read_text(encoding="utf-8"), path.read_text(encoding="utf-8").partition("\n")[0]
        )
        for path in sorted(wanted.folder.glob("*/*.py") if wanted.folder else ())
    ]
    extra = {name: [a for a in given if a.exercise == name] for name in chapter.exercises}
    box = found if (found := sandbox.find()).safe else sandbox.UNSAFE
    seen = keys.observe(chapter, course.answers(chapter), None, PRACTICE, box, course.runs, extra)
    if not given:
        given = [a for answers in seen.bank.values() for a in answers if not a.right]
        given = random.Random(7).sample(given, min(wanted.count, len(given)))
    told: Counter[str] = Counter()
    for answer in given:
        key = seen.key(answer.exercise).public()
        key = replace(key, wrong=tuple(w for w in key.wrong if w.says != answer.says))
        verdict = judge(key, seen.seen.get(answer.id, {}))
        if verdict.score == verdict.points:
            said, seconds, kind = "passes what is public", 0.0, "passes"
        elif verdict.diagnosis:
            said, seconds, kind = " | ".join(verdict.diagnosis), 0.0, "sentence"
        else:
            said, seconds = _located(chapter, key, answer, wanted.ready, wanted.processor)
            kind = "nothing" if said in (where.NOTHING, where.SEVERAL) else "place"
        told[kind] += 1
        print(f"{answer.id} · {kind} · {seconds:.1f} s\n    said: {said}\n    true: {answer.says}", flush=True)
    print(", ".join(f"{kind} {n}" for kind, n in told.most_common()))


def _located(chapter: Chapter, key: Key, answer: Answer, ready: bool, processor: bool) -> tuple[str, float]:
    """What the process beside a notebook says, whose cells have run up to the exercise's check, and the seconds that it takes."""
    cells = []
    for cell in chapter.cells:
        own = cell.kind == "exercise" and cell.name == answer.exercise
        if cell.kind in ("setup", "exercise", "check", "demo", "training"):
            cells.append(answer.source if own else cell.public_source)
        if cell.kind == "check" and cell.name == answer.exercise:
            break
    if ready:
        aside.prepare()
        time.sleep(5)
    start, asked = time.perf_counter(), where.job(f"{chapter.name}/{answer.exercise}", key, needed(cells, {}))
    said = aside.asked(asked | {"processor": processor}, where.SECONDS, 60 if processor else aside.GRACE)
    return said.get("says") or said.get("lost") or (where.SEVERAL if said.get("found") else where.NOTHING), time.perf_counter() - start


main()
