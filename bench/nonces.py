"""``python -m bench.nonces [CHAPTER ...] [--count N]``: every answer bank and mutant under N fresh nonces; what the checks get wrong is listed.

The tests use one nonce for each state of a chapter, so that a commit's verdict does not change from run to run. This draws new ones.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import argparse
import secrets
import sys
import time
from pathlib import Path

from convnets.classroom import keys, sandbox
from convnets.classroom.course import Course
from convnets.classroom.proving import faults, rewritten

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Print every fault with its nonce, and fail when there is one."""
    parser = argparse.ArgumentParser(prog="python -m bench.nonces", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="all, if none is named")
    parser.add_argument("--count", type=int, default=5, help="how many nonces (default: %(default)s)")
    parser.add_argument("--nonce", help="this one only")
    wanted = parser.parse_args()
    course = Course(PROJECT / "course")
    nonces = [wanted.nonce] if wanted.nonce else [secrets.token_hex(32) for _ in range(wanted.count)]
    box, bad = found if (found := sandbox.find()).safe else sandbox.UNSAFE, 0
    for name in wanted.chapters or course.chapters:
        chapter, start = course.chapter(name), time.monotonic()
        made = rewritten(chapter)
        for nonce in nonces:
            for fault in faults(keys.observe(chapter, course.answers(chapter), None, nonce, box, extra=made), made):
                bad += 1
                print(f"{name} · {fault.rule} · {fault.answer}: {fault.said}\n    --nonce {nonce}", flush=True)
        print(f"{name}: {len(nonces)} nonces in {time.monotonic() - start:.0f} s", flush=True)
    print(f"{bad or 'no'} fault{'' if bad == 1 else 's'}")
    sys.exit(bool(bad))


main()
