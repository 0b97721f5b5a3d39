"""The sample course of the tests, released in a folder of its own, and right answers handed in."""

import copy
import shutil
from pathlib import Path

import nbformat

from convnets.classroom import bank, release
from convnets.classroom.chapter import Chapter
from convnets.classroom.course import Course, create

HERE = Path(__file__).resolve().parents[1]
CHAPTER = "90_sample"


def released(folder: Path) -> Course:
    course = create(folder / "course", like=HERE / "tests" / "course")
    release.release(course, course.chapters)
    return course


def answers(course: Course, chapter: Chapter) -> dict[str, str]:
    """A right answer to each exercise, as a student would have written it."""
    return {name: next(a.source for a in known if a.right) for name, known in bank.read(chapter, course.answers(chapter)).items()}


def key(course: Course) -> Path:
    """The practice key, which a student's copy of the course holds."""
    return course.root.parent / "src" / "convnets" / "keys" / f"{CHAPTER}.json"


def hand_in(course: Course, student: str) -> None:
    """A right submission, different from every other one: stored results of another must not be used."""
    chapter, notebook = course.chapter(CHAPTER), copy.deepcopy(course.notebooks(CHAPTER)[1])
    right = answers(course, chapter)
    for cell in notebook.cells:
        kind, _, name = cell.id.partition("-")
        if kind == "exercise":
            cell.source = f"# {student}\n{right[name]}"
    folder = course.root / "submitted" / student / CHAPTER
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{CHAPTER}.ipynb")
    shutil.copy(key(course), folder / f"{CHAPTER}.key.json")  # so that the checks have something to judge by on either road
