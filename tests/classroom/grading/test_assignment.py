"""An instructor's other nbgrader assignments beside the chapters: nbgrader's own rules, our sandbox, and every command knows them."""

import csv
import json
import shutil

import nbformat
import pytest
from conftest import SAMPLE, convnets, nbgrader, needs_sandbox
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from convnets import cli
from convnets.classroom.course import Course
from convnets.classroom.judging.record import load
from convnets.classroom.records.late import standings

pytestmark = needs_sandbox

TESTS = (
    "assert square(2) == 4\n### BEGIN HIDDEN TESTS\n"
    "assert square(3) == 9, 'three squared is nine'\n### END HIDDEN TESTS\nassert square(0) == 0"
)
NETWORKS = "from importlib.util import find_spec\nfrom pathlib import Path\nassert Path(find_spec('torchvision').origin, '../models/resnet.py').resolve().is_file()\n"
RIGHT = "def square(x):\n    return x * x"
ANSWERS = {  # student: the answer, points of the two cells of tests
    "ada": (RIGHT, 3, 2),
    "o'brien [x] +1": ("def square(x):\n    return 2 * x  # four for two", 0, 2),
    "blank": (None, 0, 2),
    "dies": ("import os\nos._exit(0)", 0, 0),
    "김민수": ("import socket\nsocket.create_connection(('1.1.1.1', 53), 2)\n" + RIGHT, 0, 2),
    "spies": (RIGHT + "\nprint(open('SECRET').read())\ndef square(x): return x * x", 3, 2),
}


def cell(source: str, name: str, points: float | None = None, *, solution: bool = False, kind: str = "code"):
    """A cell as "Create Assignment" marks it."""
    told = {"grade": points is not None, "grade_id": name, "locked": not solution, "schema_version": 3, "solution": solution, "task": False}
    told |= {} if points is None else {"points": points}
    return (new_code_cell if kind == "code" else new_markdown_cell)(source, metadata={"nbgrader": told})


def made(course: Course, name: str, stem: str, kernel: str, language: str, cells: list) -> None:
    """An assignment's source, as an instructor saves it."""
    folder = course.root / "source" / name
    folder.mkdir(parents=True, exist_ok=True)
    spec = {"name": kernel, "language": language, "display_name": kernel}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), folder / f"{stem}.ipynb")


@pytest.fixture(scope="module")
def other(project, tmp_path_factory) -> Course:
    """The sample's course with an assignment of nbgrader's beside it, released, handed in by a class and graded; one in R is released."""
    root = tmp_path_factory.mktemp("other")
    shutil.copytree(project, root / "project")
    course = Course(root / "project" / "course")
    cells = [
        cell("def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION", "square", solution=True),
        cell(TESTS, "test-square", 3),
        cell(NETWORKS + "assert open('data.txt').read() == 'forty-two'", "test-data", 2),
        cell("Why?", "why", 4, solution=True, kind="markdown"),
    ]
    made(course, "squares", "hw1", "python3", "python", cells)
    (course.root / "source" / "squares" / "data.txt").write_text("forty-two")
    r = [
        cell("f <- function(x) {\n  ### BEGIN SOLUTION\n  x^2\n  ### END SOLUTION\n}", "f", solution=True),
        cell("stopifnot(f(2) == 4)", "t", 1),
    ]
    made(course, "in_r", "in_r", "ir", "R", r)
    for name in ("squares", "in_r"):
        done = convnets("release", name, cwd=course.root)
        assert done.returncode == 0, done.stderr
    blank = nbformat.read(course.root / "release" / "squares" / "hw1.ipynb", 4)
    for student, (answer, *_) in ANSWERS.items():
        for c in blank.cells if answer else ():
            if c.metadata.nbgrader.grade_id in ("square", "why"):
                c.source = answer.replace("SECRET", str(course.root / "source" / "squares" / "hw1.ipynb"))
        (course.root / "all" / student).mkdir(parents=True)
        nbformat.write(
            blank if answer else nbformat.read(course.root / "release" / "squares" / "hw1.ipynb", 4),
            course.root / "all" / student / "hw1 (1).ipynb",
        )
    shutil.copytree(course.root / "release" / "in_r", course.root / "all" / "ada" / "r")
    done = convnets("collect", course.root / "all", cwd=course.root)
    assert done.returncode == 0, done.stdout
    done = convnets("grade", "squares", cwd=course.root)
    assert done.returncode == 0, done.stdout + done.stderr
    return course


def points(course: Course) -> dict[str, tuple]:
    return {r.student: tuple(e["score"] for e in r.exercises.values()) for r in load(course, "squares")}


def test_a_class_gets_nbgraders_points_in_our_sandbox(other):
    """Data files and ready-made networks are there, solutions and the network are not; a kernel that dies costs nobody else, and not the table."""
    assert points(other) == {student: tuple(wanted) for student, (_, *wanted) in ANSWERS.items()} | {"spies": (3, 2)}
    output = json.dumps(nbformat.read(other.root / "autograded" / "spies" / "squares" / "hw1.ipynb", 4))
    assert "No such file or directory" in output and "BEGIN SOLUTION" not in output


def test_status_report_and_export_know_it(other, capsys):
    for command in ("status squares", "report squares", "report squares --student ada", "due squares"):
        assert cli.main([*command.split(), "--course", str(other.root)]) == 0, command
    said = capsys.readouterr().out
    assert "partly graded" in said and "dies" in (other.root / "report" / "squares.html").read_text()
    assert cli.main(["export", "squares", "moodle", "--course", str(other.root)]) == 1
    assert "a written question is not marked yet: ada" in capsys.readouterr().out
    assert list(csv.reader((other.root / "squares-moodle.csv").open())) == [["student", "squares"], ["blank", "2.0"]], (
        "who answered nothing has no open question"
    )


def test_feedback_shows_no_hidden_test_and_says_that_one_failed(other):
    """Neither its lines nor its message, not where an error quotes them; what is public stays."""
    page = (other.root / "feedback" / "o'brien [x] +1" / "squares" / "hw1.html").read_text()
    assert "AssertionError in a hidden test" in page and "four for two" in page
    for page in (p.read_text() for p in (other.root / "feedback").rglob("hw1.html")):
        assert "three squared" not in page and "HIDDEN" not in page and "test-square" in page


def test_a_kernel_that_is_not_here_is_said_in_a_line_and_the_stub_is_of_its_language(other, capsys):
    assert "fail()" in (other.root / "release" / "in_r" / "in_r.ipynb").read_text()
    assert (other.root / "submitted" / "ada" / "in_r" / "in_r.ipynb").is_file()
    assert cli.main(["grade", "in_r", "--course", str(other.root)]) == 1
    said = capsys.readouterr().err.strip()
    assert "needs the kernel 'ir', which is not installed here" in said and "\n" not in said
    assert standings(other, "in_r") == {} and not (other.root / "autograded" / "ada" / "in_r").exists()


def test_stock_commands_give_the_same_and_the_chapter_beside_it_is_graded_as_ever(other, blank):
    """`nbgrader autograde` and `generate_feedback` of the one, with nbgrader's rule for late work; `convnets grade` of the other."""
    before = points(other)
    with (other.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    assert cli.main(["due", "squares", "2026-01-01", "--course", str(other.root)]) == 0
    (other.root / "submitted" / "blank" / "squares" / "timestamp.txt").write_text("2026-01-05 10:00:00 UTC")
    for command in ("autograde", "generate_feedback"):
        done = nbgrader(
            command, "squares", "--force", "--CourseDirectory.student_id_exclude=o'brien [x] +1,dies,spies,김민수", cwd=other.root
        )
        assert done.returncode == 0, done.stderr
    assert points(other) == before and standings(other, "squares")["blank"].final == 0
    assert "three squared" not in (other.root / "feedback" / "ada" / "squares" / "hw1.html").read_text()
    done = nbgrader("autograde", "in_r", cwd=other.root)
    assert done.returncode == 1 and "needs the kernel 'ir'" in done.stderr and not (other.root / "autograded" / "ada" / "in_r").exists()
    mine = other.root / "submitted" / "ada" / SAMPLE
    mine.mkdir()
    (mine / f"{SAMPLE}.ipynb").write_text(nbformat.writes(blank))
    assert convnets("grade", "90", cwd=other.root).returncode == 0 and [r.score for r in load(other, SAMPLE)] == [0]


def test_a_link_among_the_files_of_a_submission_is_not_followed(other):
    """A student's code may read what lies beside its notebook, so nothing of somebody else's is copied there."""
    folder = other.root / "submitted" / "spies" / "squares"
    (folder / "more.txt").symlink_to(other.root / "source" / "squares" / "hw1.ipynb")
    try:
        assert nbgrader("autograde", "squares", "--student", "spies", "--force", cwd=other.root).returncode == 1
        done = convnets("grade", "squares", "--student", "spies", cwd=other.root)
        assert done.returncode == 1 and "more.txt is a link to somewhere else" in done.stdout
        assert not (other.root / "autograded" / "spies").exists() or not list((other.root / "autograded" / "spies").rglob("more.txt"))
    finally:
        (folder / "more.txt").unlink()
