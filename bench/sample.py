"""A course released in a folder of its own, and right answers handed in: the tests' sample, or the course itself."""

import copy
import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat

from convnets.classroom.chapters import bank
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course, create
from convnets.classroom.releasing import release

HERE = Path(__file__).resolve().parents[1]
CHAPTER = "90_sample"


def released(folder: Path, like: Path = HERE / "tests" / "course", chapters: Sequence[str] = ()) -> Course:
    """A course like another one, with these of its chapters released, or all."""
    course = create(folder / "course", like=like)
    release.release(course, chapters or course.chapters)
    return course


def answers(course: Course, chapter: Chapter) -> dict[str, str]:
    """A right answer to each exercise, as a student would have written it."""
    return {name: next(a.source for a in known if a.right) for name, known in bank.read(chapter, course.answers(chapter)).items()}


def key(course: Course, chapter: str = CHAPTER) -> Path:
    """The practice key, which a student's copy of the course holds."""
    return course.root.parent / "src" / "convnets" / "keys" / f"{chapter}.json"


def hand_in(course: Course, student: str, name: str = CHAPTER) -> None:
    """A right submission, different from every other one: stored results of another must not be used."""
    chapter, notebook = course.chapter(name), copy.deepcopy(course.notebooks(name)[1])
    right = answers(course, chapter)
    for cell in notebook.cells:
        kind, _, exercise = cell.id.partition("-")
        if kind == "exercise":
            cell.source = f"# {student}\n{right[exercise]}"
    folder = course.root / "submitted" / student / name
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")
    shutil.copy(key(course, name), folder / f"{name}.key.json")  # so that the checks have something to judge by on either road
