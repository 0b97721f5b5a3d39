"""What goes out: the report and the page on one score, grades for Canvas and Moodle, late days and manual marks, for ids in any script."""

import csv
import json
import re
import shutil
import time
import unicodedata
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import PROJECT, SAMPLE, convnets, needs_sandbox, submission

from convnets import cli
from convnets.classroom.course import Course
from convnets.classroom.intake.times import moment
from convnets.classroom.judging.judge import Judge
from convnets.classroom.judging.record import Record, load
from convnets.classroom.records import report
from convnets.classroom.records.late import LatePolicy, due, set_due, standings
from convnets.classroom.releasing import bundle
from convnets.classroom.states import Cause, Outcome
from convnets.evidence.verdict import short

pytestmark = needs_sandbox

FILE = f"{SAMPLE}.ipynb"
EVIL = '<script>alert("x")</script> & </pre>'
NAMES = ["Ada Lovelace", "o'brien [x] +1", "김민수", '=1+1 "quoted", comma', "@x", "Two Books"]


@pytest.fixture(scope="module")
def out(once, project, blank, answers) -> Course:
    """A class by the real commands: collected from Moodle's zip file, due, graded, fed back. For reading only."""

    def make(folder: Path) -> None:
        shutil.copytree(project, folder / "project")
        own = {name: found["own"] for name, found in answers.items()} | {"why_identity": f"Because {EVIL}"}
        wrong = {
            "o'brien [x] +1": {"same_padding": f"# {EVIL}\n" + answers["same_padding"]["wrong_ignores_dilation"]},
            "김민수": {"basic_block": answers["basic_block"]["wrong_relu_before_addition"]},
        }
        with zipfile.ZipFile(folder / "moodle.zip", "w") as z:
            for n, name in enumerate(NAMES):
                text = nbformat.writes(submission(blank, **own | wrong.get(name, {})))
                for file in ("a.ipynb", "b.ipynb") if name == "Two Books" else (FILE,):
                    z.writestr(f"{name}_{n}_assignsubmission_file_/{file}", text + " " * (file == "b.ipynb"))
        (folder / "roster.csv").write_text(
            "name,id,timestamp\n김민수,김민수,2026-11-22 12:00 +0000\n@x,@x,2026-11-22 12:00 +0000\n", "utf-8"
        )
        where = folder / "project"
        assert convnets("collect", folder / "moodle.zip", "--roster", folder / "roster.csv", cwd=where).returncode == 0
        assert convnets("due", "90", "2026-11-20 12:00 +0000", cwd=where).returncode == 0
        assert convnets("due", "90", "2026-11-23 12:00 +0000", "--student", "@x", cwd=where).returncode == 0
        assert convnets("grade", "90", cwd=where).returncode == 1

    return Course(once("out", make) / "project" / "course")


@pytest.fixture
def again(out, tmp_path) -> Course:
    shutil.copytree(out.root, tmp_path / "course")
    return Course(tmp_path / "course")


def command(course: Course, capsys, *words: str) -> tuple[int, str]:
    code = cli.main([*words, "--course", str(course.root)])
    said = capsys.readouterr()
    return code, said.out + said.err


def mark(course: Course, student: str, points: float) -> None:
    """As formgrader does it."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("written-why_identity", SAMPLE, SAMPLE, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("written-why_identity", SAMPLE, SAMPLE, student).manual_comment = f"good {EVIL}"
        gradebook.db.commit()


class Page(HTMLParser):
    """Tags that stand open at the end, and what a browser would fetch."""

    VOID = ("meta", "br", "rect", "line", "img", "input", "link")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.asks = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.asks += [v for k, v in attrs if k in ("src", "href", "srcset", "data", "action")]
        self.asks += [tag] if tag in ("script", "iframe", "object", "embed", "link", "img", "form") else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def whole(text: str) -> str:
    page = Page(text)
    assert not page.open and not page.asks and "url(" not in text and "@import" not in text
    assert "prefers-color-scheme: dark" in text and "@media print" in text
    return re.sub(r"\s+", " ", text)


def test_the_report_tells_the_class(out, capsys):
    code, said = command(out, capsys, "report", "90")
    text = whole(Path(said.strip()).read_text(encoding="utf-8"))
    assert code == 0
    for name in ("김민수", "o&#39;brien [x] +1", "=1+1 &#34;quoted&#34;, comma", "2 days late", "ambiguous files", "several notebooks"):
        assert name in text, name
    assert "The padding ignores dilation" in text and "The ReLU comes before the addition" in text
    assert text.count("1 of 5") == 0 and "4 of 5" in text, "an observation's pass rate"
    record = next(r for r in load(out, SAMPLE) if r.student == "김민수")
    assert all(h in text for h in (record.hashes["chapter"], record.hashes["environment"], record.hashes["submission"][:16]))


def secrets(course: Course) -> list[str]:
    judge = Judge.of(course, SAMPLE)
    projection = judge.keys["basic_block"].right["response, projection"]
    found = [
        "dilated kernels",
        "response, projection",
        "every layer matters",
        "sensitivity(BasicBlock",
        "Three points for saying",
        "the layers can learn the",
    ]
    return found + [short(v) for k in projection if k.startswith("pattern") for v in projection[k]]


def test_a_page_on_one_score_shows_all_but_the_hidden_parts(again, capsys):
    mark(again, "o'brien [x] +1", 2.5)
    for student, points in {"o'brien [x] +1": "5", "김민수": "3.6"}.items():
        code, said = command(again, capsys, "report", "90", "--student", student)
        text = whole(Path(said.strip()).read_text(encoding="utf-8"))
        assert code == 0 and f"<b>{points}</b>" in text and "&lt;script&gt;alert" in text
        assert "a hidden check" in text and "another value than the chapter" in text
        for secret in secrets(again):
            assert secret not in text, (student, secret)
    page = whole((again.root / "report" / SAMPLE / "김민수.html").read_text(encoding="utf-8"))
    assert "got" in page and "expected" in page and "torch.relu" in page, "a public observation in full, and the answer beside it"
    marked = whole((again.root / "report" / SAMPLE / "o'brien [x] +1.html").read_text(encoding="utf-8"))
    assert "2.5 of 3, by hand" in marked and "good &lt;script&gt;" in marked and "<b>7.5</b>" in marked
    assert "ambiguous files" in whole(report.student_page(again, again.chapter("90"), "Two Books").read_text(encoding="utf-8"))
    code, said = command(again, capsys, "report", "90", "--student", "nobody")
    assert code == 1 and "no student called 'nobody'" in said


def test_feedback_for_odd_ids_has_verdicts_and_nothing_hidden(out):
    found = {p.parents[1].name: p.read_text(encoding="utf-8") for p in (out.root / "feedback").rglob("*.html")}
    assert set(found) == set(NAMES) - {"Two Books"}
    assert "The ReLU comes before the addition; it belongs after." in found["김민수"] and "a hidden check" in found["@x"]
    assert not [(s, secret) for s, text in found.items() for secret in secrets(out) if secret in text]
    assert not [s for s, text in found.items() if "<script>alert" in text]


def test_marks_and_late_days_survive_a_regrade_and_a_policy_takes_its_share(again, capsys):
    before = standings(again, SAMPLE)
    assert before["김민수"].late == "2 days late" and not before["@x"].late and before["@x"].extended and not before["Ada Lovelace"].late
    assert all(s.penalty == 0 for s in before.values()), "nothing is taken off unless the course says so"
    for student in ("김민수", "@x"):
        mark(again, student, 2)
    config = again.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LatePolicy.per_day = 0.25\n")
    for student in set(NAMES) - {"김민수", "@x"}:
        shutil.rmtree(again.root / "submitted" / student)
    assert convnets("grade", "90", "--course", again.root, cwd=again.root).returncode == 0
    after = standings(Course(again.root), SAMPLE)
    assert after["김민수"].manual == after["@x"].manual == {"why_identity": 2} and not after["김민수"].unmarked
    assert (after["김민수"].score, after["김민수"].penalty, after["김민수"].final) == (5.6, 2.8, 2.8), (
        "two days begun, of auto and manual points"
    )
    assert (after["@x"].final, after["@x"].penalty) == (8, 0)
    code, said = command(again, capsys, "status", "90")
    assert "2 days late, 2.8 points off" in re.sub(r"[\s│]+", " ", said)
    assert "−2.8" in whole(report.student_page(again, again.chapter("90"), "김민수").read_text(encoding="utf-8"))


def test_a_late_policy_by_the_day():
    policy = LatePolicy(per_day=0.1, grace_minutes=15, at_most=0.5)
    taken = [policy.late_submission_penalty("x", 10, 60 * m) for m in (15, 16, 24 * 60, 24 * 60 + 1, 100 * 24 * 60)]
    assert taken == [None, 1, 1, 2, 5]
    assert LatePolicy().late_submission_penalty("x", 10, 1e6) is None
    assert LatePolicy(penalty_method="zero").late_submission_penalty("x", 10, 1e6) == 10
    assert str(moment("2026-12-01 23:59 +0900")) == "2026-12-01 14:59:00"


def read(file: Path) -> list[list[str]]:
    with file.open(newline="", encoding="utf-8") as f:
        return list(csv.reader(f))


def test_grades_for_canvas_and_moodle_keep_every_id_and_no_formula_opens(again, capsys):
    for student in set(NAMES) - {"Two Books", "Ada Lovelace"}:
        mark(again, student, 3)
    with again.gradebook() as gradebook:
        gradebook.update_or_create_student("김민수", lms_user_id="4022")
    want = {"o'brien [x] +1": "8.0", "김민수": "6.6", '=1+1 "quoted", comma': "9.0", "@x": "9.0"}
    for platform, header in (
        ("canvas", ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", SAMPLE]),
        ("moodle", ["student", SAMPLE]),
    ):
        code, said = command(again, capsys, "export", "90", platform)
        assert code == 1 and "Two Books" in said and "not marked yet: Ada Lovelace" in said
        main, apart = read(again.root / f"{SAMPLE}-{platform}.csv"), read(again.root / f"{SAMPLE}-{platform}-do-not-open.csv")
        assert main[0] == apart[0] == header
        assert not [cell for row in main for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
        rows = [r for table in (main, apart) for r in table[1 + (platform == "canvas") :]]
        assert {(r[3] or r[1]) if platform == "canvas" else r[0]: r[-1] for r in rows} == (
            {{"김민수": "4022"}.get(s, s): p for s, p in want.items()} if platform == "canvas" else want
        )
    assert read(again.root / f"{SAMPLE}-canvas.csv")[1] == ["    Points Possible", "", "", "", "", "9"]
    own = {row[0] for row in read(again.root / f"{SAMPLE}.csv")[1:]}
    assert own == {f"'{s}" if s[0] in "=@" else s for s in NAMES}, "the table that people open"


@pytest.mark.parametrize("n", [0, 1, 300])
def test_a_report_on_any_number(n, out, again, capsys):
    like = next(r for r in load(out, SAMPLE) if r.student == "김민수")
    shutil.rmtree(again.records)
    for i in range(n):
        data = json.loads(json.dumps(like.__dict__))
        record = Record(**data | {"student": f"s{i} {EVIL}", "outcome": Outcome.GRADED, "remarks": [EVIL] * (i % 7 == 0)})
        record.exercises["same_padding"]["score"] = float(i % 3)
        record.exercises["basic_block"]["score"] = float(i % 5)
        if i % 50 == 1:
            record.outcome, record.cause, record.detail, record.exercises = Outcome.ASIDE, Cause.UNREADABLE, EVIL, {}
        record.save(again)
    started = time.monotonic()
    code, said = command(again, capsys, "report", "90")
    assert code == 0 and time.monotonic() - started < 20
    text = whole(Path(said.strip()).read_text(encoding="utf-8"))
    assert f"<b>{n}</b><span>submissions" in text and "<script" not in text
    assert ("Nothing has been graded yet" in text) is (n == 0)


def test_discrimination_is_the_item_rest_correlation():
    assert report.correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert report.correlation([1, 2, 3], [6, 4, 2]) == pytest.approx(-1)
    assert report.correlation([1, 1, 1], [1, 2, 3]) is report.correlation([1, 2], [1, 2]) is None


def test_an_extension_needs_a_due_date_and_comes_after_it(own_course):
    with pytest.raises(RuntimeError, match="no due date to extend"):
        set_due(own_course, SAMPLE, "2026-12-01", "ada")
    set_due(own_course, SAMPLE, "2026-12-01")
    with pytest.raises(RuntimeError, match="is before the due date"):
        set_due(own_course, SAMPLE, "2026-11-01", "ada")
    with pytest.raises(RuntimeError, match="is no time"):
        set_due(own_course, SAMPLE, "soon")


def test_an_extension_stays_where_it_is_when_the_common_date_moves(own_course):
    set_due(own_course, SAMPLE, "2031-12-01 12:00Z")
    set_due(own_course, SAMPLE, "2031-12-08 12:00Z", "ada")
    assert "for ada still" in set_due(own_course, SAMPLE, "2031-12-03 12:00Z")[1]
    assert standings(own_course, SAMPLE)["ada"].due == moment("2031-12-08 12:00Z")
    assert "was earlier" in set_due(own_course, SAMPLE, "2031-12-09 12:00Z")[1]
    assert standings(own_course, SAMPLE)["ada"].due == moment("2031-12-09 12:00Z") and len(due(own_course, SAMPLE)) == 1


def test_a_due_date_that_is_past_is_said_and_so_is_a_student_whom_nobody_knows(own_course):
    assert "past" in set_due(own_course, SAMPLE, "2021-12-01")[0] and "past" not in set_due(own_course, SAMPLE, "2031-12-01")[0]
    set_due(own_course, SAMPLE, "2031-12-08", "adelheid")  # nobody is known yet
    with pytest.raises(RuntimeError, match="no student called 'adelhied' here. Nearest: 'adelheid'"):
        set_due(own_course, SAMPLE, "2031-12-08", "adelhied")
    name = "김민수"
    (own_course.root / "submitted" / name).mkdir(parents=True)
    assert name in set_due(own_course, SAMPLE, "2031-12-08", unicodedata.normalize("NFD", name))[0]


def test_a_students_readme_speaks_of_nothing_that_a_student_lacks():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "course/" in readme and "For instructors" in readme
    told = bundle.for_students(readme)
    assert "course/" not in told and "CONTRIBUTING" not in told and "For students" in told and "make lab" in told
