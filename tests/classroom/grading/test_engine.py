"""The engine: the same grades however the work is spread, interrupted or contended for, and whatever database keeps them."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from conftest import SAMPLE, convnets, needs_sandbox, submission
from processes import descendants, soon

from convnets.classroom.course import Course, CourseError
from convnets.classroom.grading import grade
from convnets.classroom.intake.submissions import find
from convnets.classroom.judging.judge import Judge
from convnets.classroom.judging.record import load
from convnets.classroom.running import cluster

pytestmark = needs_sandbox

POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nowhere"))
DIES = "import os\nclass BasicBlock(nn.Module):\n    def __init__(self, *a):\n        os._exit(1)"


@pytest.fixture(scope="module")
def handed_in(once, project, blank, answers) -> Path:
    """A small class: right, wrong, blank, deadly and damaged, ungraded in one folder and graded quietly in another. For reading only."""

    def make(folder: Path) -> None:
        shutil.copytree(project, folder / "project")
        course = Course(folder / "project" / "course")
        own = {name: found["own"] for name, found in answers.items()}
        wrong = answers["basic_block"]["wrong_relu_before_addition"]
        done = {"right": own, "wrong": own | {"basic_block": wrong}, "blank": {}, "dies": own | {"basic_block": DIES}, "cut": own}
        for student, changed in done.items():
            text = nbformat.writes(submission(blank, **changed))
            file = course.root / "submitted" / student / SAMPLE / f"{SAMPLE}.ipynb"
            file.parent.mkdir(parents=True)
            file.write_text(text[:2000] if student == "cut" else text, encoding="utf-8")
        Judge.of(course, SAMPLE)  # makes the secret, and works out what is right
        shutil.copytree(folder / "project", folder / "quiet")
        (folder / "right.json").write_text(json.dumps(graded(Course(folder / "quiet" / "course"), workers=1)))

    return once("small class", make)


@pytest.fixture
def school(handed_in, tmp_path) -> Course:
    """The class to be graded."""
    shutil.copytree(handed_in / "project", tmp_path / "project")
    return Course(tmp_path / "project" / "course")


@pytest.fixture
def right(handed_in) -> list:
    """What a quiet run makes of it."""
    return json.loads((handed_in / "right.json").read_text())


def graded(course: Course, **options) -> dict:
    """Grade, and say all that is recorded but for the seconds, with the gradebook's automatic scores."""
    list(grade.grade_all(course, SAMPLE, find(course, SAMPLE), **options))
    return outcome(course)


def outcome(course: Course) -> dict:
    records = {r.student: asdict(r) | {"seconds": 0} for r in load(course, SAMPLE)}
    with course.gradebook() as book:
        scores = {s.student.id: {g.name: g.auto_score for n in s.notebooks for g in n.grades} for s in book.assignment_submissions(SAMPLE)}
    return json.loads(json.dumps([records, scores]))


def test_one_worker_or_eight_give_the_same_and_force_runs_again(school, right):
    assert graded(school, workers=8) == right
    assert {student: r["outcome"] for student, r in right[0].items()} == {
        "right": "graded", "wrong": "graded", "blank": "graded", "dies": "partly graded", "cut": "set aside",
    }  # fmt: skip
    before = {f: f.stat().st_mtime_ns for f in school.runs.iterdir()}
    assert graded(school, workers=2) == right
    assert {f: f.stat().st_mtime_ns for f in school.runs.iterdir()} == before
    assert graded(school, force=True) == right
    assert sum(f.stat().st_mtime_ns != t for f, t in before.items()) == 4


def test_two_who_grade_at_once_do_not_meet(school, right):
    command = [sys.executable, "-m", "convnets", "grade", "90", "--course", str(school.root), "--no-feedback"]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 1 and "Traceback" not in said, said  # one was set aside
    assert outcome(school) == right


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=["kill", "ctrl-c"])
def test_interrupted_it_leaves_nothing_running_and_goes_on_where_it_was(school, right, end):
    command = [sys.executable, "-m", "convnets", "grade", "90", "--course", str(school.root), "--no-feedback"]
    rng = random.Random(end)
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)
        assert soon(lambda: descendants(process.pid) or process.poll() is not None, 60)  # noqa: B023
        time.sleep(rng.uniform(0, 6))
        running = descendants(process.pid)
        process.send_signal(end)
        _, said = process.communicate(timeout=60)
        assert "Traceback" not in said, said
        assert soon(lambda: not any(Path(f"/proc/{pid}").exists() for pid in running))  # noqa: B023
    assert graded(school) == right


def test_a_database_that_somebody_holds_locked_is_waited_for(school, right, monkeypatch):
    graded(school)
    monkeypatch.setattr(grade, "WAITS", (0.1, 0.1))
    other = sqlite3.connect(school.root / "gradebook.db", check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CourseError, match="database is locked.*What was run is kept"):
        graded(school)
    threading.Timer(4, other.rollback).start()
    monkeypatch.setattr(grade, "WAITS", (1,) * 10)
    assert graded(school) == right


def test_a_full_disk_is_said_and_nothing_is_lost(school, right, monkeypatch):
    real = grade.write_whole

    def full(file, text):
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(grade, "write_whole", full)
    told = graded(school)[0]
    assert {r["cause"] for s, r in told.items() if s != "cut"} == {"machine failed"} and "No space left" in told["right"]["detail"]
    monkeypatch.setattr(grade, "write_whole", real)
    assert graded(school) == right


@pytest.mark.skipif(not find_spec("distributed"), reason='dask is not installed: pip install "convnets-course[dask]"')
class TestDask:
    def test_the_same_grades_though_a_worker_is_lost(self, school, right):
        from distributed import LocalCluster

        with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as local:
            pids = [worker.pid for worker in local.workers.values()]

            def shoot() -> None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pids[0], signal.SIGKILL)

            threading.Timer(1.5, shoot).start()
            with cluster.runner(local.scheduler_address) as (compute, slots):
                assert slots == 2
                assert graded(school, workers=slots, compute=compute) == right

    def test_a_worker_with_another_processor_is_left_out_and_said(self, capsys):
        """What it saw, other in its last bits, would be kept and served as what was seen here."""
        from distributed import Nanny, Scheduler, SpecCluster

        def worker(**env: str) -> dict:
            return {"cls": Nanny, "options": {"nthreads": 1, "env": env, "dashboard_address": None}}

        other = worker(ATEN_CPU_CAPABILITY="default")
        at = {"cls": Scheduler, "options": {"dashboard_address": None, "host": "127.0.0.1"}}
        with SpecCluster({0: worker(), 1: other}, scheduler=at) as local, cluster.runner(local.scheduler_address) as (_, slots):
            assert slots == 1 and "1 of 2 Dask workers would not see what is seen here: " in (said := capsys.readouterr().out)
            assert "ATEN_CPU_CAPABILITY=default instead of ATEN_CPU_CAPABILITY=" in said
        with (
            SpecCluster({0: other}, scheduler=at) as local,
            pytest.raises(CourseError, match="1 of 1 Dask workers"),
            cluster.runner(local.scheduler_address),
        ):
            pass

    def test_no_scheduler_is_said_in_a_line(self, school, monkeypatch):
        monkeypatch.setattr(cluster, "WAIT", "1s")
        with pytest.raises(CourseError, match="no Dask scheduler answers at tcp://127.0.0.1:9"), cluster.runner("tcp://127.0.0.1:9"):
            pass


def test_without_dask_a_scheduler_is_refused_in_a_line(school, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CourseError, match="pip install"), cluster.runner("tcp://127.0.0.1:9"):
        pass


@pytest.fixture
def postgres(tmp_path):
    """A real PostgreSQL server; it refuses to be root's."""
    if not (POSTGRES / "initdb").exists():
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    if not find_spec("psycopg2"):
        pytest.skip('no driver for PostgreSQL here: pip install "convnets-course[postgresql]"')
    root = os.geteuid() == 0
    who = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] if root else []
    folder = Path(f"/tmp/convnets-postgres-{os.getpid()}")
    folder.mkdir(mode=0o700)
    if root:
        os.chown(folder, 65534, 65534)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    subprocess.run(
        [*who, POSTGRES / "initdb", "-D", folder / "data", "-U", "teacher", "-A", "trust"], check=True, capture_output=True, cwd="/"
    )
    command = [*who, POSTGRES / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port), "-c", "fsync=off"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        import psycopg2

        def answers() -> bool:
            with contextlib.suppress(psycopg2.OperationalError):
                psycopg2.connect(host="127.0.0.1", port=port, user="teacher", dbname="postgres").close()
                return True
            return False

        assert soon(answers, 60), "PostgreSQL did not start"
        yield f"postgresql+psycopg2://teacher@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(folder)


def test_the_gradebook_may_be_a_postgresql_database(school, right, postgres):
    with (school.root / "nbgrader_config.py").open("a") as f:
        f.write(f"\nc.CourseDirectory.db_url = {postgres!r}\nc.CourseDirectory.course_id = 'cnn'\n")
    (school.root / "gradebook.db").unlink(missing_ok=True)
    done = convnets("release", "--course", school.root, cwd=school.root)
    assert done.returncode == 0, done.stderr
    course = Course(school.root)
    assert course.db_url == postgres
    records, scores = graded(course)
    assert scores == right[1] and records == right[0]
    assert not (school.root / "gradebook.db").exists()
