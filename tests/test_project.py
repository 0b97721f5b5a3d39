"""The project as a whole: what is promised of its commands, its files and its imports."""

import ast
import importlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import COURSE, PROJECT, SAMPLE, convnets

import convnets as library
from convnets import cli, models
from convnets.base import rooms
from convnets.base.names import UnknownName
from convnets.check import observer
from convnets.classroom.judging import reaching
from convnets.classroom.running import sandbox
from convnets.evidence import probes, trial, verdict

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGE = PROJECT / "src" / "convnets"


def commands() -> dict[str, object]:
    (sub,) = (a for a in cli.parser()._actions if hasattr(a, "choices") and isinstance(a.choices, dict))
    return sub.choices


def test_the_conda_environment_is_a_thin_file_over_pyproject():
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["channels"] == ["conda-forge"]
    python, pip, rest = environment["dependencies"]
    assert python == f"python{PYPROJECT['project']['requires-python']}"
    assert pip == "pip" and rest == {"pip": ["-e ."]}


def test_the_workflow_runs_what_is_run_anywhere_on_every_python_and_once_with_the_lowest_versions():
    jobs = yaml.safe_load((PROJECT / ".github/workflows/test.yml").read_text(encoding="utf-8"))["jobs"]
    matrix = jobs["test"]["strategy"]["matrix"]
    assert PYPROJECT["project"]["requires-python"] == f">={matrix['python'][0]}" and matrix["include"] == [
        {"python": matrix["python"][0], "dependencies": "lowest"}
    ]
    assert jobs["test"]["steps"][-1]["run"] == "bash .ci/run"
    done = subprocess.run([sys.executable, PROJECT / ".github/lowest.py"], capture_output=True, text=True, check=True)
    assert {"torch==" + r.partition(">=")[2] for r in PYPROJECT["project"]["dependencies"] if r.startswith("torch>")} <= set(
        lowest := done.stdout.splitlines()
    )
    assert len(lowest) == len({r for extra in PYPROJECT["project"]["optional-dependencies"].values() for r in extra if ">=" in r}) + len(
        PYPROJECT["project"]["dependencies"]
    )


def test_the_courses_packages_are_required_and_every_requirement_has_a_floor():
    required = PYPROJECT["project"]["dependencies"]
    assert all(re.fullmatch(r"[\w-]+>=[\d.]+", r) for r in required)
    assert {"jupyterlab", "torch", "torchvision", "torchsummary", "matplotlib", "nbgrader", "ipywidgets"} <= {
        r.partition(">")[0] for r in required
    }


def test_no_name_of_a_room_is_stale():
    """Names in strings break silently when files move: then answers could be read while grading, or old results would stay valid."""
    for room in {*rooms.ANSWERS, *rooms.EVIDENCE, *rooms.JUDGING, *rooms.UNSCORED, *rooms.UNSHOWN}:
        assert (PACKAGE / room / "__init__.py").is_file(), room
    for name, room in rooms.SHORT.items():
        assert getattr(library, name).__name__ == f"convnets.{room}.{name}"
    hashed = {f for room in rooms.EVIDENCE for f in (PACKAGE / room).rglob("*.py")}
    assert {Path(m.__file__) for m in (trial, probes, verdict, observer, sys.modules["convnets.measure.cost"])} <= hashed
    assert all((sandbox.BOX / name).is_file() for name in (*sandbox.INSIDE, *sandbox.TRUSTED))
    (warm,) = (n.value for n in ast.parse((sandbox.BOX / "forks.py").read_text()).body if ast.unparse(n).startswith("IMPORTED ="))
    assert all(importlib.util.find_spec(name) for name in eval(ast.unparse(warm)))
    for name in reaching.MACHINERY + reaching.READY_MADE:
        where, _, what = name.rpartition(".")
        assert importlib.util.find_spec(name.partition(".")[0]) and (not where or hasattr(importlib.import_module(where), what)), name


@pytest.mark.parametrize(
    "module",
    [
        "convnets",
        "convnets.cli",
        "convnets.base.names",
        "convnets.base.settings",
        "convnets.keys",
        "convnets.evidence.verdict",
        "convnets.evidence.display",
        "convnets.repair.order",
        "convnets.repair.place",
    ],
)
def test_importing_it_is_cheap(module):
    program = f"import sys, {module}; print([m for m in ('torch', 'torchvision', 'matplotlib', 'ipywidgets', 'mlxtend', 'IPython', 'nbgrader') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_course_is_read_without_torch():
    """What asks for states, dates or names should answer in a second, not three."""
    program = "import sys, convnets.classroom.course as c, convnets.classroom.records.table; c.Course.find().chapter('01'); print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT).stdout == "False\n"


def test_a_check_cell_loads_no_plotting():
    program = "import sys, convnets.check; print([m for m in ('torchvision', 'matplotlib', 'ipywidgets', 'mlxtend', 'nbgrader') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_command_and_option_has_a_help_text():
    assert {"demo", "lab", "doctor", "list", "release", "bundle", "grade", "status"} <= set(commands())
    for name, parser in commands().items():
        assert parser.description and parser.description[0].islower(), name
        for action in parser._actions:
            assert action.help, f"{name} {action.dest}"
    overview = cli.parser().format_help()
    assert all(re.search(rf"^ +{name} ", overview, re.M) for name in commands())


def test_makefile_and_readme_name_only_commands_that_exist():
    for file in ("Makefile", "README.md", "CONTRIBUTING.md", "course/README.md"):
        if (PROJECT / file).is_file():
            text = (PROJECT / file).read_text(encoding="utf-8")
            used = set(re.findall(r"(?:-m |`|^)convnets ([a-z]+)", text, re.M))
            assert used <= set(commands()), file
            targets = set(re.findall(r"\bmake ([a-z]+)", text))
            assert targets <= set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M)), file


@pytest.fixture(scope="module")
def here(project, once) -> Path:
    """A project folder of this file's own, to write in."""
    return once("for_commands", lambda folder: shutil.copytree(project, folder / "project")) / "project"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["list", "models"], 0, "lenet5"),
        (["list", "data"], 0, "digits"),
        (["list", "chapters"], 0, "exercises"),
        (["list", "exercises"], 0, ""),
        (["status", "90"], 0, "has not been graded yet"),
        (
            ["release", "--check", "91_sample"],
            1,
            f"no chapter called '91_sample'. Nearest: '{SAMPLE}'. All of them: convnets list chapters",
        ),
        (["grade", "sampel"], 1, f"Nearest: '{SAMPLE}'"),
        (["grade", "90"], 1, "nothing was handed in: no folder"),
        (["grade", "90", "--course", "nowhere"], 1, "no course folder here"),
        (["bundle", "made/there/out.zip"], 0, "out.zip"),
        (["bundle", "course/nbgrader_config.py/out.zip"], 1, "nbgrader_config.py"),
        (["bundle", "course"], 1, "course"),
        (["nonsense"], 2, "invalid choice: 'nonsense'"),
        (["grade"], 2, "chapter"),
        ([], 2, "COMMAND"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_a_command_ends_with_the_right_code_and_one_clear_line(words, code, said, here, monkeypatch, capsys):
    monkeypatch.chdir(here)
    try:
        found = cli.main(words)
    except SystemExit as e:  # argparse's own
        found = e.code
    output = capsys.readouterr()
    assert found == code
    assert said in (output.err if code else output.out)
    if code == 1:
        assert output.err.count("\n") == 1 and output.err.startswith("convnets: ")


def test_the_command_line_itself_passes_the_codes_on(tmp_path):
    for words, code, said in (
        (["--version"], 0, "convnets 0"),
        (["nonsense"], 2, "invalid choice"),
        (["release"], 1, "go to the project's folder or give --course"),
    ):
        done = convnets(*words, cwd=tmp_path)
        assert done.returncode == code and said in done.stdout + done.stderr
    with pytest.raises(UnknownName, match=r"no model called 'lenet'\. Nearest: 'lenet5'.*convnets list models"):
        models.create("lenet")


@pytest.mark.skipif(sys.platform != "linux", reason="C.UTF-8 is Linux's name")
def test_everything_may_stand_in_a_korean_folder_under_a_plain_locale(tmp_path):
    """alembic, which nbgrader starts for every gradebook, reads the folder of nbgrader's own files from a file in the locale's encoding."""
    home, nbgrader = tmp_path / "한국어 폴더", Path(importlib.util.find_spec("nbgrader").origin).parent
    shutil.copytree(nbgrader, home / "nbgrader", ignore=shutil.ignore_patterns("docs", "tests", "labextensions", "static", "node_modules"))
    shutil.copytree(COURSE, home / "course")
    done = convnets("status", SAMPLE, "--course", home / "course", cwd=home, LC_ALL="C", PYTHONPATH=str(home))
    assert done.returncode == 0 and "has not been graded yet" in done.stdout + done.stderr


def test_doctor_says_what_is_there():
    done = convnets("doctor", cwd=PROJECT)
    assert done.returncode == 0, done.stdout
    for said in ("Python", "torch ", "nbgrader", "device", "sandbox", "digits"):
        assert said in done.stdout


def test_nothing_mentions_how_the_project_was_made():
    told = re.compile(r"/work/|/tmp/spec|\.\./shared")
    for file in subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False).stdout.splitlines():
        path = PROJECT / file
        if path.suffix in (".py", ".md", ".toml", ".yml", ".ipynb", ".json", "") and path.is_file() and path != Path(__file__).resolve():
            assert not told.search(path.read_text(encoding="utf-8")), file
