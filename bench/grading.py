"""Grading a class: our road beside stock nbgrader's, on the same released assignment and the same handed-in files, sandbox on."""

import contextlib
import copy
import io
import logging
import os
import resource
import shutil
import sys
from collections.abc import Iterator
from time import perf_counter

from bench import sample
from bench.result import Result
from convnets.classroom import grade
from convnets.classroom.course import Course
from convnets.classroom.submissions import find

CLASS = 12
ROUNDS = 3
SIZES = 10, 100


def run(course: Course) -> list[Result]:
    """The same class on either road, in turn; then what a submission costs in a small class and in a large one."""
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    _graded(course, 1)  # the chapter's own answers are worked out once for a class, and the sandbox is tried
    ours, theirs = [], []
    for i in range(ROUNDS):
        for road, times in ((_ours, ours), (_stock, theirs))[:: 1 if i % 2 else -1]:
            students = _class(course, CLASS)
            start = perf_counter()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), _silent():
                points = [road(course, student) for student in students] if road is _stock else road(course)
            times.append((perf_counter() - start) / CLASS)
            if points != [6] * CLASS:
                raise RuntimeError(f"everybody should have 6 points, and has {points}")
    small, large = ([_graded(course, size) for _ in range(runs)] for size, runs in zip(SIZES, (2, 2), strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    print(f"memory of the grader, its most: {memory:.2f} GB", file=sys.stderr)
    one, other = (f"grading a submission, in a class of {size}" for size in SIZES)
    return [
        Result(
            f"grading a submission, in a class of {CLASS}, {os.cpu_count()} workers",
            ours,
            "stock nbgrader autograde",
            theirs,
            "at least 3",
            "speed",
        ),
        Result(other, large, one, small, "at most 1"),
    ]


def _class(course: Course, size: int) -> list[str]:
    """A class of right submissions, and nobody else's; nothing of them was ever run."""
    for folder in ("submitted", "autograded"):
        shutil.rmtree(course.root / folder, ignore_errors=True)
    students = [f"student{perf_counter()}" for _ in range(size)]
    for student in students:
        sample.hand_in(course, student)
    return students


def _graded(course: Course, size: int) -> float:
    """Seconds a submission, in a class of this size."""
    _class(course, size)
    start = perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        _ours(course)
    return (perf_counter() - start) / size


def _ours(course: Course) -> list[float]:
    return [record.score for record in grade.grade_all(course, sample.CHAPTER, find(course, sample.CHAPTER))]


def _stock(course: Course, student: str) -> float:
    """nbgrader as it comes: its own steps, in its own order."""
    from nbgrader.apps import NbGraderAPI

    config = copy.deepcopy(course.config)
    del config["Autograde"]
    outcome = NbGraderAPI(config=config).autograde(sample.CHAPTER, student)
    if not outcome["success"]:
        raise RuntimeError(outcome["log"][-2000:])
    with course.gradebook() as gradebook:
        return gradebook.find_submission(sample.CHAPTER, student).score


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Kernels write to the file descriptor itself."""
    saved, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)
