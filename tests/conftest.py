"""What the tests share: a released sample course and a graded class, each made once, also when several workers run."""

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported: workers with several threads each spin against one another
os.environ.pop("CONVNETS_FAST", None)

import nbformat
import pytest
from filelock import FileLock

from convnets.classroom.chapters import bank
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course, create
from convnets.classroom.running import sandbox

PROJECT = Path(__file__).resolve().parents[1]
COURSE = PROJECT / "tests" / "course"
SAMPLE = "90_sample"
SECRETS = (  # of the sample chapter, in what only an instructor may know, and nowhere else
    "dilation * (kernel - 1) // 2",
    "self.bn1(self.conv1(x))",
    "dilated kernels",
    "response, projection",
    "every layer matters",
    "Because the layers can learn the difference",
    "Three points for saying",
)

needs_sandbox = pytest.mark.skipif(not sandbox.find().safe, reason=f"no sandbox starts here: {sandbox.find().note}")


GROUPED = (
    "test_assignment",
    "test_check",
    "test_where",
    "test_sandbox",
    "test_grade",
    "test_locate",
    "test_restore",
    "test_report",
    "test_warm",
    "test_scoring",
)  # files whose tests share one expensive thing: on one worker


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """One test at a time, but what shares an expensive thing on one worker."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = Path(nodeid.partition("::")[0]).stem
            if module == "test_bank":
                return f"bank {nodeid.partition('[')[2]}"
            return module if module in GROUPED else nodeid

    return Together(config, log) if config.getvalue("dist") == "load" else None


def convnets(*words: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    """The real command, in a process of its own."""
    done = _process([sys.executable, "-m", "convnets", *map(str, words)], cwd, environment)
    assert "Traceback (most recent call last)" not in done.stderr, done.stderr
    return done


def nbgrader(*words: object, cwd: Path) -> subprocess.CompletedProcess:
    """The real nbgrader, in a process of its own."""
    return _process([sys.executable, "-m", "nbgrader", *map(str, words)], cwd, {})


def _process(command: list[str], cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return subprocess.run(
        command, cwd=cwd, env=os.environ | {"PATH": path} | environment, capture_output=True, text=True, timeout=300, check=False
    )


def submission(blank: nbformat.NotebookNode, **answers: str) -> nbformat.NotebookNode:
    """The released notebook with these exercises (or written questions) answered."""
    made = copy.deepcopy(blank)
    for cell in made.cells:
        kind, _, name = cell.id.partition("-")
        if kind in ("exercise", "written") and name in answers:
            cell.source = answers.pop(name)
    assert not answers, f"no such exercise: {list(answers)}"
    return made


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """``once(name, make)``: the folder that ``make`` filled, once for all workers."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def get(name: str, make: Callable[[Path], object]) -> Path:
        with FileLock(base / f"{name}.lock"):
            if not (base / f"{name}.done").is_file():
                shutil.rmtree(base / name, ignore_errors=True)
                (base / name).mkdir()
                make(base / name)
                (base / f"{name}.done").touch()
        return base / name

    return get


@pytest.fixture(scope="session")
def project(once) -> Path:
    """A project folder whose course holds the sample chapter, released by the real command. For reading only."""

    def make(folder: Path) -> None:
        create(folder / "course", like=COURSE)
        done = convnets("release", cwd=folder)
        assert done.returncode == 0, done.stderr

    return once("released", make)


@pytest.fixture(scope="session")
def course(project: Path) -> Course:
    """The released sample course. For reading only."""
    return Course(project / "course")


@pytest.fixture(scope="session")
def chapter(course: Course) -> Chapter:
    return course.chapter(SAMPLE)


@pytest.fixture(scope="session")
def blank(course: Course) -> nbformat.NotebookNode:
    """The notebook that students get. For reading only."""
    return course.notebooks(SAMPLE)[1]


@pytest.fixture(scope="session")
def source(course: Course) -> nbformat.NotebookNode:
    """The notebook with the answers and hidden tests in it. For reading only."""
    return course.notebooks(SAMPLE)[0]


@pytest.fixture(scope="session")
def answers(course: Course, chapter: Chapter) -> dict[str, dict[str, str]]:
    """The sample bank: exercise, then answer, to its source; the chapter's own is called ``own``."""
    known = bank.read(chapter, course.answers(chapter))
    return {name: {a.name: a.source for a in found} | {"own": chapter.exercises[name].cell.source} for name, found in known.items()}


@pytest.fixture
def own_course(project: Path, tmp_path: Path) -> Course:
    """A copy of the released course to work in, with everything already computed for it."""
    shutil.copytree(project, tmp_path / "project")
    return Course(tmp_path / "project" / "course")


@pytest.fixture(scope="session")
def practice(project: Path) -> dict:
    """The sample's practice key, as it stands in the package's folder."""
    return json.loads((project / "src" / "convnets" / "keys" / f"{SAMPLE}.json").read_text(encoding="utf-8"))
