"""A mistake located while grading: in the sandbox, judged outside, kept; and nothing is said that is not sure."""

import ast
import copy
import html
import time
from dataclasses import replace

import nbformat
import pytest
from conftest import PROJECT, SAMPLE

from convnets.classroom.course import Course
from convnets.classroom.grading.grade import grade
from convnets.classroom.intake.restore import restore
from convnets.classroom.judging import keys, locate
from convnets.classroom.judging.judge import Judge
from convnets.classroom.judging.locate import Asked, Locate, Purse, Search, asked_of, located
from convnets.classroom.judging.record import load
from convnets.classroom.judging.scoring import Scoring
from convnets.classroom.records.report import report, student_page
from convnets.classroom.running import sandbox
from convnets.classroom.running.run import Limits, Run, Step, run
from convnets.evidence.verdict import judge
from convnets.repair.order import candidates

BOX = found if (found := sandbox.find()).safe else sandbox.UNSAFE
NONCE = "located"
WRONG = {  # how an answer of the course is changed, by no operator that undoes just that: the line that must be told, in the student's own words
    ("05_resnet", "basic_block"): ("y + self.shortcut(x)", "y + F.relu(self.shortcut(x))", "look at `F.relu(self.shortcut(x))`"),
    ("05_resnet", "pad_shortcut"): (
        "x[:, :, ::stride, ::stride]",
        "x[:, :, ::stride, ::2 * stride]",
        "look at `2` in `x = x[:, :, ::stride, ::2 * stride]`",
    ),
}


def steps(chapter, exercise):
    """The cells before an exercise, as a search runs them."""
    return next(iter(locate.surroundings(chapter, exercise, [], Run())))


def asked(chapter, exercise, source, right=()) -> list[Asked]:
    """What is asked of a wrong answer, by the key that the chapter's own gives."""
    e = chapter.exercises[exercise]
    walk = [*steps(chapter, exercise), Step("own", e.cell.source, "definition"), Step("c1", e.check.source, "check", exercise, "own")]
    walk += [Step("wrong", source, "definition"), Step("c2", e.check.source, "check", exercise, "wrong")]
    seen = run(walk, NONCE, BOX, limits=Limits(notebook=600)).seen
    answers = keys.Answers(chapter, {exercise: []}, {}, {exercise: seen["own"]})
    verdict = judge(answers.key(exercise), seen["wrong"])
    return asked_of(chapter, answers.key(exercise), verdict, source, right, NONCE, [], Run())[:1]


@pytest.fixture(scope="module")
def sample(chapter) -> list[Asked]:
    source = chapter.exercises["basic_block"].cell.source
    return asked(
        chapter,
        "basic_block",
        source.replace("self.bn2(self.conv2(y)) + self.shortcut(x)", "self.bn2(self.conv2(y)) + F.relu(self.shortcut(x))"),
    )


@pytest.mark.parametrize(("chapter", "exercise"), WRONG)
def test_a_changed_answer_of_the_course_is_located(chapter, exercise):
    right, wrong, words = WRONG[chapter, exercise]
    chapter = Course(PROJECT / "course").chapter(chapter)
    source = chapter.exercises[exercise].cell.source
    assert source.count(right) == 1
    line = source[: source.index(right)].count("\n") + 1
    found = located(asked(chapter, exercise, source.replace(right, wrong)), BOX, 60, None)
    assert words in found.told.says and found.told.lines == (line,)


def test_a_result_is_kept_and_the_same_answer_is_not_searched_again(sample, tmp_path, monkeypatch):
    found = located(sample, BOX, 60, tmp_path)
    assert "look at `F.relu(self.shortcut(x))`. Is everything there needed?" in found.told.says
    monkeypatch.setattr(Search, "go", lambda self: pytest.fail("searched again"))
    assert located(sample, BOX, 60, tmp_path).told == found.told
    assert located([replace(sample[0], nonce="another")], BOX, 60, tmp_path, look=False) is None


def test_what_a_try_does_costs_that_try_alone(sample):
    """It may end its process or go on for ever, and in the sandbox delete every file: the next try is answered as if nothing had been."""
    search = Search(sample[0], BOX, 60)
    try:
        before = search._try(sample[0].own)
        search.limits = dict.fromkeys(before, 0.5)
        label = next(iter(before))
        value = before[label]["value"]
        ends = [
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
            "while True: pass",
            "import torch\ntorch.relu = torch.nn.functional.relu = torch.add = None",
        ]
        ends += ["import builtins\nbuiltins.len = None", "globals().clear()", "x = torch.empty(10 ** 12)", "raise SystemExit"]
        ends += ["import shutil\nfor folder in ('/tmp', '/box', '/dev/shm'): shutil.rmtree(folder, ignore_errors=True)"] if BOX.safe else []
        for code in ends:
            assert search._try(code, label).get(label, {}).get("state") != "value"
            assert search._try(sample[0].own, label)[label]["value"] == value, code
        assert search.started == 1
        search._try("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", label)
        assert search._try(sample[0].own, label)[label]["value"] == value  # in a process that was made anew
    finally:
        search.shell.close()


def test_nothing_is_said_of_two_mistakes_or_of_an_answer_that_fails_otherwise_here(sample, chapter):
    source = sample[0].source.replace("self.bn1(self.conv1(x))", "self.bn2(self.conv1(x))")
    two = asked(chapter, "basic_block", source)
    assert located([replace(two[0])], BOX, 4, None).told is None
    assert located([replace(sample[0], failing=sample[0].failing[:1])], BOX, 4, None) is None


def test_no_answer_keeps_the_grader_busy(sample, chapter):
    """As long as an answer may be, deep or wide: it is not looked through, or in time."""
    key, failed = sample[0].key, judge(sample[0].key, {o.label: {"state": "value", "value": 0} for o in sample[0].key.observations})
    for source in ("x = [" + "1, " * 6000 + "]", "a = 1\n" * 3000, "x = " + "(" * 90 + "1" + ")" * 90 + " + 1" * 4000):
        assert asked_of(chapter, key, failed, source, (), NONCE, [], Run()) == []
    for source in (
        "x = [" + "1, " * 1400 + "]",
        "a = 1\n" * 700,
        "def f(" + ", ".join(f"a{i}" for i in range(150)) + "):\n    return " + " + ".join(f"a{i}" for i in range(150)),
    ):
        (one, *_) = asked_of(chapter, key, failed, source, (), NONCE, [], Run())
        before = time.process_time()
        assert len(candidates(ast.parse(one.source))) <= 20_000 and time.process_time() - before < 30


def test_a_class_pays_for_searching_with_a_share_of_its_time():
    purse = Purse()
    assert purse.take(8) == 8 and purse.take(8) == locate.START - 8 and purse.take(8) == 0
    purse.earn(10)
    assert purse.take(100) == pytest.approx(10 * locate.SHARE)


def test_it_stands_in_the_verdict_and_the_record_and_can_be_switched_off(own_course):
    source, release = own_course.notebooks(SAMPLE)
    submitted = copy.deepcopy(source)
    cell = next(c for c in submitted.cells if c.id == "exercise-basic_block")
    cell.source = cell.source.replace("+ self.shortcut(x)", "+ F.relu(self.shortcut(x))")
    judged = {}
    for when in ("off", "now"):
        notebook = restore(source, release, submitted)
        record = Judge.of(own_course, SAMPLE).judge(notebook, "s", Scoring(), Locate(when=when, seconds=60))
        shown = next(c for c in notebook.cells if c.id == "check-basic_block").outputs
        judged[when] = record, next(o["data"]["text/plain"] for o in shown if "text/html" in o.get("data", {}))
    (off, silent), (now, shown) = judged["off"], judged["now"]
    assert "alone" not in silent and off.unexplained == ["basic_block"] and not off.mistakes
    assert "A change in line" in shown and "`F.relu(self.shortcut(x))`" in shown
    assert now.score == off.score and not now.unexplained
    assert now.mistakes == {"basic_block": "`F.relu(self.shortcut(x))`: something in it is too much"}
    assert now.diagnoses["basic_block"] in shown


def test_a_class_is_graded_first_and_searched_later_and_its_slips_are_counted(own_course, capsys):
    """The report counts two students with one slip together; the grades are those without a search."""
    for student, c in (("ada", "x"), ("bob", "x"), ("eve", "")):
        answered, blank = own_course.notebooks(SAMPLE)
        own = {cell.id: cell.source for cell in answered.cells if cell.id.startswith("exercise-")}
        notebook = copy.deepcopy(blank)
        for cell in notebook.cells:
            cell.source = own.get(cell.id, cell.source)
        cell = next(c for c in notebook.cells if c.id == "exercise-basic_block")
        cell.source = cell.source.replace("+ self.shortcut(x)", f"+ F.relu(self.shortcut({c}))") if c else cell.source
        folder = own_course.root / "submitted" / student / SAMPLE
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{SAMPLE}.ipynb")
    grade(own_course, SAMPLE, locate="off", feedback=False)
    before = [(r.student, r.score, r.mistakes) for r in load(own_course, SAMPLE)]
    assert [m for *_, m in before] == [{}, {}, {}] and before[0][1] == before[1][1] < before[2][1]
    own_course.config.Locate.seconds = 60
    grade(own_course, SAMPLE, locate="later", feedback=False)
    after = load(own_course, SAMPLE)
    assert [(r.student, r.score) for r in after] == [(student, score) for student, score, _ in before]
    page = report(own_course, own_course.chapter(SAMPLE)).read_text()
    assert sum("basic_block" in r.mistakes for r in after) == 2
    assert html.escape(after[0].mistakes["basic_block"]) in page
    assert "would make everything pass" in student_page(own_course, own_course.chapter(SAMPLE), "ada").read_text()
