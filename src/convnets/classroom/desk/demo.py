"""The main job, finite and on embedded data: a network learns to read digits, and a small class goes through chapter 01."""

import copy
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.rule import Rule

from convnets import data, models, train
from convnets.base.console import console
from convnets.classroom.chapters import bank
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course, CourseError, create
from convnets.classroom.grading.grade import grade
from convnets.classroom.records import report
from convnets.classroom.releasing import release
from convnets.classroom.running import sandbox

CHAPTER = "01_lenet"
SEEDS = 0, 1, 2
MADE = ".made-by-convnets-demo"
HOSTILE = """\
import contextlib, os, socket, sys
from pathlib import Path

with contextlib.suppress(Exception):
    from convnets.models import lenet  # the answer itself
with contextlib.suppress(Exception):
    print("found", len(list(Path.home().iterdir())), "things at home")
with contextlib.suppress(Exception):
    socket.create_connection(("192.0.2.1", 80), timeout=1)
with contextlib.suppress(Exception):
    import convnets.check
    convnets.check.check = lambda *a: (lambda *a, **k: True)
os._exit(0)  # "all went well"
"""


def run(out: Path) -> int:
    """Train, then release, hand in, grade and feed back in a course folder of its own under ``out``. Returns 0 when all of it worked."""
    started = time.monotonic()
    home = Course.find()
    learn()
    course, chapter = open_course(home, out)
    for student, file, text in submissions(course, chapter):
        folder = course.root / "submitted" / student / chapter.name
        folder.mkdir(parents=True)
        (folder / file).write_text(text, encoding="utf-8")
    heading(f"Grade {len(list((course.root / 'submitted').iterdir()))} submissions")
    found = sandbox.find()
    print(f"sandbox:  {found.name} ({found.note})")
    if not found.safe:
        print("          these submissions were made by this command itself, so they are graded without one; a class's would be refused")
    grade(course, chapter.name, unsafe=not found.safe)
    page = report.report(course, chapter)
    heading("Next")
    print(
        f"All of it in {time.monotonic() - started:.0f} s. Look at the report on the class, {page}, and at a student's feedback in {course.root / 'feedback'}; then type: make lab"
    )
    return 0


def learn() -> None:
    """Train LeNet-5 on the embedded digits, once for each seed, and print what it reaches."""
    import torch

    digits = data.load("digits")
    heading(f"Train LeNet-5 on {len(digits.train):,} handwritten digits")
    reached, seconds = [], []
    for seed in SEEDS:
        torch.manual_seed(seed)
        history = train.fit(models.create("lenet5"), digits, seed=seed, **train.DIGITS)
        reached.append(history.test_accuracy[-1])
        seconds.append(history.seconds)
        print(f"seed {seed}: {reached[-1]:.1%} of {len(digits.test):,} digits it never saw, in {seconds[-1]:.1f} s")
    print(f"median: {statistics.median(reached):.1%} in {statistics.median(seconds):.1f} s")


def open_course(home: Course, out: Path) -> tuple[Course, Chapter]:
    """A fresh course folder with one chapter released in it."""
    heading(f"Release chapter {CHAPTER} in {out / 'course'}")
    folder = out / "course"
    if (folder / MADE).is_file():  # an earlier demonstration's, and nobody else's
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise CourseError(f"{folder} exists and is not a demonstration's: choose another place with --out")
    course = create(folder, like=home.root)
    (folder / MADE).touch()
    chapter = course.chapter(CHAPTER)
    release.assign(course, chapter)
    print(
        f"{len(chapter.exercises)} exercises and {len(chapter.written)} written question{'s' if len(chapter.written) != 1 else ''}, {chapter.points:g} points"
    )
    return course, chapter


def submissions(course: Course, chapter: Chapter) -> Iterator[tuple[str, str, str]]:
    """Student, file name and text of what a class hands in, made from the answer bank."""
    _, blank = course.notebooks(chapter.name)
    answers = bank.read(chapter, course.answers(chapter))
    right = {e: [a.source for a in found if a.right] for e, found in answers.items()}
    wrong = {e: [a.source for a in found if not a.right] for e, found in answers.items()}
    own = {e: exercise.cell.source for e, exercise in chapter.exercises.items()}
    names = list(chapter.exercises)

    def notebook(*parts: dict[str, str], change: Callable[[NotebookNode], None] = lambda nb: None) -> str:
        made = copy.deepcopy(blank)
        for cell in made.cells:
            for answer in parts:
                cell.source = answer.get(cell.id.removeprefix("exercise-"), cell.source)
        change(made)
        return nbformat.writes(made)

    def mistakes(n: int) -> dict[str, str]:
        return {e: found[n % len(found)] for e, found in wrong.items()}

    def without_a_check(nb: NotebookNode) -> None:
        nb.cells = [c for c in nb.cells if c.id != f"check-{names[0]}"]

    file = f"{chapter.name}.ipynb"
    noise = "import sys, warnings\nwarnings.warn('a warning of the student')\nprint('a line on stderr', file=sys.stderr)\n"
    yield "ada", file, notebook(own)
    yield "grace", file, notebook({e: found[0] for e, found in right.items()})
    yield "김민수", file, notebook({e: found[-1] for e, found in right.items()})
    yield "carl", file, notebook(own, {names[1]: wrong[names[1]][0]})
    yield "emmy", file, notebook(own, mistakes(1))
    yield "kunihiko", file, notebook(own, mistakes(2))
    yield "half-done", file, notebook({e: own[e] for e in names[: len(names) // 2]})
    yield "blank", file, notebook()
    yield "raises", file, notebook(own, {names[1]: "raise RuntimeError('not today')"})
    yield "noisy", file, notebook(own, {names[0]: noise + own[names[0]]})
    yield "hostile", file, notebook(own, {names[1]: HOSTILE})
    yield "damaged-file", file, notebook(own)[:4000]
    yield "no-check-cell", file, notebook(own, change=without_a_check)
    yield "renamed", f"{chapter.name} (1).ipynb", notebook(own)


def heading(text: str) -> None:
    """A line across the terminal that begins with `text`."""
    sys.stdout.flush()
    console().print(Rule(text, align="left", style="dim"))
