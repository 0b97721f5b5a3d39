"""Release and bundle: the same to the byte, stale when it should be, and no answer in what a student gets."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from conftest import PROJECT, SAMPLE, SECRETS, convnets

from convnets import cli
from convnets.classroom.course import Course
from convnets.classroom.releasing import bundle, leaks, release
from convnets.classroom.releasing.leaks import LeakError

IDS = [
    "text-01", "install", "setup", "text-02", "exercise-same_padding", "check-same_padding", "text-03", "exercise-basic_block", "check-basic_block",
    "text-04", "written-why_identity", "training-learn", "demo-look",
]  # fmt: skip


@pytest.fixture(scope="module")
def files(project) -> dict[str, Path]:
    return {
        "notebook": project / "notebooks" / SAMPLE / f"{SAMPLE}.ipynb",
        "solution": project / "solutions" / SAMPLE / f"{SAMPLE}.ipynb",
        "key": project / "src" / "convnets" / "keys" / f"{SAMPLE}.json",
    }


@pytest.fixture(scope="module")
def built(files) -> release.Built:
    return release.Built(SAMPLE, *(files[k].read_text(encoding="utf-8") for k in ("notebook", "solution", "key")))


def test_a_second_build_elsewhere_gives_the_same_bytes(own_course, built):
    for folder in ("source", "release"):
        shutil.rmtree(own_course.root / folder)
    (own_course.root / "gradebook.db").unlink()
    assert list(release.build(own_course, [own_course.chapter(SAMPLE)])) == [built]


def test_the_notebooks_are_valid_have_stable_ids_and_no_outputs(built):
    for text in (built.notebook, built.solution):
        notebook = nbformat.reads(text, 4)
        nbformat.validate(notebook)
        assert [c.id for c in notebook.cells] == IDS
        assert not any(c.get("outputs") or c.get("execution_count") for c in notebook.cells)
        assert notebook.nbformat_minor == 5 and text.endswith("}\n")
        grades = {c.id: c.metadata.nbgrader for c in notebook.cells if "nbgrader" in c.metadata}
        assert {i: g.points for i, g in grades.items() if g.grade} == {
            "check-same_padding": 2,
            "check-basic_block": 4,
            "written-why_identity": 3,
        }
        assert all(g.grade_id == i for i, g in grades.items()) and all(
            grades[i].locked for i in ("setup", "check-same_padding", "check-basic_block")
        )


def test_students_get_stubs_and_public_tests_only(built):
    cells = {c.id: c.source for c in nbformat.reads(built.notebook, 4).cells}
    assert cells["exercise-same_padding"].endswith("    raise NotImplementedError")
    assert cells["exercise-basic_block"].count("raise NotImplementedError") == 2
    assert cells["check-same_padding"].splitlines()[-1] == "observe.score()" and "odd kernels" in cells["check-same_padding"]
    for secret in SECRETS:
        assert secret not in built.notebook and secret not in built.key
        assert secret in built.solution


def test_the_practice_key_says_what_the_public_observations_yield(built, practice):
    key = practice["exercises"]["same_padding"]
    assert [o["label"] for o in key["observations"]] == ["odd kernels"] and list(key["right"]) == ["odd kernels"]
    assert key["points"] == 2 and all(isinstance(v, int) for v in key["right"]["odd kernels"])
    assert {w["says"][:16] for w in key["wrong"]} == {"This is the padd"}  # the other mistake does not show in what is public
    assert len(built.key.splitlines()) == 4, "one exercise a line, so that it can be read in a diff"


def test_check_notices_what_is_stale_and_nothing_else(built, files, project, tmp_path):
    shutil.copytree(project, tmp_path / "project")
    here = {name: tmp_path / "project" / file.relative_to(project) for name, file in files.items()}

    def stale() -> list[str]:
        found = release.stale(built, tmp_path / "project")
        return [name for name, file in here.items() if file in found]

    def altered(name: str, text: str) -> list[str]:
        here[name].write_text(text, encoding="utf-8")
        try:
            return stale()
        finally:
            here[name].write_text(files[name].read_text(encoding="utf-8"), encoding="utf-8")

    assert stale() == []
    assert altered("notebook", built.notebook.replace("Write the padding", "Write  the padding")) == ["notebook"]
    assert altered("solution", built.solution + "\n") == ["solution"]
    number = re.search(r"\d\.\d{5,}", built.key).group()
    assert altered("key", built.key.replace(number, f"{float(number) * (1 + 1e-6):.9g}", 1)) == []
    assert altered("key", built.key.replace(number, f"{float(number) + 0.01:.9g}", 1)) == ["key"]
    assert altered("key", built.key.replace('"points":2', '"points":3')) == ["key"]
    assert altered("key", built.key.replace("half of kernel", "half of the kernel")) == ["key"]
    integers = json.loads(built.key)["exercises"]["same_padding"]["right"]["odd kernels"]
    assert altered("key", built.key.replace(json.dumps(integers, separators=(",", ":")), json.dumps([v + 1 for v in integers]), 1)) == [
        "key"
    ]
    assert altered("key", built.key[:100]) == ["key"]
    assert altered("key", "") == ["key"]
    here["solution"].unlink()
    assert stale() == ["solution"]


def test_what_is_fresh_is_not_written_again(built, files, project, tmp_path):
    """Last digits move between processors: a release must not leave a clone changed by them."""
    shutil.copytree(project, tmp_path / "project")
    number = re.search(r"\d\.\d{5,}", built.key).group()
    near = built.key.replace(number, f"{float(number) * (1 + 1e-6):.9g}", 1)
    (key := tmp_path / "project" / files["key"].relative_to(project)).write_text(near, encoding="utf-8")
    assert release.write(built, tmp_path / "project") == [] and key.read_text(encoding="utf-8") == near
    key.write_text(near.replace('"points":2', '"points":3'), encoding="utf-8")
    assert release.write(built, tmp_path / "project") == [key] and key.read_text(encoding="utf-8") == built.key


def test_the_check_command_says_what_is_stale_and_writes_nothing(own_course, monkeypatch, capsys):
    project = own_course.root.parent
    monkeypatch.chdir(project)
    assert cli.main(["release", "--check"]) == 0 and capsys.readouterr().out == "1 chapter up to date\n"
    file = own_course.root / "chapters" / f"{SAMPLE}.py"
    file.write_text(file.read_text(encoding="utf-8").replace("# Write the padding.", "# Write the padding, please."), encoding="utf-8")
    before = {p: p.read_bytes() for p in project.rglob("*.ipynb")}
    assert cli.main(["release", "90", "--check"]) == 1
    said = capsys.readouterr().out
    assert f"stale: notebooks/{SAMPLE}/{SAMPLE}.ipynb differs from its chapter: run `convnets release`" in said and "keys" not in said
    assert {p: p.read_bytes() for p in project.rglob("*.ipynb")} == before


PLANTED = {
    "solution line": "    return dilation * (kernel - 1) // 2",
    "solution line, moved": "x = 3\ndef other():\n            return dilation * (kernel - 1) // 2\n",
    "hidden check": 'observe("every layer matters", lambda: sensitivity(BasicBlock(8, 8), randn(2, 8, 8, 8)))',
    "hidden expression, under another label": 'observe("soon", lambda: sensitivity(\n    BasicBlock(8, 8), randn(2, 8, 8, 8)))',
    "hidden label": "# soon: every layer matters",
    "hidden marker": "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS",
    "model answer": "Because the layers can learn the difference.",
    "rubric": "Three points for saying that the residual branch learns what is missing.",
    "mark scheme marker": "### BEGIN MARK SCHEME\n### END MARK SCHEME",
}


@pytest.mark.parametrize("what", PLANTED)
@pytest.mark.parametrize("cell", ["text-02", "exercise-basic_block", "check-same_padding", "demo-look"])
def test_a_planted_secret_is_found_wherever_it_can_be_one(what, cell, chapter, built):
    """A solution's lines anywhere; a hidden label in a check, for prose may hold a word that is one, too."""
    notebook = nbformat.reads(built.notebook, 4)
    next(c for c in notebook.cells if c.id == cell).source += "\n" + PLANTED[what]
    texts = {"notebook": leaks.readable(nbformat.writes(notebook))}
    if (what == "hidden label" and not cell.startswith("check")) or (what.startswith("hidden expression") and cell == "text-02"):
        leaks.check(chapter, texts)
    else:
        with pytest.raises(LeakError):
            leaks.check(chapter, texts)


def test_an_output_a_secret_in_the_metadata_and_one_in_the_key_are_found(chapter, built):
    notebook = nbformat.reads(built.notebook, 4)
    notebook.cells[2].outputs = [nbformat.v4.new_output("stream", text="hello")]
    with pytest.raises(LeakError, match="an output under setup"):
        leaks.readable(nbformat.writes(notebook))
    notebook = nbformat.reads(built.notebook, 4)
    notebook.cells[3].metadata["was"] = PLANTED["solution line"].strip()
    with pytest.raises(LeakError):
        leaks.check(chapter, {"notebook": leaks.readable(nbformat.writes(notebook))})
    for secret in ("every layer matters", PLANTED["solution line"].strip()):
        with pytest.raises(LeakError):
            key = built.key.replace("half of kernel - 1", json.dumps(secret)[1:-1])
            leaks.check(chapter, {"practice key": leaks.readable(key)})
    leaks.check(chapter, {"notebook": leaks.readable(built.notebook), "practice key": leaks.readable(built.key)})


def test_release_refuses_a_chapter_whose_text_gives_an_answer_away(own_course, monkeypatch, capsys):
    file = own_course.root / "chapters" / f"{SAMPLE}.py"
    text = file.read_text(encoding="utf-8")
    lines = text[text.index("        self.conv1 =") :].splitlines()[:4]
    file.write_text(
        text.replace("# Write the block.", "# Write the block:\n#\n" + "".join(f"# {line}\n" for line in lines)), encoding="utf-8"
    )
    notebook = own_course.root.parent / "notebooks" / SAMPLE / f"{SAMPLE}.ipynb"
    before = notebook.read_bytes()
    monkeypatch.chdir(own_course.root.parent)
    assert cli.main(["release"]) == 1
    said = capsys.readouterr().err
    assert "of a solution" in said and said.count("\n") == 1
    assert notebook.read_bytes() == before


@pytest.fixture(scope="module")
def with_package(once, project) -> Path:
    """The released project with the package's source beside it, as the real one is."""

    def make(folder: Path) -> None:
        shutil.copytree(project, folder / "project")
        ignored = shutil.ignore_patterns("__pycache__", "[0-9][0-9]_*.json")
        shutil.copytree(PROJECT / "src", folder / "project" / "src", dirs_exist_ok=True, ignore=ignored)
        for name in ("README.md", "pyproject.toml", "LICENSE", "environment.yml", "Makefile"):
            shutil.copy(PROJECT / name, folder / "project" / name)

    return once("with_package", make) / "project"


def test_the_bundle_holds_what_a_student_needs_and_nothing_else(with_package, tmp_path):
    done = convnets("bundle", tmp_path / "deep" / "out.zip", cwd=with_package)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "deep" / "out.zip") as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        for secret in SECRETS:
            assert not [n for n in names if secret.encode() in packed.read(n)], secret
        packed.extractall(tmp_path)
    assert {n.split("/")[0] for n in names} == {bundle.TOP}
    assert not [n for n in names if re.search(r"(^|/)(course|solutions|\.convnets|__pycache__|submitted)/|gradebook\.db", n)]
    assert {
        f"{bundle.TOP}/{n}" for n in ("README.md", "pyproject.toml", f"notebooks/{SAMPLE}/{SAMPLE}.ipynb", "src/convnets/check/observer.py")
    } <= set(names)
    program = (
        "import convnets, convnets.check; from convnets import keys; print(convnets.__file__); print(keys.chapters());"
        f"print(keys.practice('{SAMPLE}/same_padding').points); from convnets import data, train, plot, models; print(len(models.names()) > 0)"
    )
    root = tmp_path / bundle.TOP
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env={"PYTHONPATH": str(root / "src")}, capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines() == [str(root / "src" / "convnets" / "__init__.py"), str([SAMPLE]), "2.0", "True"], run.stderr
    again = tmp_path / "again.zip"
    assert bundle.write(Course(with_package / "course"), again) == 0
    assert again.read_bytes() == (tmp_path / "deep" / "out.zip").read_bytes()


@pytest.mark.parametrize("what", ["notebook", "its outputs", "another notebook", "a file beside it", "a key", "a picture"])
def test_the_bundle_is_looked_through(what, project, tmp_path):
    shutil.copytree(project, tmp_path / "project")
    project = tmp_path / "project"
    folder = project / "notebooks" / SAMPLE
    secret = PLANTED["solution line"]
    notebook = nbformat.read(folder / f"{SAMPLE}.ipynb", 4)
    match what:
        case "notebook":
            notebook.cells[0].source += "\n" + secret
            nbformat.write(notebook, folder / f"{SAMPLE}.ipynb")
        case "its outputs":
            notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="hello")]
            nbformat.write(notebook, folder / f"{SAMPLE}.ipynb")
        case "another notebook":
            shutil.copy(project / "solutions" / SAMPLE / f"{SAMPLE}.ipynb", folder / "Untitled.ipynb")
        case "a file beside it":
            (folder / "notes.md").write_text(f"# notes\n\n{secret}\n", encoding="utf-8")
        case "a key":
            file = project / "src" / "convnets" / "keys" / f"{SAMPLE}.json"
            file.write_text(file.read_text(encoding="utf-8").replace("half of kernel - 1", "dilated kernels"), encoding="utf-8")
        case "a picture":  # is packed, and does not stop anything
            (folder / f"{SAMPLE}.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    out = tmp_path / "out.zip"
    if what == "a picture":
        assert bundle.write(Course(project / "course"), out) == 0
    else:
        with pytest.raises(LeakError):
            bundle.write(Course(project / "course"), out)
    assert out.exists() == (what == "a picture")
