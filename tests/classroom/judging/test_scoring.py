"""Weights handed in beside a notebook: scored where no student's code is, on pictures no student sees; nothing one hands in harms another."""

import copy
import os
import pickle
import shutil
from pathlib import Path

import nbformat
import pytest
import torch
from conftest import COURSE, convnets, nbgrader, needs_sandbox
from PIL import Image

from convnets import cli, handin, keys, models
from convnets.classroom.chapters.chapter import ChapterError
from convnets.classroom.chapters.reading import read
from convnets.classroom.course import Course, CourseError
from convnets.classroom.desk.update import carry
from convnets.classroom.grading.grade import grade
from convnets.classroom.judging import scoring
from convnets.classroom.judging.judge import Judge
from convnets.classroom.judging.record import load
from convnets.classroom.judging.scoring import Scoring
from convnets.classroom.records.late import standings
from convnets.classroom.releasing import bundle, release
from convnets.classroom.running import sandbox
from convnets.classroom.states import Cause, Outcome
from convnets.data import drawn

pytestmark = needs_sandbox

NAME, FILE = "91_weights", "submission.safetensors"
CURVE, DRAWN = {0.0: 0, 0.5: 8, 1.0: 10}, {0.0: 0, 1.0: 10}
CELL = f'from convnets import handin\nhandin.score("{NAME}/weights", "{FILE}", lab.test, curve={CURVE}, drawn={DRAWN})'
CHAPTER = f'''# %% [markdown]
# # Weights
#
# An exercise, a question and a file.

# %% tags=["setup"]
import torch

# %% tags=["exercise:half"]
def half(n: int) -> int:
    """Half of an even number."""
    ### BEGIN SOLUTION
    return n // 2
    ### END SOLUTION

# %% tags=["check:half:2"]
from convnets.check import check, pick
observe = check("{NAME}/half")
observe("even numbers", lambda: [half(n) for n in pick(range(0, 100, 2), 5)])
observe.score()

# %% tags=["training:learn"]
raise SystemError("training must not run while grading")

# %% tags=["handin:weights:10"]
{CELL}
'''
OWN = "def half(n):\n    return n // 2"
N_DRAWN = 12


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/ran",)


def lenet(**changed) -> tuple[torch.nn.Module, dict]:
    torch.manual_seed(1)
    told = dict(options={"in_channels": 3}, data="drawn", mean=handin.HALVES, std=handin.HALVES, size=32) | changed
    return models.create("lenet5", num_classes=2, in_channels=3), handin.card("lenet5", **told)


def put(course: Course, student: str, source: str = OWN, name: str = FILE, **changed) -> Path:
    """A notebook, and beside it weights of a small network; returns where they are."""
    folder = course.root / "submitted" / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    notebook = copy.deepcopy(course.notebooks(NAME)[1])
    for cell in notebook.cells:
        cell.source = source if cell.id == "exercise-half" else cell.source
    nbformat.write(notebook, folder / f"{NAME}.ipynb")
    return handin.write(folder / name, *lenet(**changed))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 * 10**9)


def write_photographs(folder: Path, n: int = 8) -> Path:
    """A folder of pictures with names that tell a student who sees them."""
    for i in range(n):
        kind = ("cat", "dog")[i % 2]
        (folder / kind).mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (48, 40), (i * 20, 255 - i * 20, 90)).save(folder / kind / f"secret {i}.png")
    return folder


@pytest.fixture(scope="module")
def released(once) -> Course:
    def make(folder: Path) -> None:
        (folder / "course" / "chapters").mkdir(parents=True)
        config = (COURSE / "nbgrader_config.py").read_text(encoding="utf-8")
        (folder / "course" / "nbgrader_config.py").write_text(f"{config}\nc.Scoring.drawn = {N_DRAWN}\n")
        (folder / "course" / "chapters" / f"{NAME}.py").write_text(CHAPTER)
        done = convnets("release", cwd=folder)
        assert done.returncode == 0, done.stderr

    return Course(once("handin-released", make) / "course")


LOOK = """import os
SEEN = [p for p in (FOLDER, "/pictures", "/handed-in", "/weights", "/score.py", "/box/submission.safetensors") if os.path.exists(p)]
print("reached", SEEN, [len(files) for _, _, files in os.walk(FOLDER)])
try:
    import convnets.handin
    open("/tmp/submission.safetensors", "wb").write(b"x")
    os.kill(1, 9)
except BaseException as e:
    print(type(e))
"""


@pytest.fixture(scope="module")
def graded(once, released) -> Course:
    """A class graded with no test photographs set, so on drawn pictures. For reading only."""

    def make(folder: Path) -> None:
        shutil.copytree(released.root, folder / "course")
        secret = write_photographs(folder / "secret photographs")
        course = Course(folder / "course")
        put(course, "clean")
        put(course, "김민수 o'brien [x]", name="submission (1).safetensors")
        put(course, "on photographs", data="folder")
        put(course, "looks around", source=LOOK.replace("FOLDER", repr(str(secret))) + OWN)
        put(course, "none").unlink()
        put(course, "pickle").write_bytes(pickle.dumps(Bomb()))
        sparse(put(course, "10 GB"))
        linked = put(course, "linked")
        linked.unlink()
        linked.symlink_to(course.root / ".convnets" / "secret")
        pipe = put(course, "pipe")
        pipe.unlink()
        os.mkfifo(pipe)
        cut = put(course, "cut off", source="def half(n):\n    return n")
        cut.write_bytes(cut.read_bytes()[:-9])
        put(course, "two", name="a.safetensors")
        put(course, "two", name="b.safetensors")
        done = convnets("grade", "91", cwd=folder)
        (folder / "said.txt").write_text(done.stdout)
        assert done.returncode == 0, done.stdout + done.stderr
        pipe.unlink()  # nobody should copy these
        (course.root / "submitted" / "10 GB" / NAME / FILE).unlink()

    return Course(once("handin-graded", make) / "course")


@pytest.fixture
def again(graded, tmp_path) -> Course:
    shutil.copytree(graded.root, tmp_path / "course", symlinks=True)
    return Course(tmp_path / "course")


def expected(course: Course) -> float:
    """What a clean run must give, worked out here."""
    text = course.source_file(NAME).read_text(encoding="utf-8")
    net, card = lenet()
    accuracy = handin.evaluate(net.eval(), card, drawn(N_DRAWN, seed=course.nonce(NAME, text)))["accuracy"]
    return handin.points(accuracy, DRAWN)


def scores(course: Course) -> dict[str, tuple]:
    return {r.student: tuple(e["score"] for e in r.exercises.values()) for r in load(course, NAME)}


def book(course: Course, student: str) -> tuple:
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("handin-weights", NAME, NAME, student)
        return grade.auto_score, grade.manual_score, grade.needs_manual_grade


def test_every_hand_in_gets_its_points_or_a_state_and_none_harms_another(graded):
    points = expected(graded)
    assert 0 < points < 10
    assert scores(graded) == {
        "clean": (2, points),
        "김민수 o'brien [x]": (2, points),
        "looks around": (2, points),
        "on photographs": (2, None),
        "none": (2, 0),
        "pickle": (2, 0),
        "10 GB": (2, 0),
        "linked": (2, 0),
        "pipe": (2, 0),
        "cut off": (0, 0),
        "two": (2, None),
    }
    found = {r.student: r for r in load(graded, NAME)}
    states = {s: (r.outcome, r.cause) for s, r in found.items()}
    unscored = (Outcome.PARTLY, Cause.UNSCORED)
    assert {s for s, state in states.items() if state != (Outcome.GRADED, None)} == {"on photographs", "two"}
    assert states["on photographs"] == states["two"] == unscored and "several files" in found["two"].detail
    assert "no test photographs are set" in found["on photographs"].detail
    assert found["none"].exercises["weights"]["unanswered"] and not found["none"].remarks
    for student, said in {
        "pickle": "is a pickle",
        "10 GB": "10,000 MB, and 100 MB are the most",
        "linked": "is a link or a device",
        "pipe": "is a link or a device",
        "cut off": "is cut off",
    }.items():
        assert said in found[student].diagnoses["weights"] and said in " ".join(found[student].remarks), student
    assert "handed in as submission (1).safetensors" in found["김민수 o'brien [x]"].remarks[0]
    assert found["clean"].hashes["file of weights"] == found["looks around"].hashes["file of weights"]
    assert not Path("/tmp/ran").exists()


def test_a_students_code_reaches_neither_the_photographs_nor_the_scoring(graded):
    notebook = nbformat.read(graded.root / "autograded" / "looks around" / NAME / f"{NAME}.ipynb", 4)
    told = next(o.text for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "stream")
    assert told.startswith("reached [] []")


def test_what_has_no_points_yet_waits_for_a_person_in_the_gradebook_and_is_not_exported(graded):
    assert book(graded, "clean") == (expected(graded), None, False)
    assert book(graded, "on photographs") == (None, None, True), "never a 0, and never nbgrader's full marks for no output"
    assert book(graded, "pickle") == (0, None, False) == book(graded, "none")
    assert standings(graded, NAME)["on photographs"].unmarked == ["weights"] and not standings(graded, NAME)["clean"].unmarked
    said = (graded.root.parent / "said.txt").read_text()
    assert "weights not scored" in said and "2…" in said and "is a pickle" in " ".join(said.replace("│", " ").split())


def test_pages_say_what_the_weights_are_and_reached(graded, again, capsys):
    course = ["--course", str(again.root)]
    assert cli.main(["report", "91", *course]) == 0 and cli.main(["report", "91", "--student", "clean", *course]) == 0
    everybody, one = (Path(line).read_text(encoding="utf-8") for line in capsys.readouterr().out.split("\n")[:2])
    accuracy = next(r for r in load(graded, NAME) if r.student == "clean").exercises["weights"]["accuracy"]
    for page in (everybody, one):
        assert f"{accuracy:.1%}" in page and "the whole lenet5" in page
    assert "several files" in everybody and "is a pickle" in everybody and "network: &#34;lenet5&#34;" in one
    feedback = (graded.root / "feedback" / "clean" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert f"{accuracy:.1%} of {N_DRAWN} pictures" in feedback
    refused = (graded.root / "feedback" / "pickle" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "is a pickle" in refused


def test_photographs_score_what_waited_and_manual_points_stay(again, tmp_path, capsys):
    with again.gradebook() as gradebook:
        by_hand = gradebook.find_grade("handin-weights", NAME, NAME, "clean")
        by_hand.manual_score = 9.5
        gradebook.db.commit()
    folder = write_photographs(tmp_path / "photographs")
    assert cli.main(["grade", "91", "--student", "on photographs", "--test-folder", str(folder), "--course", str(again.root)]) == 0
    net, card = lenet(data="folder")
    accuracy = handin.evaluate(net.eval(), card, handin.photographs(folder))["accuracy"]
    assert scores(again)["on photographs"] == (2, handin.points(accuracy, CURVE))
    assert book(again, "on photographs") == (handin.points(accuracy, CURVE), None, False)
    record = next(r for r in load(again, NAME) if r.student == "on photographs")
    assert record.outcome is Outcome.GRADED and str(folder) not in repr(record)
    again.config.Scoring.test_folder = ""
    grade(again, NAME, student="clean", feedback=False)
    assert book(again, "clean")[:2] == (expected(again), 9.5)
    capsys.readouterr()


def test_results_are_kept_until_the_file_the_pictures_or_the_nonce_change(again, tmp_path, monkeypatch):
    (asked,) = read(again.root / "chapters" / f"{NAME}.py").handins.values()
    judge = Judge.of(again, NAME)
    tried = []

    def pretend(file, name, pictures, nonce, box, seconds):
        tried.append(file)
        return {"state": "needs", "message": "a test"}

    monkeypatch.setattr(scoring, "_tried", pretend)
    folder = again.root / "submitted" / "clean" / NAME

    def score(settings: Scoring, nonce: str = judge.nonce) -> int:
        before = len(tried)
        scoring.score(asked, folder, settings.pictures(again, nonce), nonce, judge.sandbox, settings.seconds, again.runs)
        return len(tried) - before

    settings = Scoring(config=again.config)
    assert score(settings) == 0, "kept from the class's grading"
    assert score(settings, "another nonce") == 1 and score(settings, "another nonce") == 0
    photographs = Scoring(test_folder=str(write_photographs(tmp_path / "photographs")))
    assert score(photographs) == 1 and score(photographs, "another nonce") == 0, "photographs do not depend on the nonce"
    (tmp_path / "photographs" / "cat" / "secret 0.png").rename(tmp_path / "photographs" / "dog" / "secret 9.png")
    assert score(photographs) == 1
    handin.write(folder / FILE, *lenet(seed=3))
    assert score(photographs) == 1 and score(settings) == 1


def test_what_takes_too_long_or_dies_has_no_points_and_a_machines_failure_is_never_charged(again, monkeypatch):
    judge, (asked,) = Judge.of(again, NAME), read(again.root / "chapters" / f"{NAME}.py").handins.values()
    folder = again.root / "submitted" / "clean" / NAME
    monkeypatch.setattr(scoring, "STARTING", 0.0)
    pictures = Scoring(drawn=10**5).pictures(again, "x")
    slow = scoring.score(asked, folder, pictures, "x", judge.sandbox, 1e-6, again.runs)
    assert slow.found["state"] == "timeout" and slow.verdict(asked).score is None
    outcomes = iter([{"state": "died", "message": "a"}, {"state": "scored", "message": ""}])
    monkeypatch.setattr(scoring, "_tried", lambda *_: next(outcomes))
    assert scoring._attempted(folder, FILE, pictures, "x", judge.sandbox, 1)["state"] == "scored", "somebody else may have killed it"
    for forged in ({"accuracy": float("nan")}, {"accuracy": 2}, {"pictures": -1}, {"state": "full marks"}, {"confusion": [["x"]]}):
        fine = {"state": "scored", "message": "", "accuracy": 0.5, "pictures": 4, "left_out": 0, "confusion": [[1, 1], [1, 1]], "card": {}}
        with pytest.raises((ValueError, TypeError)):
            scoring._checked(fine | forged)


def test_a_folder_that_students_could_see_or_that_holds_no_pictures_is_refused(again, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    inside = write_photographs(again.root / "pictures")
    shown = sandbox.SHOWN[1] / "pictures"
    for folder, said in (
        (empty, "holds no labelled pictures"),
        (tmp_path / "nowhere", "no folder"),
        (inside, "move them"),
        (shown, "move them"),
    ):
        with pytest.raises(CourseError, match=said) as e:
            Scoring(test_folder=str(folder)).pictures(again, "x")
        assert "c.Scoring.test_folder" in str(e.value)
    (tmp_path / ".git").mkdir()
    with pytest.raises(CourseError, match="move them"):
        Scoring(test_folder=str(write_photographs(tmp_path / "beside the course"))).pictures(again, "x")


def test_stock_nbgrader_takes_the_same_road(again):
    for student in (again.root / "submitted").iterdir():
        if student.name not in ("clean", "on photographs", "none"):
            shutil.rmtree(student)
    before = {s: book(again, s) for s in ("clean", "on photographs", "none")}
    with again.gradebook() as gradebook:
        for student in before:
            gradebook.remove_student(student)
    done = nbgrader("autograde", "--assignment", NAME, "--force", cwd=again.root)
    assert {s: book(again, s) for s in before} == before, done.stderr[-3000:]


BROKEN = {  # what is wrong with a hand-in cell: (old, new, what the message says)
    "no points": ("handin:weights:10", "handin:weights", "its points are missing"),
    "points that the curve does not reach": ("handin:weights:10", "handin:weights:9", "rise from 0 to the 9 of the tag"),
    "no call": (CELL, "from convnets import handin", "ends with `handin.score"),
    "the call not last": (CELL, CELL + "\nprint(1)", "ends with `handin.score"),
    "another chapter": ('score("91_weights/weights"', 'score("92_x/weights"', "begins with '91_weights/weights'; found '92_x/weights'"),
    "a path": (f'"{FILE}"', '"../x.safetensors"', "is called like submission.safetensors"),
    "another kind of file": (f'"{FILE}"', '"weights.pt"', "is called like submission.safetensors"),
    "no pictures": ("lab.test, ", "", "takes CHAPTER/NAME, a file, test pictures"),
    "no curve": (f"curve={CURVE}, ", "", "takes CHAPTER/NAME, a file, test pictures, curve"),
    "a curve that is worked out": (f"curve={CURVE}", "curve={0.5: 0, 1.0: 5 + 5}", "are literals"),
    "a curve of one point": (f"curve={CURVE}", "curve={0.5: 10}", "at least two accuracies"),
    "a curve in per cent": (f"curve={CURVE}", "curve={50: 0, 98: 10}", "between 0 and 1"),
    "a curve that falls": (f"curve={CURVE}", "curve={0.5: 0, 0.6: 11, 0.7: 10}", "points of a curve rise from 0"),
    "a curve that begins above nought": (f"curve={CURVE}", "curve={0.5: 2, 0.7: 10}", "points of a curve rise from 0"),
    "a curve for drawn ones that ends below": (f"drawn={DRAWN}", "drawn={0.5: 0, 0.7: 9}", "points of a curve rise from 0"),
    "an exercise's name": ('"handin:weights:10"]\n' + CELL, '"handin:half:10"]\n' + CELL.replace("/weights", "/half"), "an exercise is called 'half' too"),
    "markdown": ('# %% tags=["handin', '# %% [markdown] tags=["handin', "a handin cell is code"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_hand_in_cell_states_what_a_grader_needs(what, tmp_path):
    old, new, said = BROKEN[what]
    assert CHAPTER.count(old) >= 1
    file = tmp_path / f"{NAME}.py"
    file.write_text(CHAPTER.replace(old, new, 1))
    with pytest.raises(ChapterError, match=said):
        read(file)


def test_the_release_shows_the_curve_and_the_key_knows_the_file(released, monkeypatch, capsys):
    notebook = released.notebooks(NAME)[1]
    cell = next(c for c in notebook.cells if c.id == "handin-weights")
    assert cell.source == CELL and cell.metadata.nbgrader.locked and cell.metadata.nbgrader.points == 10
    assert release.check(released, [NAME]) == 0
    key = (released.root.parent / "src" / "convnets" / "keys" / f"{NAME}.json").read_text()
    monkeypatch.chdir(released.root.parent)
    shutil.copy(released.root.parent / "src" / "convnets" / "keys" / f"{NAME}.json", f"{NAME}.key.json")
    assert keys.handins(NAME) == {"weights": {"points": 10, "file": FILE}} and "curve" not in key
    from convnets.check import so_far

    capsys.readouterr()
    so_far(NAME)
    said = capsys.readouterr().out
    assert f"Hand in {NAME}.ipynb, saved, and {FILE}." in said and "0 of 12 points" in said


def test_an_update_keeps_the_authors_cell_and_a_bundle_no_weights(released, tmp_path):
    old, new = (copy.deepcopy(released.notebooks(NAME)[1]) for _ in range(2))
    next(c for c in old.cells if c.id == "handin-weights").source = CELL.replace("0.5: 8", "0.5: 10")
    made, said = carry(old, new)
    assert [c.source for c in made.cells if c.id == "handin-weights"] == [CELL] and "changed: the hand-in weights" in said
    shutil.copytree(released.root.parent, tmp_path / "project")
    course = Course(tmp_path / "project" / "course")
    (tmp_path / "project" / "notebooks" / NAME / FILE).write_bytes(b"an instructor's")
    bundle.write(course, tmp_path / "out.zip")
    assert FILE.encode() not in (tmp_path / "out.zip").read_bytes()
