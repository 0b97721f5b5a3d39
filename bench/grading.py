"""Grading one right submission: our road beside stock nbgrader's, on the same released assignment and the same handed-in file."""

import contextlib
import copy
import io
import logging
import os
from collections.abc import Iterator
from time import perf_counter

from bench import sample
from bench.result import Result
from convnets.classroom import grade
from convnets.classroom.course import Course
from convnets.classroom.submissions import find

RUNS = 5


def run(course: Course) -> list[Result]:
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    ours, theirs = [], []
    for i in range(1 + RUNS):  # the first run has the chapter's own answers computed, once for a class
        for road, times in ((_ours, ours), (_stock, theirs))[:: 1 if i % 2 else -1]:
            student = f"{road.__name__.strip('_')}{i}"
            sample.hand_in(course, student)
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), _silent():
                start = perf_counter()
                points = road(course, student)
                times.append(perf_counter() - start)
            if points != 6:
                raise RuntimeError(f"{student} should have 6 points, and has {points}")
    return [Result("grading one submission, in a sandbox", ours[1:], "stock nbgrader autograde", theirs[1:])]


def _ours(course: Course, student: str) -> float:
    (record,) = grade.grade_all(course, sample.CHAPTER, find(course, sample.CHAPTER, student), workers=1)
    return record.score


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
