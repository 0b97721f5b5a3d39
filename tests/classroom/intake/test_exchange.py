"""nbgrader's exchange, with the real `nbgrader collect`: the folder that students write into cannot be made to hand out what is not theirs."""

import os
import pwd
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import SAMPLE, convnets, nbgrader

from convnets.classroom.course import Course

FILE = f"{SAMPLE}.ipynb"
TIME = "2026-11-20 10:00:00.000000 UTC"
SECRET = "the secret of the course"


@pytest.fixture
def inbound(own_course, tmp_path) -> Path:
    """The inbound folder of an exchange that the course is set up for."""
    folder = tmp_path / "exchange" / "cnn" / "inbound"
    folder.mkdir(parents=True)
    config = own_course.root / "nbgrader_config.py"
    told = (
        f'\nc.CourseDirectory.course_id = "cnn"\nc.Exchange.root = {str(tmp_path / "exchange")!r}\nc.ExchangeCollect.check_owner = False\n'
    )
    config.write_text(config.read_text() + told)
    (own_course.private).mkdir(exist_ok=True)
    (own_course.private / "secret").write_text(SECRET)
    return folder


def hand_in(inbound: Path, student: str, text: str, time: str = TIME) -> Path:
    """What `nbgrader submit` leaves in the exchange."""
    folder = inbound / f"{student}+{SAMPLE}+{time}+abc"
    folder.mkdir()
    (folder / FILE).write_text(text)
    (folder / "timestamp.txt").write_text(time)
    (folder / "submission_secret.txt").write_text("x")
    return folder


def submitted(course: Course) -> dict[str, list[str]]:
    found = (course.root / "submitted").glob(f"*/{SAMPLE}")
    return {f.parent.name: sorted(p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()) for f in found}


@pytest.mark.parametrize("road", ["nbgrader collect", "convnets collect"])
def test_links_devices_and_names_that_mislead_bring_nothing_and_cost_nobody(road, own_course, inbound, blank):
    text = nbformat.writes(blank)
    good = "ada", "김민수", "o'brien"
    for student in good:
        hand_in(inbound, student, text)
    planted = hand_in(inbound, "mallory", text)
    (planted / "secret.ipynb").symlink_to(own_course.private / "secret")
    (planted / "solutions").symlink_to(own_course.root / "source")
    (planted / "deeper").mkdir()
    (planted / "deeper" / "all").symlink_to(own_course.root)
    os.mkfifo(planted / "pipe.ipynb")
    (inbound / f"eve+{SAMPLE}+{TIME}+abc").symlink_to(own_course.root / "source" / SAMPLE)
    hand_in(inbound, "nobody", text, "2026-99-99 never")
    hand_in(inbound, "<img src=x onerror=alert(1)>", text)
    if road == "nbgrader collect":
        done = nbgrader("collect", SAMPLE, cwd=own_course.root)
        assert done.returncode == 0, done.stderr
        files = [FILE, "submission_secret.txt", "timestamp.txt"]
    else:
        done = convnets("collect", inbound, cwd=own_course.root)
        files = [FILE, "timestamp.txt"]
    assert submitted(own_course) == dict.fromkeys((*good, "mallory"), files), done.stdout + done.stderr
    said = done.stdout + done.stderr
    assert said.count("refused: ") >= 6 and all(
        name in said for name in ("secret.ipynb", "solutions", "deeper/all", "pipe.ipynb", "eve+", "nobody+")
    )
    everything = b"".join(p.read_bytes() for p in (own_course.root / "submitted").rglob("*") if p.is_file())
    assert SECRET.encode() not in everything and b"BEGIN SOLUTION" not in everything


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files to other users")
def test_what_belongs_to_somebody_else_is_not_taken(own_course, inbound, blank):
    """A folder in another student's hands, and another name (a hard link) of a file that is not the student's, which is no link to look at."""
    text = nbformat.writes(blank)
    with own_course.gradebook() as gradebook:
        for student in ("ada", "bin", "daemon"):
            gradebook.update_or_create_student(student)
    hand_in(inbound, "kim", text)
    os.chown(hand_in(inbound, "ada", text), pwd.getpwnam("daemon").pw_uid, -1)
    planted = hand_in(inbound, "bin", text)
    os.link(own_course.private / "secret", planted / "secret.ipynb")
    os.chown(planted, pwd.getpwnam("bin").pw_uid, -1)
    for file in (FILE, "timestamp.txt", "submission_secret.txt"):
        os.chown(planted / file, pwd.getpwnam("bin").pw_uid, -1)
    done = nbgrader("collect", SAMPLE, cwd=own_course.root)
    assert done.returncode == 0 and set(submitted(own_course)) == {"kim", "bin"}, done.stderr
    assert (
        "belongs to daemon, who is another student" in done.stderr and "secret.ipynb: another name of somebody else's file" in done.stderr
    )
    assert submitted(own_course)["bin"] == submitted(own_course)["kim"] == [FILE, "submission_secret.txt", "timestamp.txt"]


def test_the_last_of_several_is_taken_and_what_was_there_is_kept(own_course, inbound, blank):
    text = nbformat.writes(blank)
    hand_in(inbound, "ada", text)
    hand_in(inbound, "ada", text + " ", "2026-11-21 10:00:00.000000 UTC")
    assert nbgrader("collect", SAMPLE, cwd=own_course.root).returncode == 0
    mine = own_course.root / "submitted" / "ada" / SAMPLE
    assert (mine / FILE).read_text() == text + " " and "11-21" in (mine / "timestamp.txt").read_text()
    hand_in(inbound, "ada", text + "\n", "2026-11-22 10:00:00.000000 UTC")
    assert "already exists" in nbgrader("collect", SAMPLE, cwd=own_course.root).stderr and (mine / FILE).read_text() == text + " "
    links_only = hand_in(inbound, "ada", text, "2026-11-23 10:00:00.000000 UTC")
    (links_only / FILE).unlink()
    (links_only / FILE).symlink_to(own_course.private / "secret")
    assert "no notebook that could be taken" in nbgrader("collect", SAMPLE, "--update", cwd=own_course.root).stderr
    assert (mine / FILE).read_text() == text + " ", "a submission of links takes the place of none"
    shutil.rmtree(links_only)
    assert nbgrader("collect", SAMPLE, "--update", cwd=own_course.root).returncode == 0
    assert (mine / FILE).read_text() == text + "\n"
    assert [p.read_text() for p in (own_course.root / "earlier").rglob(FILE)] == [text + " "], "and what it replaces is kept"
    assert convnets("collect", inbound, cwd=own_course.root).returncode == 0 and (mine / FILE).read_text() == text + "\n"


def test_a_folder_that_becomes_a_link_while_it_is_read_is_not_followed(own_course, inbound, blank, monkeypatch):
    from convnets.classroom.intake.archive import Download, Refused

    planted = hand_in(inbound, "mallory", nbformat.writes(blank))
    (planted / "sub").mkdir()
    (planted / "sub" / "secret").write_text("mine")
    with Download(inbound, inbound) as download:
        files = {f.path.partition("/")[2]: f for f in download.files()}
        (planted / "sub").rename(planted / "other")
        (planted / "sub").symlink_to(own_course.private)
        (planted / FILE).unlink()
        (planted / FILE).symlink_to(own_course.private / "secret")
        for name in ("sub/secret", FILE):
            with pytest.raises(Refused):
                files[name].read()
