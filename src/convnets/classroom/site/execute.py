"""A chapter's solution, run once from top to bottom and kept under a hash of all that it depends on."""

import functools
import hashlib
import importlib.metadata
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

import convnets
from convnets.base.files import stored
from convnets.base.rooms import UNSHOWN
from convnets.classroom.chapters import notebook
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import CourseError

LIBRARY = Path(convnets.__file__).parent
DRAW_WITH = "torch", "torchvision", "matplotlib", "numpy", "mlxtend", "scikit-image", "ipywidgets"
SECONDS = {True: 300, False: 3600}  # for one cell: fast mode, or not


def executed(chapter: Chapter, kept: Path, *, fast: bool) -> tuple[NotebookNode, float | None]:
    """The solution with its outputs, and the seconds it took; None where it was ``kept`` from before. Raises CourseError when a cell fails."""
    source, practice = notebook.write(notebook.source_notebook(chapter)), _practice_key(chapter)
    digest = hashlib.sha256(source.encode() + practice.encode() + _library()).hexdigest()
    file = kept / f"{chapter.name}{'-fast' if fast else ''}-{digest[:12]}.ipynb"
    seconds: list[float] = []

    def work() -> NotebookNode:
        start = time.monotonic()
        ran = run(nbformat.reads(source, 4), fast=fast, beside={f"{chapter.name}.key.json": practice})
        for old in kept.glob(f"{chapter.name}{'-fast' if fast else ''}-????????????.ipynb"):
            old.unlink()
        seconds.append(time.monotonic() - start)
        return ran

    return stored(file, nbformat.from_dict, work), seconds[0] if seconds else None


def run(solution: NotebookNode, *, fast: bool, beside: Mapping[str, str] | None = None) -> NotebookNode:
    """Run a notebook in a kernel, a folder and a home of its own, with these files beside it; nobody's results get in or are touched."""
    name = solution.metadata.get("convnets", {}).get("chapter", "the notebook")
    with tempfile.TemporaryDirectory(prefix="convnets-site-") as home:
        for name_of_file, text in (beside or {}).items():
            Path(home, name_of_file).write_text(text, encoding="utf-8")
        environment = os.environ | {"CONVNETS_HOME": f"{home}/home", "CONVNETS_FAST": "1" if fast else "0"}
        where = {"metadata": {"path": home}}
        client = NotebookClient(solution, timeout=SECONDS[fast], kernel_name="python3", resources=where, store_widget_state=False)
        try:
            client.execute(env=environment, stderr=subprocess.DEVNULL)
        except CellExecutionError as e:
            raise CourseError(f"the solution of {name} does not run: {e.ename}: {e.evalue}") from None
        except (DeadKernelError, TimeoutError) as e:
            raise CourseError(f"the solution of {name} does not run: {str(e).strip().splitlines()[-1]}") from None
        for cell in solution.cells:
            for output in cell.get("outputs", []):
                _without_place(output, home)
    return solution


def _without_place(output: NotebookNode, home: str) -> None:
    """Where it ran is nobody's business: paths read as they would on a student's computer."""
    for data in (output, output.get("data", {})):
        for mime in ("text", "text/plain", "text/html"):
            if isinstance(data.get(mime), str):
                data[mime] = data[mime].replace(f"{home}/home", "~/.convnets").replace(home, ".")


def _practice_key(chapter: Chapter) -> str:
    file = chapter.path.parents[2] / "src" / "convnets" / "keys" / f"{chapter.name}.json"
    if not file.is_file():
        raise CourseError(f"{chapter.name} has no practice key: run `convnets release {chapter.name[:2]}` first")
    return file.read_text(encoding="utf-8")


@functools.cache
def _library() -> bytes:
    """A hash of the library that notebooks import, and the versions of what they run and draw with."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in DRAW_WITH:
        digest.update(f"{name} {importlib.metadata.version(name)}".encode())
    for file in sorted(p for p in LIBRARY.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        if (where := file.relative_to(LIBRARY)).parts[0] not in UNSHOWN:
            digest.update(where.as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()
