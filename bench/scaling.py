"""``python -m bench.scaling``: what a submission costs in a class of 10, of 100 and of 1,000, by the real command, feedback and all.

Processor time says it even where others use the machine; the time that passes is for a quiet one.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import sample
from convnets.base.table import Table
from convnets.classroom.judging.record import load

SIZES = 10, 100, 1000


def main(sizes: list[int]) -> None:
    """A course and a class of its own for each size; fails when a grade is not as it should be."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            course = sample.released(Path(folder))
            for i in range(size):
                sample.hand_in(course, f"student{i}")
            before, start = _processor(), time.monotonic()
            command = [sys.executable, "-m", "convnets", "grade", sample.CHAPTER, "--course", str(course.root)]
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            passed, processor = time.monotonic() - start, _processor() - before
            points = sum(exercise.points for exercise in course.chapter(sample.CHAPTER).exercises.values())
            scores = [record.score for record in load(course, sample.CHAPTER)]
            if scores != [points] * size:
                sys.exit(f"everybody should have {points} points: {scores}")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20)
        rows.append([str(size), f"{passed:.0f} s", f"{passed / size:.2f} s", f"{processor / size:.2f} s", f"{memory:.2f} GB"])
        print(Table(["class", "in all", "each", "processor, each", "most memory of a process so far"], rows), flush=True)


def _processor() -> float:
    """Seconds of processor of all children that have ended, theirs included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
