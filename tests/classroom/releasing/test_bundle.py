"""The real course as a student gets it: bundled, installed where nothing of the checkout is near, a chapter opened and an answer checked."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import nbformat
import pytest
from conftest import PROJECT, convnets

from convnets.classroom.course import Course
from convnets.classroom.releasing import bundle

CHAPTER, EXERCISE = "01_lenet", "dense_and_shared"
OPEN_AND_RUN = """
import json, sys, convnets, nbformat, nbclient
file, upto = sys.argv[1:]
notebook = nbformat.read(file, 4)
end = next(i for i, cell in enumerate(notebook.cells) if cell.id == upto)
notebook.cells = notebook.cells[: end + 1]
nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": file.rpartition("/")[0]}}).execute()
print("FOUND" + json.dumps([convnets.__file__, list(notebook.cells[-1].outputs)]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> tuple[Path, Path]:
    """The bundle's folder, and the interpreter of an environment that holds it and the packages it needs, and no checkout."""
    folder = tmp_path_factory.mktemp("a student's 수업")
    done = convnets("bundle", folder / "course.zip", cwd=PROJECT)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(folder / "course.zip") as packed:
        packed.extractall(folder)
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    python = folder / "env" / "bin" / "python"
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    )
    Path(site.stdout.strip(), "00_packages.pth").write_text(
        sysconfig.get_path("purelib") + "\n"
    )  # what the bundle needs, without fetching it
    assert subprocess.run([python, "-c", "import convnets"], capture_output=True, check=False).returncode != 0, (
        "the checkout can be imported"
    )
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-e", folder / bundle.TOP]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if "No matching distribution found for hatchling" in done.stderr:
        pytest.skip("no network: pip cannot fetch hatchling, which builds the package")
    assert done.returncode == 0, done.stderr
    return folder / bundle.TOP, python


def test_every_chapter_is_in_it_and_no_answer(installed):
    root, _ = installed
    chapters = Course(PROJECT / "course").chapters
    assert (
        sorted(p.stem for p in root.glob("notebooks/*/*.ipynb"))
        == sorted(p.stem for p in root.glob("src/convnets/keys/*.json"))
        == chapters
    )
    assert not [p for p in root.rglob("*") if p.name in ("course", "solutions", "tests", ".git")]


def test_a_chapter_opens_and_an_answer_is_checked(installed, tmp_path):
    root, python = installed
    notebook = nbformat.read(root / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb", 4)
    answer = Course(PROJECT / "course").chapter(CHAPTER).exercises[EXERCISE].cell.source
    next(c for c in notebook.cells if c.id == f"exercise-{EXERCISE}").source = answer
    nbformat.write(notebook, file := tmp_path / f"{CHAPTER}.ipynb")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "CONVNETS", "VIRTUAL_ENV"))} | {"CONVNETS_FAST": "1"}
    command = [python, "-c", OPEN_AND_RUN, file, f"check-{EXERCISE}"]
    done = subprocess.run(command, cwd=tmp_path, env=clean | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    where, outputs = json.loads(done.stdout.partition("FOUND")[2])
    assert Path(where).is_relative_to(root), "it ran the checkout's package"
    points = Course(PROJECT / "course").chapter(CHAPTER).exercises[EXERCISE].points
    assert f"{EXERCISE}: {points:g} of {points:g} points" in json.dumps(outputs)
