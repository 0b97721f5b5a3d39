"""``python -m bench.nonces [CHAPTER ...] [--count N]``: every answer bank and mutant under N fresh nonces; what the checks get wrong is listed.

The tests use one nonce for each state of a chapter, so that a commit's verdict does not change from run to run. This draws new ones.
``--sentences`` looks at what known mistakes are told instead: those told otherwise under one nonce than under another or in practice, those
told "perhaps", and the pairs of mistakes that look alike under some nonce.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import argparse
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.proving import TOLD_APART, faults, rewritten
from convnets.classroom.course import Course
from convnets.classroom.judging import keys
from convnets.classroom.running import sandbox
from convnets.evidence.session import PRACTICE
from convnets.evidence.verdict import judge

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Print every fault with its nonce, and fail when there is one."""
    parser = argparse.ArgumentParser(prog="python -m bench.nonces", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="all, if none is named")
    parser.add_argument("--count", type=int, default=5, help="how many nonces (default: %(default)s)")
    parser.add_argument("--nonce", help="this one only")
    parser.add_argument("--sentences", action="store_true", help="which sentence each known mistake gets, in practice and under each nonce")
    wanted = parser.parse_args()
    course = Course(PROJECT / "course")
    nonces = [wanted.nonce] if wanted.nonce else [secrets.token_hex(32) for _ in range(wanted.count)]
    box, bad = found if (found := sandbox.find()).safe else sandbox.UNSAFE, 0
    for name in wanted.chapters or course.chapters:
        chapter, start = course.chapter(name), time.monotonic()
        if wanted.sentences:
            under = {n: keys.observe(chapter, course.answers(chapter), None, n, box, course.runs) for n in [PRACTICE, *nonces]}
            for line in _sentences(under):
                print(f"{name} · {line}", flush=True)
        else:
            made = rewritten(chapter)
            for nonce in nonces:
                for fault in faults(keys.observe(chapter, course.answers(chapter), None, nonce, box, extra=made), made):
                    bad += 1
                    print(f"{name} · {fault.rule} · {fault.answer}: {fault.said}\n    --nonce {nonce}", flush=True)
        print(f"{name}: {len(nonces)} nonces in {time.monotonic() - start:.0f} s", flush=True)
    if not wanted.sentences:
        print(f"{bad or 'no'} fault{'' if bad == 1 else 's'}")
    sys.exit(bool(bad))


def _sentences(under: dict[str, keys.Answers]) -> Iterator[str]:
    """What is told of each known mistake where that hangs on the nonce, or is not sure; then the pairs that look alike, and under how many nonces."""
    for exercise, found in under[PRACTICE].bank.items():
        asked = {n: key.public() if n == PRACTICE else key for n, answers in under.items() for key in [answers.key(exercise)]}
        for answer in (a for a in found if not a.right):
            told = {n: _told(judge(key, under[n].seen.get(answer.id, {})), answer.says) for n, key in asked.items()}
            practice = told.pop(PRACTICE)
            if len(set(told.values())) > 1 or "perhaps" in told.values():
                kinds = ", ".join(f"{kind} {n}×" if n > 1 else kind for kind, n in Counter(told.values()).items())
                yield f"{answer.id}: practice {practice}; graded {kinds}"
    alike = Counter((f.answer, f.said) for n, answers in under.items() if n != PRACTICE for f in faults(answers) if f.rule == TOLD_APART)
    for (exercise, pair), n in alike.items():
        yield f"{exercise}: {pair} under {n} of {len(under) - 1}"


def _told(verdict, says: str) -> str:
    if says not in verdict.diagnosis:
        return "nothing" if not verdict.diagnosis else "another"
    return f"one of {len(verdict.diagnosis)}" if len(verdict.diagnosis) > 1 else "alone" if verdict.sure else "perhaps"


main()
