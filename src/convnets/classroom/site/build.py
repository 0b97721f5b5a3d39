"""The site as a whole: pages written into a folder under build/, then made into HTML by Sphinx."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat

from convnets.classroom.chapters import notebook
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course, CourseError
from convnets.classroom.site import api, front, seal
from convnets.classroom.site.execute import executed

HERE = Path(__file__).parent
NEEDED = "sphinx", "myst_nb", "furo", "latex2mathml", "ziamath"
MADE = ".made-by-convnets-site"
READING = """\
:::{{admonition}} How to read this page
:class: reading

The exercises are open, as in the notebook; what the cells show comes from the chapter's own answers.{fast} To work on it yourself: `make lab`, then `{name}`.
:::
"""
FAST = " The trainings were cut to a few batches for this page, so its figures show less than the text says."


def build(course: Course, out: Path, *, solutions: bool = False, fast: bool = False, chapters: Sequence[str] | None = None) -> int:
    """Build the site into ``out``; says how long each part took.

    Args:
        course: its chapters, released.
        out: made anew; refused when it holds something that is not an earlier site.
        solutions: pages with answers, hidden tests and mark schemes too, for instructors.
        fast: run the solutions in fast mode.
        chapters: of these the solutions are run, and the others shown without outputs; by default of all.

    Raises:
        CourseError: what is missing, stale or does not run, with what to do about it.
        LeakError: an answer would show.
    """
    start = time.monotonic()
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        raise CourseError(
            f"the site needs {', '.join(missing)}: {sys.executable} -m pip install 'convnets-course[site]', or `pip install -e .[site]`"
        )
    if out.exists() and any(out.iterdir()) and not (out / MADE).is_file():
        raise CourseError(f"{out} exists and is no site of convnets: choose another place with --out")
    work = course.root.parent / "build" / "site-work"
    pages = work / "pages"
    written = set(_pages(course, pages, solutions=solutions, fast=fast, chapters=chapters))
    for file in pages.rglob("*"):
        if file.is_file() and file not in written:
            file.unlink()
    _sphinx(work)
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(work / "html", out, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv", ".doctrees"))
    (out / MADE).touch()
    files = [p for p in out.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in files) / 1e6
    print(
        f"{out}: {sum(p.suffix == '.html' for p in files)} pages, {size:.1f} MB, in {time.monotonic() - start:.0f} s; open {out / 'index.html'}"
    )
    return 0


def _pages(course: Course, pages: Path, *, solutions: bool, fast: bool, chapters: Sequence[str] | None) -> Iterator[Path]:
    """Write what Sphinx reads; yields each file."""
    project, found = course.root.parent, []
    for name in course.chapters:
        released = project / "notebooks" / name / f"{name}.ipynb"
        if not released.is_file():
            print(f"{name}: left out, since it has not been released (convnets release {name[:2]})")
            continue
        chapter = course.chapter(name)
        found.append(chapter)
        ran = (
            _ran(chapter, project / "build" / "executed", fast)
            if chapters is None or chapter.name in chapters
            else notebook.source_notebook(chapter)
        )
        note = READING.format(fast=FAST if fast else "", name=chapter.name)
        page = seal.page(chapter, ran, nbformat.read(released, 4), note=note)
        yield _write(pages / "chapters" / f"{chapter.name}.ipynb", notebook.write(page))
        if solutions:
            yield _write(pages / "solutions" / f"{chapter.name}.ipynb", notebook.write(seal.whole(chapter, ran)))
    for name, text in api.pages():
        yield _write(pages / "api" / f"{name}.md", text)
    guide = course.root / "README.md"
    if guide.is_file():
        yield _write(
            pages / "instructors.md", re.sub(r"^# .*$", "# For instructors", guide.read_text(encoding="utf-8"), count=1, flags=re.M)
        )
    yield _write(pages / "index.md", front.page(found, solutions=solutions, guide=guide.is_file()))


def _ran(chapter: Chapter, kept: Path, fast: bool) -> nbformat.NotebookNode:
    ran, seconds = executed(chapter, kept, fast=fast)
    print(f"{chapter.name}: {'kept from before' if seconds is None else f'run in {seconds:.0f} s'}", flush=True)
    return ran


def _write(file: Path, text: str) -> Path:
    """Only where it differs: Sphinx reads again what is newer."""
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return file


def _sphinx(work: Path) -> None:
    """Sphinx over the pages, its configuration from here. A warning, say a link that leads nowhere, is an error."""
    shutil.rmtree(work / "html", ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "-c", HERE / "sphinx", "-d", work / "doctrees"]
    done = subprocess.run(
        [*map(str, command), str(work / "pages"), str(work / "html")],
        capture_output=True,
        text=True,
        env=os.environ | {"CONVNETS_SITE": "1"},
        check=False,
    )
    if done.returncode:
        raise CourseError(f"Sphinx is not content: {' / '.join((done.stderr or done.stdout).strip().splitlines()[-5:])}")
