"""A class graded: every submission ends in one state, good neighbours get what they would get alone, nothing is lost, kept or shown that should not be."""

import csv
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import nbformat
import pytest
from conftest import SAMPLE, convnets, nbgrader, needs_sandbox, submission
from nbconvert import HTMLExporter

from convnets import cli
from convnets.classroom import course as course_module
from convnets.classroom.course import Course, CourseError
from convnets.classroom.grading import grade as grading
from convnets.classroom.grading import steps
from convnets.classroom.intake.submissions import Submission, find
from convnets.classroom.judging.judge import Judge
from convnets.classroom.judging.record import load
from convnets.classroom.records import feedback
from convnets.classroom.running.sandbox import UNSAFE
from convnets.classroom.running.shell import MachineFailure
from convnets.classroom.states import Cause, Outcome
from convnets.evidence.verdict import short

pytestmark = needs_sandbox

FILE = f"{SAMPLE}.ipynb"
ASIDE, GRADED, PARTLY = Outcome.ASIDE, Outcome.GRADED, Outcome.PARTLY
CLASS = {  # student: (state, cause, points for the exercises)
    "right": (GRADED, None, 6),
    "styled": (GRADED, None, 6),
    "김민수": (GRADED, None, 2.6),
    "o'brien [x] +1": (GRADED, None, 5),
    "blank": (GRADED, None, 0),
    "dies": (PARTLY, Cause.DIED, 2),
    "loops": (PARTLY, Cause.OUT_OF_TIME, 4),
    "noisy": (GRADED, None, 6),
    "not a number": (GRADED, None, 3.6),
    "below the stub": (GRADED, None, 6),
    "odd characters": (GRADED, None, 6),
    "forger": (GRADED, None, 0),
    "plays on": (GRADED, None, 6),
    "snoop": (GRADED, None, 6),
    "odd files beside": (GRADED, None, 6),
    "odd timestamp": (GRADED, None, 6),
    "damaged": (ASIDE, Cause.UNREADABLE, None),
    "empty": (ASIDE, Cause.UNREADABLE, None),
    "a list": (ASIDE, Cause.UNREADABLE, None),
    "old format": (GRADED, None, 6),
    "future format": (ASIDE, Cause.UNREADABLE, None),
    "renamed": (GRADED, None, 6),
    "two": (ASIDE, Cause.AMBIGUOUS, None),
    "none": (ASIDE, Cause.AMBIGUOUS, None),
    "linked": (ASIDE, Cause.AMBIGUOUS, None),
    "no checks": (GRADED, Cause.DAMAGED, 6),
    "copied check": (GRADED, None, 6),
    "stripped": (GRADED, None, 6),
    "split": (GRADED, None, 6),
    "backwards": (GRADED, None, 6),
    "writes": (GRADED, None, 4),
    "replaces": (GRADED, None, 4),
    "strips": (GRADED, None, 6),  # the answer is right, and the checks are put back before each
    "pretends": (GRADED, None, 0),
    "30 MB": (GRADED, None, 6),
}


SNOOP = """import inspect, linecache, gc, threading
found = set()
def snoop():
    for frame in inspect.stack():
        found.update(linecache.getlines(frame.filename))
    found.update(str(c.co_consts) for f in inspect.stack() for c in f.frame.f_code.co_consts if inspect.iscode(c))
    found.update(get_ipython().user_ns.get("In", []))
threading.Thread(target=lambda: [time.sleep(0.05) or print(found) for _ in range(200)], daemon=True).start()
import time
"""


NOISE = """import logging, sys, warnings
import matplotlib.pyplot as plt, torch, tqdm.auto
warnings.warn("CUDA initialization: no driver"); logging.getLogger().error("e"); torch.cuda.is_available()
for _ in tqdm.auto.tqdm(range(9)): pass
plt.plot([1, 2]); plt.show(); plt.figure()
"""
WRITES = """import json, os
class P:
    def __reduce__(self): return os.system, ("touch /tmp/ran",)
for path in (*PATHS, "/box/records/x.json", "/tmp/grades.csv", os.path.expanduser("~/.convnets/results.json")):
    for mode in ("r+b", "wb"):
        try:
            open(path, mode).write(b'{"score": 6}')
        except OSError:
            try: os.makedirs(os.path.dirname(path))
            except OSError: pass
def same_padding(kernel, dilation=1): return P()
"""
REPLACES = """import builtins, math, sys, numpy, torch, convnets.check, convnets.evidence.probes, convnets.evidence.verdict
torch.allclose = torch.equal = numpy.allclose = math.isclose = convnets.evidence.verdict.same = lambda *a, **k: True
convnets.check.observer.Observer.score = convnets.evidence.verdict.judge = lambda *a: 6.0
get_ipython().showtraceback = get_ipython()._showtraceback = sys.excepthook = lambda *a, **k: None
get_ipython().events.register("pre_run_cell", lambda *a: print(6.0))
def same_padding(kernel, dilation=1):
    raise ValueError
"""
STRIPS = """import ast
class Strip(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.copy_location(ast.Expr(ast.Constant(6.0)), node)
get_ipython().ast_transformers.append(Strip())
"""
ALWAYS = """class Always(int):
    def __eq__(self, other): return True
    __hash__ = int.__hash__
class Anything:
    def __eq__(self, other): return True
def same_padding(kernel, dilation=1):
    return Always(3) if dilation == 1 else Anything()
"""
SUBCLASS = """class T(torch.Tensor):
    shape = property(lambda self: (2, 8, 4, 4))
    def __eq__(self, other): return True
    def detach(self): return self
    def tolist(self): return [[0.0]]
class BasicBlock(nn.Module):
    def __init__(self, *a): super().__init__()
    def forward(self, x): return torch.zeros(2, 8, 4, 4).as_subclass(T)
"""


def hand_in(course: Course, blank, answers) -> None:
    """What the class hands in."""
    own = {name: found["own"] for name, found in answers.items()} | {"why_identity": "Because the layers learn what is missing."}
    padding, block = answers["same_padding"], answers["basic_block"]

    def put(student: str, notebook=None, name: str = FILE, text: str | None = None, **changed: str) -> Path:
        folder = course.root / "submitted" / student / SAMPLE
        folder.mkdir(parents=True, exist_ok=True)
        if notebook is None:
            notebook = submission(blank, **(own | changed))
        (folder / name).write_text(nbformat.writes(notebook) if text is None else text, encoding="utf-8")
        return folder / name

    put("right")
    put("styled", same_padding=padding["right_words"], basic_block=block["right_sequential"])
    put("김민수", same_padding=padding["wrong_ignores_dilation"], basic_block=block["wrong_relu_before_addition"])
    put("o'brien [x] +1", same_padding=padding["wrong_ignores_dilation"])
    put("blank", submission(blank))
    put("dies", basic_block="import os\nclass BasicBlock(nn.Module):\n    def __init__(self, *a):\n        os._exit(1)")
    put(
        "loops",
        same_padding="import convnets.evidence.trial\nconvnets.evidence.trial.SECONDS = 1\ndef same_padding(k, d=1):\n    while True:\n        pass",
    )
    put(
        "noisy",
        same_padding=f"{NOISE}import warnings, sys, os\nparameters = response = check = 3\nwarnings.warn('w'); print('x' * 10**6); print('e', file=sys.stderr)\n"
        + own["same_padding"],
    )
    put(
        "not a number",
        basic_block=own["basic_block"] + "\n    _f = forward\n    def forward(self, x):\n        return self._f(x) * float('nan')\n",
    )
    below = submission(blank)
    for cell in [c for c in below.cells if c.id.startswith("exercise-")]:
        below.cells.insert(below.cells.index(cell) + 1, nbformat.v4.new_code_cell(own[cell.id.removeprefix("exercise-")]))
    put("below the stub", below)
    odd = submission(blank, **own)
    odd.cells.insert(3, nbformat.v4.new_code_cell("x = '한국어 \\u0000 <script>alert(1)</script>'\nprint(x)\nx"))
    put("odd characters", text=nbformat.writes(odd).replace("한국어", "\\ud800"))
    put(
        "forger",
        same_padding="6.0",
        basic_block="from IPython.display import display\nimport convnets.check as c\nc.Observer.score = lambda self: 4.0\nc.verdict = c.show = None\nexit()",
    )
    later = submission(blank, **own)
    later.cells.append(nbformat.v4.new_code_cell("class BasicBlock(nn.Module):\n    'my experiment'\nsame_padding = parameters = 3"))
    put("plays on", later)
    snoop = submission(blank, **own | {"same_padding": SNOOP + own["same_padding"].replace("    return", "    snoop()\n    return")})
    snoop.cells.append(nbformat.v4.new_code_cell("snoop()\nprint(found)"))
    snoop.cells.insert(5, nbformat.v4.new_code_cell("print(found)"))
    put("snoop", snoop)
    beside = put("odd files beside").parent
    (beside / "data.csv").write_bytes(b"\xff\xfe")
    (beside / ".ipynb_checkpoints").mkdir()
    (beside / ".ipynb_checkpoints" / FILE).write_text("{}")
    (beside / "a folder.ipynb").mkdir()
    (put("odd timestamp").parent / "timestamp.txt").write_bytes(b"yesterday, \xff\n")
    put("damaged", text=nbformat.writes(submission(blank, **own))[:3000])
    put("empty", text="")
    put("a list", text="[1, 2]")
    put("old format", text=nbformat.writes(nbformat.convert(submission(blank, **own), 3), version=3))
    put("future format", text=json.dumps(json.loads(nbformat.writes(submission(blank, **own))) | {"nbformat": 5}))
    put("renamed", name=f"{SAMPLE} (1).ipynb")
    put("two", name="a.ipynb")
    put("two", name="b.ipynb")
    put("none").unlink()
    target = put("linked")
    target.rename(target.with_suffix(".txt"))
    target.symlink_to(target.with_suffix(".txt"))
    bare = submission(blank, **own)
    bare.cells = [c for c in bare.cells if not c.id.startswith("check-")]
    put("no checks", bare)
    copied = submission(blank, **own)
    check = next(c for c in copied.cells if c.id == "check-same_padding")
    copied.cells.append(nbformat.from_dict(check | {"id": "copied"}))
    put("copied check", copied)
    stripped = submission(blank, **own)
    for cell in stripped.cells:
        cell.metadata, cell.id = nbformat.from_dict({}), f"c{stripped.cells.index(cell)}"
    put("stripped", stripped)
    split = submission(blank, **own | {"basic_block": own["basic_block"].replace("F.relu", "rectified")})
    at = next(i for i, c in enumerate(split.cells) if c.id == "exercise-basic_block")
    half = nbformat.from_dict(split.cells[at] | {"id": "half", "source": "def rectified(x):\n    return F.relu(x)"})
    split.cells[at : at + 1] = [half, nbformat.from_dict(split.cells[at] | {"id": "other-half"})]
    put("split", split)
    backwards = submission(blank, **own)
    backwards.cells.reverse()
    put("backwards", backwards)
    private = [course.root / "gradebook.db", course.root / f"{SAMPLE}.csv", course.runs / "x.json", course.records / SAMPLE / "x.json"]
    mine = course.root / "submitted" / "writes" / SAMPLE / FILE
    put("writes", same_padding=WRITES.replace("*PATHS", ", ".join(repr(str(p)) for p in [*private, mine])))
    put("replaces", same_padding=REPLACES)
    put("strips", same_padding=STRIPS + own["same_padding"])
    put("pretends", same_padding=ALWAYS, basic_block=SUBCLASS)
    large = submission(blank, **own)
    large.cells[-1].outputs = [nbformat.v4.new_output("stream", text="x" * 30_000_000)]
    put("30 MB", large)
    for i in range(300):  # of students who handed in nothing for this chapter
        (course.root / "submitted" / f"nothing {i}").mkdir()


@pytest.fixture(scope="module")
def graded(once, project, blank, answers) -> Course:
    """The class, graded by the real command. For reading only; what the command said is in ``said.txt``."""

    def make(folder: Path) -> None:
        shutil.copytree(project, folder / "project")
        course = Course(folder / "project" / "course")
        hand_in(course, blank, answers)
        done = convnets("grade", "90", cwd=folder / "project")
        (folder / "said.txt").write_text(done.stdout)
        assert done.returncode == 1, done.stderr  # some were set aside

    return Course(once("graded", make) / "project" / "course")


@pytest.fixture
def again(graded, tmp_path) -> Course:
    """A copy of the graded course to work in."""
    shutil.copytree(graded.root, tmp_path / "course", symlinks=True)
    return Course(tmp_path / "course")


def keep(course: Course, *students: str) -> None:
    """Leave only the submissions of these, so that a test of a whole command takes less."""
    for folder in ("submitted", "autograded"):
        for made in (course.root / folder).iterdir():
            if made.name not in students:
                shutil.rmtree(made)


def records(course: Course) -> dict[str, dict]:
    """What is recorded of each submission, but for the seconds."""
    return {r.student: asdict(r) | {"seconds": 0} for r in load(course, SAMPLE)}


def book(course: Course) -> dict[str, dict[str, tuple]]:
    """What stands in nbgrader's gradebook: student to cell to (automatic score, manual score, needs a person)."""
    with course.gradebook() as gradebook:
        return {
            s.student.id: {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for n in s.notebooks for g in n.grades}
            for s in gradebook.assignment_submissions(SAMPLE)
        }


def auto(entries: dict[str, tuple]) -> float | None:
    scores = [a for name, (a, _, _) in entries.items() if name.startswith("check-")]
    return None if None in scores or not scores else round(sum(scores), 2)


def test_every_submission_ends_in_the_state_it_should(graded):
    found = {r.student: (r.outcome, r.cause, r.score) for r in load(graded, SAMPLE)}
    assert found == CLASS


def test_the_table_shows_everybody_and_says_how_many(graded):
    said = (graded.root.parents[1] / "said.txt").read_text()
    for student, (outcome, _, _) in CLASS.items():
        assert re.search(rf"{re.escape(student)}.*{outcome}", said), student
    count = {o: sum(c[0] is o for c in CLASS.values()) for o in Outcome}
    assert f"{len(CLASS)} submissions: {count[GRADED]} graded, {count[PARTLY]} partly graded, {count[ASIDE]} set aside" in said
    assert "The ReLU comes before the addition; it belongs after." in re.sub(r"[\s│]+", " ", said)


def test_the_gradebook_holds_the_same_scores_and_no_silent_null(graded):
    found = book(graded)
    for student, (outcome, _, score) in CLASS.items():
        if outcome is ASIDE:
            assert student not in found or all(a is None and needs for a, _, needs in found[student].values()), student
        else:
            assert auto(found[student]) == score, student
            assert set(found[student]) == {"check-same_padding", "check-basic_block", "written-why_identity"}


def test_a_record_says_where_its_score_comes_from(graded):
    record = next(r for r in load(graded, SAMPLE) if r.student == "김민수")
    assert record.diagnoses == {
        "same_padding": "The padding ignores dilation: a dilated kernel spans dilation * (kernel - 1) + 1 pixels.",
        "basic_block": "The ReLU comes before the addition; it belongs after.",
    }
    assert record.sandbox == "bubblewrap" and record.epoch == "1" and all(len(h) == 64 for h in record.hashes.values())
    states = {r["label"]: r["state"] for r in record.exercises["basic_block"]["rows"]}
    assert states["output shape, stride 2"] == "pass" and states["response, projection"] == "differs"
    told = {r.student: " ".join(r.remarks) for r in load(graded, SAMPLE)}
    assert "check-same_padding was missing" in told["no checks"] and "stood 2 times" in told["copied check"] and "(1)" in told["renamed"]
    assert told["right"] == told["noisy"] == told["30 MB"] == ""
    for student, name in {"replaces": "convnets.check.observer", "strips": "ast_transformers", "snoop": "inspect.stack"}.items():
        assert "reaches for what checks it" in told[student] and name in told[student], student


def test_a_submission_is_left_as_it_was_handed_in(graded, blank, answers):
    mine = nbformat.read(graded.root / "submitted" / "writes" / SAMPLE / FILE, 4)
    assert any(c.source.startswith(WRITES[:20]) for c in mine.cells) and len(mine.cells) == len(blank.cells)
    assert not (graded.runs / "x.json").exists() and not Path("/tmp/ran").exists()


def test_a_page_that_cannot_be_made_costs_nobody_elses(again, monkeypatch, capsys):
    made = HTMLExporter.from_filename

    def fails(self, name, **more):
        if "dies" in name:
            raise RecursionError("a hundred thousand quotations")
        return made(self, name, **more)

    monkeypatch.setattr(HTMLExporter, "from_filename", fails)
    feedback.write(again, [r for r in load(again, SAMPLE) if r.student in ("dies", "right")])
    assert "no feedback page for dies: RecursionError" in capsys.readouterr().out
    assert set(pages(again)) & {"dies", "right"} == {"right"}, "an old page would be a stale one"


def test_a_gradebook_that_does_not_know_the_chapter_is_said_in_a_line(again):
    (again.root / "gradebook.db").unlink()
    with pytest.raises(CourseError, match="no such assignment: 90_sample. Run `convnets release` first"):
        grading.grade(again, SAMPLE, student="right")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg2://nobody@127.0.0.1:9/grades", 'write c.CourseDirectory.course_id = "convnets" into'),
        ("sqlite:////no/such/folder/gradebook.db", "cannot be opened: unable to open database file"),
    ],
    ids=["PostgreSQL without a course_id", "no such folder"],
)
def test_a_gradebook_that_cannot_be_opened_is_said_in_a_line_by_every_command(url, said, own_course, blank, capsys):
    """No traceback, nothing handed in is set aside for it, and nothing is asked of a server before the name is there."""
    folder = own_course.root / "submitted" / "4021" / SAMPLE
    folder.mkdir(parents=True)
    (folder / f"{SAMPLE}.ipynb").write_text(nbformat.writes(blank), encoding="utf-8")
    (own_course.root / "all").mkdir()
    (own_course.root / "all" / "lovelaceada_4022_9001_work.ipynb").write_text(nbformat.writes(blank), encoding="utf-8")
    with (own_course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    for command in ("release", "due 90", "due 90 2026-12-01", f"collect {own_course.root / 'all'}", "grade 90", "status 90", "report 90"):
        assert cli.main([*command.split(), "--course", str(own_course.root)]) == 1, command
        told = capsys.readouterr().err.strip()
        assert said in told and told.startswith("convnets: ") and "\n" not in told, command
    assert not own_course.records.exists()


def test_the_csv_can_be_read_by_a_program_and_a_spreadsheet(graded):
    with (graded.root / f"{SAMPLE}.csv").open(newline="", encoding="utf-8-sig") as f:
        rows = {row["student"]: row for row in csv.DictReader(f)}
    assert set(rows) == set(CLASS)
    for student, (outcome, cause, score) in CLASS.items():
        row = rows[student]
        assert (row["state"], row["cause"], row["sum"], row["out of"]) == (
            outcome,
            cause or "",
            "" if score is None else str(row["sum"]),
            "6.0",
        )
        assert row["sum"] == "" if score is None else float(row["sum"]) == score == float(row["same_padding"]) + float(row["basic_block"])


def test_status_names_what_to_do_about_each(graded):
    done = convnets("status", "90", "--course", graded.root, cwd=graded.root, COLUMNS="400")  # so that no sentence is broken over lines
    assert done.returncode == 1
    text = re.sub(r"[\s│]+", " ", done.stdout)
    for said in ("unreadable", "ambiguous files", "the file cannot be read", "keep the one notebook"):
        assert said in text


def hidden(course: Course) -> list[str]:
    """What no student may see: labels, expressions and expected values of the hidden checks, the model answer, the rubric."""
    judge = Judge.of(course, SAMPLE)
    secret = [
        "dilated kernels",
        "response, projection",
        "every layer matters",
        "sensitivity(BasicBlock",
        "Three points for saying",
        "the layers can learn the difference",
    ]
    projection = judge.keys["basic_block"].right["response, projection"]
    return (
        secret
        + [short(v) for k in projection if k.startswith("pattern") for v in projection[k]]
        + [short(judge.keys["same_padding"].right["dilated kernels"])]
    )


def pages(course: Course) -> dict[str, str]:
    return {f.parents[1].name: f.read_text(encoding="utf-8") for f in (course.root / "feedback").rglob("*.html")}


def no_secret(course: Course, found: dict[str, str]) -> None:
    for student, html in found.items():
        assert "<script>alert" not in html
        for secret in hidden(course):
            assert secret not in html and secret.replace("'", "&#39;") not in html, (student, secret)


def test_feedback_says_what_is_wrong_and_shows_nothing_hidden(graded):
    found = pages(graded)
    assert set(found) == {student for student, (outcome, _, _) in CLASS.items() if outcome is not ASIDE}
    no_secret(graded, found)
    assert "The ReLU comes before the addition; it belongs after." in found["김민수"]
    assert "a hidden check" in found["김민수"] and "the kernel died here" in found["dies"] and "out of time" in found["loops"]


def test_grading_twice_gives_the_same_and_loses_no_manual_grade(again):
    before = records(again), book(again)
    with again.gradebook() as gradebook:
        grade = gradebook.find_grade("written-why_identity", SAMPLE, SAMPLE, "right")
        assert grade.needs_manual_grade and grade.auto_score is None
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        gradebook.db.commit()
    damaged = again.root / "submitted" / "styled" / SAMPLE / FILE
    damaged.write_text(damaged.read_text(encoding="utf-8")[:500], encoding="utf-8")
    keep(again, "right", "styled", "김민수", "dies", "loops", "noisy", "no checks", "damaged", "two")
    done = convnets("grade", "90", cwd=again.root.parent)
    assert done.returncode == 1 and "9 submissions" in done.stdout
    after = records(again), book(again)
    for kind, changed in (("records", 0), ("book", 1)):
        same = {s for s in before[changed] if before[changed][s] == after[changed].get(s)}
        assert set(before[changed]) - same == ({"styled"} if kind == "records" else {"styled", "right"}), kind
    assert after[1]["right"]["written-why_identity"][1] == 2.5  # nbgrader asks a person to look at it again
    assert auto(after[1]["right"]) == 6
    assert after[0]["styled"]["outcome"] == "set aside" and not after[0]["styled"]["exercises"]
    assert auto(after[1]["styled"]) is None, "a stale score"
    for folder in ("autograded", "feedback"):
        assert not list((again.root / folder / "styled").rglob("*.*")), f"stale {folder}"


def test_stock_nbgrader_gives_the_same_scores_feedback_and_export(again):
    before = book(again)
    left = {
        "right",
        "김민수",
        "o'brien [x] +1",
        "dies",
        "not a number",
        "noisy",
        "no checks",
        "plays on",
        "renamed",
        "damaged",
        "linked",
        "two",
    }
    keep(again, *left)
    done = nbgrader("autograde", "--assignment", SAMPLE, "--force", cwd=again.root)
    after = book(again)
    stock = {s for s, (outcome, _, _) in CLASS.items() if outcome is not ASIDE} & left - {"renamed"}  # stock reads no other name
    assert {s: after[s] for s in stock} == {s: before[s] for s in stock}, done.stderr[-3000:]
    for student in set(after) - stock:
        assert auto(after[student]) in (None, CLASS[student][2]), student
    shutil.rmtree(again.root / "feedback")
    done = nbgrader("generate_feedback", SAMPLE, "--force", cwd=again.root)
    found = pages(again)
    assert stock - {"o'brien [x] +1"} <= set(found), done.stderr[-3000:]
    no_secret(again, found)
    assert nbgrader("export", "--to", "grades.csv", cwd=again.root).returncode == 0
    with (again.root / "grades.csv").open(newline="", encoding="utf-8") as f:
        exported = {row["student_id"]: row["raw_score"] for row in csv.DictReader(f)}
    for student in stock:
        assert float(exported[student]) == pytest.approx(CLASS[student][2]), student


def test_killed_at_any_moment_and_run_again_equals_an_uninterrupted_run(graded, again):
    few = ("right", "김민수", "dies", "damaged", "stripped")
    keep(again, *few)
    for made in (again.root / "autograded", again.root / "feedback", again.records):
        shutil.rmtree(made)
    with again.gradebook() as gradebook:
        for student in [s.id for s in gradebook.students]:
            gradebook.remove_student(student)
    rng = random.Random(7)
    command = [sys.executable, "-m", "convnets", "grade", "90", "--course", str(again.root)]
    for _ in range(3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(rng.uniform(1.5, 3.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert convnets("grade", "90", "--course", again.root, cwd=again.root).returncode == 1
    assert records(again) == {s: r for s, r in records(graded).items() if s in few}
    assert book(again) == {s: b for s, b in book(graded).items() if s in few}


def test_each_thing_is_done_once(again, monkeypatch):
    """A submission is read and restored once, its chapter parsed once, and all of it knows one course."""
    done = Counter()

    def count(what, owner, name):
        real = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *args, **how: done.update([what]) or real(*args, **how))

    count("courses", Course, "__init__")
    count("chapters parsed", course_module, "read")
    count("notebooks read", Submission, "read")
    count("restored", grading, "restore")
    count("restored", steps, "restore")
    course = Course(again.root)
    (record,) = grading.grade_all(course, SAMPLE, [s for s in find(course, SAMPLE) if s.student == "right"], workers=1)
    assert record.outcome is GRADED and done == dict.fromkeys(("courses", "chapters parsed", "notebooks read", "restored"), 1)


def test_what_the_machine_does_wrong_is_set_aside_and_graded_the_next_time(again, monkeypatch):
    two = [s for s in find(again, SAMPLE) if s.student in ("right", "김민수")]
    before = records(again)
    run = Judge.run

    def broken(self, notebook, **options):
        if any("self.skip(x) + torch.relu" in c.source for c in notebook.cells):  # the mistake of one of the two
            raise MachineFailure("no process could be started")
        return run(self, notebook, **options)

    monkeypatch.setattr(Judge, "run", broken)
    bad, good = sorted(grading.grade_all(again, SAMPLE, two, workers=1), key=lambda r: r.outcome is GRADED)
    assert (bad.student, bad.outcome, bad.cause, bad.score) == ("김민수", ASIDE, Cause.MACHINE, None)
    assert (good.student, good.score) == ("right", 6)
    assert auto(book(again)["김민수"]) is None
    monkeypatch.undo()
    list(grading.grade_all(again, SAMPLE, two, workers=2))
    assert records(again) == before


def test_one_student_can_be_graded_alone_and_the_csv_keeps_the_rest(again, capsys):
    assert grading.grade(again, SAMPLE, student="o'brien [x] +1", feedback=False) == 0
    assert "1 submissions: 1 graded" in capsys.readouterr().out
    assert len((again.root / f"{SAMPLE}.csv").read_text(encoding="utf-8").splitlines()) == len(CLASS) + 1
    with pytest.raises(CourseError, match="nothing was handed in: no folder .*nobody"):
        grading.grade(again, SAMPLE, student="nobody")


def test_a_chapter_changed_after_its_release_is_not_graded(again):
    file = again.root / "chapters" / f"{SAMPLE}.py"
    file.write_text(file.read_text(encoding="utf-8").replace("Write the padding.", "Write it."), encoding="utf-8")
    with pytest.raises(CourseError, match=f"run `convnets release {SAMPLE}` first"):
        grading.grade(again, SAMPLE)


def test_a_new_epoch_asks_another_question(again):
    text = again.source_file(SAMPLE).read_text(encoding="utf-8")
    first = again.nonce(SAMPLE, text)
    assert Course(again.root).nonce(SAMPLE, text) == first, "the same until it is renewed"
    assert again.nonce(SAMPLE, text + " ") != first and again.nonce("91_other", text) != first
    again.new_epoch()
    assert again.nonce(SAMPLE, text) != first
    assert (again.private / "secret").stat().st_mode & 0o077 == 0
    (again.private / "secret").unlink()
    assert Course(again.root).nonce(SAMPLE, text) not in (first, again.nonce(SAMPLE, text))


def test_where_no_sandbox_starts_grading_is_refused_unless_told(again, monkeypatch):
    monkeypatch.setattr("convnets.classroom.running.sandbox.find", lambda: UNSAFE)
    with pytest.raises(CourseError, match="--unsafe"):
        grading.grade(again, SAMPLE, student="blank")
    assert grading.grade(again, SAMPLE, student="blank", feedback=False, unsafe=True) == 0
    assert next(r for r in load(again, SAMPLE) if r.student == "blank").sandbox == "none"
