"""``python -m bench.answers CHAPTER FOLDER [--count N]``: what answers that stand in no bank earn, and what is said of them.

FOLDER holds ``EXERCISE/NAME.py``, one answer a file. Each is judged with the practice key and under N fresh nonces; a line shows its least points
and the sentence it gets. ``--rows`` shows every observation that failed as well.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import argparse
import secrets
from pathlib import Path

from convnets.classroom.chapters.bank import Answer
from convnets.classroom.course import Course
from convnets.classroom.judging import keys
from convnets.classroom.running import sandbox
from convnets.evidence import display
from convnets.evidence.session import PRACTICE
from convnets.evidence.verdict import judge

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """A line for each answer: least points in practice (what is public) and while grading, and what is said."""
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("chapter")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2, help="how many nonces beside the practice key's (default: %(default)s)")
    parser.add_argument("--rows", action="store_true", help="what is said of each observation, too")
    wanted = parser.parse_args()
    course = Course(PROJECT / "course")
    chapter = course.chapter(wanted.chapter)
    given: dict[str, list[Answer]] = {}
    for path in sorted(wanted.folder.glob("*/*.py")):
        given.setdefault(path.parent.name, []).append(Answer(path.parent.name, f"given {path.stem}", path.read_text(encoding="utf-8")))
    box = found if (found := sandbox.find()).safe else sandbox.UNSAFE
    nonces = [PRACTICE, *(secrets.token_hex(32) for _ in range(wanted.count))]
    seen = [keys.observe(chapter, course.answers(chapter), None, nonce, box, course.runs, given) for nonce in nonces]
    for exercise, answers in given.items():
        for answer in answers:
            verdicts = [
                judge(key.public() if n == PRACTICE else key, s.seen.get(answer.id, {}))
                for n, s in zip(nonces, seen, strict=True)
                for key in [s.key(exercise)]
            ]
            least = min(verdicts[1:], key=lambda v: v.score or 0, default=verdicts[0])
            says = " | ".join(least.diagnosis) or "-"
            name = answer.name.removeprefix("given ")
            print(f"{exercise}/{name}: practice {verdicts[0].score:g}, graded {least.score:g} of {least.points:g}: {says}", flush=True)
            if wanted.rows:
                print("\n".join("    " + line for v in (verdicts[0], least) for line in display.as_text(v).splitlines()))


main()
