"""Grading a class: our road beside stock nbgrader's, on the same released assignment and the same handed-in files, sandbox on."""

import contextlib
import copy
import io
import logging
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from bench import sample
from bench.result import Result
from convnets.classroom.course import Course
from convnets.classroom.grading import grade
from convnets.classroom.intake.submissions import find

CLASS = 12
ROUNDS = 3
SIZES = 10, 100
WHOLE = "05_resnet"  # a chapter of the course, with all its exercises
WHOLE_CLASS, WHOLE_STOCK = 40, 4  # of it; stock's road takes a minute for each


def run(course: Course) -> list[Result]:
    """The same class on either road, in turn; what a submission costs in a small class and in a large one; and a whole chapter."""
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    _graded(course, 1)  # the chapter's own answers are worked out once for a class, and the sandbox is tried
    ours, theirs = [], []
    for i in range(ROUNDS):
        for road, times in ((_ours, ours), (_stock, theirs))[:: 1 if i % 2 else -1]:
            times.append(_graded(course, CLASS, road=road))
    small, large = ([_graded(course, size) for _ in range(runs)] for size, runs in zip(SIZES, (2, 2), strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    print(f"memory of the grader, its most: {memory:.2f} GB", file=sys.stderr)
    one, other = (f"grading a submission, in a class of {size}" for size in SIZES)
    workers, stock = f"{os.cpu_count()} workers", "stock nbgrader autograde"
    return [
        Result(f"grading a submission, in a class of {CLASS}, {workers}", ours, stock, theirs, "at least 3", "speed"),
        Result(other, large, one, small, "at most 1"),
        Result(
            f"grading chapter {WHOLE[:2]}, a submission in a class of {WHOLE_CLASS}, {workers}",
            *_whole(),
            "at least 3",
            "speed",
        ),
    ]


def _whole() -> tuple[list[float], str, list[float]]:
    """A chapter of the course on either road. Stock's runs its training cells too, shortened as for a quick look."""
    with tempfile.TemporaryDirectory() as folder, _silent():
        course = sample.released(Path(folder), sample.HERE / "course", [WHOLE])
        _graded(course, 1, WHOLE)
        ours = _graded(course, WHOLE_CLASS, WHOLE)
        os.environ["CONVNETS_FAST"] = "1"
        try:
            theirs = _graded(course, WHOLE_STOCK, WHOLE, _stock)
        finally:
            del os.environ["CONVNETS_FAST"]
    return [ours], f"stock nbgrader autograde, {WHOLE_STOCK} of them, training shortened", [theirs]


def _graded(course: Course, size: int, chapter: str = sample.CHAPTER, road: Callable[..., list[float]] | None = None) -> float:
    """Seconds a submission, in a class of this size, all of it right and nobody else's; nothing of it was ever run."""
    for folder in ("submitted", "autograded"):
        shutil.rmtree(course.root / folder, ignore_errors=True)
    students = [f"student{perf_counter()}" for _ in range(size)]
    for student in students:
        sample.hand_in(course, student, chapter)
    start = perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), _silent():
        points = (road or _ours)(course, chapter, students)
    seconds = (perf_counter() - start) / size
    out_of = sum(exercise.points for exercise in course.chapter(chapter).exercises.values())
    if points != [out_of] * size:
        raise RuntimeError(f"everybody should have {out_of} points, and has {points}")
    return seconds


def _ours(course: Course, chapter: str, _students: list[str]) -> list[float]:
    return [record.score for record in grade.grade_all(course, chapter, find(course, chapter))]


def _stock(course: Course, chapter: str, students: list[str]) -> list[float]:
    """nbgrader as it comes: its own steps, in its own order."""
    from nbgrader.apps import NbGraderAPI

    config = copy.deepcopy(course.config)
    del config["Autograde"]
    api, scores = NbGraderAPI(config=config), []
    for student in students:
        outcome = api.autograde(chapter, student)
        if not outcome["success"]:
            raise RuntimeError(outcome["log"][-2000:])
        with course.gradebook() as gradebook:
            scores.append(gradebook.find_submission(chapter, student).score)
    return scores


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
