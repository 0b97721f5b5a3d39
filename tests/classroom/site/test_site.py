"""The course as a site: open exercises, figures kept, no answer anywhere, links that lead somewhere, tables that cannot drift."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from conftest import COURSE, PROJECT, SAMPLE, SECRETS
from IPython.core.inputtransformer2 import TransformerManager
from links import Links, follow
from nbformat.v4 import new_code_cell, new_notebook, new_output

from convnets import models
from convnets.base import rooms
from convnets.classroom.chapters import install, notebook
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course, CourseError, create
from convnets.classroom.releasing import contents, leaks, release
from convnets.classroom.releasing.leaks import LeakError
from convnets.classroom.site import execute, family, picture, seal

STILL = {"image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}
ADDRESS = "https://github.com/somebody/course"
LAST_CELLS = """
# %% tags=["training:learn"]
block = BasicBlock(3, 4)
print("trained", sum(p.numel() for p in block.parameters()), "numbers")

# %% tags=["demo:look"]
from convnets import plot
block  # its listing would tell how the exercise is answered

# %% tags=["demo:figure"]
plot.pictures(torch.rand(3, 1, 8, 8))
"""


@pytest.fixture(scope="module")
def small(once) -> Course:
    """The sample course with training and demonstrations that run, released."""

    def make(folder: Path) -> None:
        made = create(folder / "course", like=COURSE)
        file = made.root / "chapters" / f"{SAMPLE}.py"
        told = "**A. Author, B. Writer: *On padding*, arXiv:1901.01234, 2018.**"
        text = file.read_text(encoding="utf-8").partition('# %% tags=["training:learn"]')[0] + LAST_CELLS.lstrip()
        text = text.replace(
            "# Two exercises and a question", f"# {told}\n#\n# 97.5\n# %. Two exercises and a question, with $\\frac{{1}}{{2}} k$"
        )
        file.write_text(text, encoding="utf-8")
        shutil.copy(PROJECT / "course" / "README.md", made.root)
        assert release.release(made, made.chapters) == 0

    return Course(once("site_course", make) / "course")


@pytest.fixture(scope="module")
def sample(small) -> Chapter:
    return small.chapter(SAMPLE)


@pytest.fixture(scope="module")
def site(once, small) -> Path:
    """The site of the sample course, built by the real command."""

    def make(folder: Path) -> None:
        words = "-m", "convnets", "site", "--fast", "--out", folder / "site"
        done = subprocess.run(
            [sys.executable, *map(str, words)], cwd=small.root.parent, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return once("site_built", make) / "site"


def test_an_exercise_is_open_and_what_the_answers_gave_is_shown(site):
    page = (site / "chapters" / f"{SAMPLE}.html").read_text(encoding="utf-8")
    text = seal.text(page)
    assert text.count("raise NotImplementedError") == 3
    assert "odd kernels" in text and "same_padding: 2 of 2 points" in text, "the verdict's table"
    assert "trained" in text and "BasicBlock(\n" not in text and "listed here" in text
    assert [i["width"] for i in Links(site / "chapters" / f"{SAMPLE}.html").images if "_images" in i["src"]], (
        "the figure, at the size it says"
    )
    assert "cut to a few batches" in text, "fast mode says so"
    assert "%. Two exercises" in text, "a line that begins with a per cent sign is prose"
    assert "<math" in page and "<mfrac>" in page and "convnets.keys" not in text


def test_no_page_and_no_index_tells_an_answer(site, sample):
    assert not (site / "solutions").exists()
    for file in site.rglob("*"):
        if file.suffix in (".html", ".js", ".json", ".txt", ".ipynb", ".md", ".inv", ".xml"):
            text = file.read_text(encoding="utf-8")
            told = seal.text(text) if file.suffix == ".html" else text
            assert not [s for s in SECRETS if s in told], file
            if file.suffix == ".html" and "chapters" in file.parts:
                leaks.check(sample, {"page": told})


def test_brackets_keep_their_size():
    """Browsers draw a bracket as tall as its row, and one with an exponent, outside a row, as small as a letter."""
    pytest.importorskip("latex2mathml")
    from convnets.classroom.site.mathml import mathml

    matrices = mathml(r"\begin{pmatrix} p & q \end{pmatrix} \begin{pmatrix} a \\ b \end{pmatrix}", block=True)
    assert matrices.count("<mrow><mo>&#x00028;</mo><mtable>") == matrices.count("</mtable><mo>&#x00029;</mo></mrow>") == 2
    power = mathml(r"\Big( x \Big)^{\beta}", block=True)
    assert re.search(r"<msup><mrow><mo form=\"postfix\" minsize=[^>]*>\)</mo></mrow>", power)


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(site):
    assert follow(site) > 15


def test_the_front_page_has_a_door_to_every_chapter_and_the_library_is_documented(site):
    front = (site / "index.html").read_text(encoding="utf-8")
    assert f"chapters/{SAMPLE}.html" in front and "make lab" in front and "make demo" in front
    assert "Author and Writer 2018" in front
    api = seal.text((site / "api" / "train.html").read_text(encoding="utf-8"))
    assert "fit(" in api and "Parameters" in api
    assert "For instructors" in front and (site / "search.html").is_file() and (site / "instructors.html").is_file()


def test_solution_pages_come_when_asked_for_and_go_again(small, sample, tmp_path, monkeypatch):
    from convnets.classroom.site import build

    module = sys.modules[build.__module__]
    monkeypatch.setattr(module, "_sphinx", lambda work: (work / "html").mkdir(exist_ok=True))
    project = tmp_path / "project"
    shutil.copytree(small.root.parent, project, ignore=shutil.ignore_patterns("build"))
    course, page = Course(project / "course"), project / "build" / "site-work" / "pages" / "solutions" / f"{SAMPLE}.ipynb"
    build(course, project / "out", solutions=True, chapters=[])
    assert all(secret in seal.readable(nbformat.read(page, 4)) for secret in SECRETS)
    build(course, project / "out", chapters=[])
    assert not page.exists()
    (project / "mine").mkdir()
    (project / "mine" / "thesis.txt").touch()
    with pytest.raises(CourseError, match="no site of convnets"):
        build(course, project / "mine", chapters=[])
    blank = nbformat.read(released(course), 4)
    del blank.cells[-1]
    nbformat.write(blank, released(course))
    with pytest.raises(CourseError, match="stale: run `convnets release 90`"):
        build(course, project / "out", chapters=[])


def released(course: Course) -> Path:
    return course.root.parent / "notebooks" / SAMPLE / f"{SAMPLE}.ipynb"


# --- what may be shown of an output

TORCHSUMMARY = "-----\n        Layer (type)               Output Shape         Param #\n=====\n  Conv2d-1\n"
MODULE = "BasicBlock(\n  (conv1): Conv2d(3, 3, kernel_size=(3, 3))\n)"


def outputs(kind: str, *given: nbformat.NotebookNode, own: bool = False) -> list[nbformat.NotebookNode]:
    return list(seal.shown(kind, given, own=own))


def test_an_answers_own_cell_and_a_warning_show_nothing():
    said = new_output("stream", name="stdout", text="hello")
    assert outputs("exercise", said, new_output("display_data", STILL)) == []
    assert outputs("demo", new_output("stream", name="stderr", text="UserWarning: here\n  return dilation * (kernel - 1) // 2")) == []
    assert outputs("demo", said) == [said]


def test_of_a_check_only_the_verdict_shows():
    verdict = new_output("display_data", {"text/html": '<div class="convnets-verdict">✓</div>', "text/plain": "✓"})
    score, noise = new_output("execute_result", {"text/plain": "2.0"}), new_output("stream", name="stdout", text="[3, 5, 7]")
    assert [o.data["text/plain"] for o in outputs("check", noise, verdict, score)] == ["✓"]


@pytest.mark.parametrize("listing", [TORCHSUMMARY, MODULE, "layer        kind    output\nconv1        Conv2d  3×8×8"])
def test_a_listing_of_ones_own_network_is_withheld_and_the_librarys_is_not(listing):
    for given in (new_output("stream", name="stdout", text=listing), new_output("execute_result", {"text/plain": listing})):
        assert [o.text for o in outputs("demo", given, own=True)] == [seal.WITHHELD]
        (shown,) = outputs("demo", given, own=False)
        assert listing in (shown.get("text", ""), shown.get("data", {}).get("text/plain"))


def test_a_cell_is_known_to_depend_on_an_answer_through_another_cell(sample):
    assert seal._depending(sample) == {"training-learn", "demo-look"}


def test_an_explorer_leaves_its_still_and_a_progress_bar_nothing():
    explorer = new_output(
        "execute_result", STILL | {seal.WIDGET: {"model_id": "x"}, "text/plain": "<figure>"}, metadata={"image/png": {"width": 9}}
    )
    (shown,) = outputs("demo", explorer)
    assert set(shown.data) == {"image/png", "text/plain"} and shown.metadata == {"image/png": {"width": 9}}
    bar = "epochs:   0%|          | 0/10 [00:00<?, ?it/s]"
    assert outputs("training", new_output("display_data", {seal.WIDGET: {}, "text/plain": bar})) == []
    assert outputs("training", new_output("display_data", {"text/plain": bar})) == []


def test_an_output_that_quotes_an_answer_stops_the_build(small, sample):
    ran, blank = notebook.source_notebook(sample), nbformat.read(released(small), 4)
    look = next(c for c in ran.cells if c.id == "demo-figure")
    assert seal.page(sample, ran, blank)
    for tell in (
        new_output("stream", name="stdout", text="    return dilation * (kernel - 1) // 2\n"),
        new_output("display_data", {"text/html": "<pre>    return dilation * (kernel - 1) // 2</pre>"}),
        new_output("display_data", {"text/plain": "dilated kernels"}),
    ):
        look.outputs = [tell]
        with pytest.raises(LeakError):
            seal.page(sample, ran, blank)


# --- running a solution once


def test_a_solution_is_run_once_until_it_or_the_library_changes(sample, tmp_path, monkeypatch):
    runs = []
    monkeypatch.setattr(execute, "run", lambda solution, fast, beside: runs.append(fast) or solution)
    assert execute.executed(sample, tmp_path, fast=True)[1] is not None
    assert execute.executed(sample, tmp_path, fast=True)[1] is None and runs == [True]
    execute.executed(sample, tmp_path, fast=False)
    assert runs == [True, False] and len(list(tmp_path.iterdir())) == 2
    monkeypatch.setattr(execute, "_library", lambda: b"another version")
    execute.executed(sample, tmp_path, fast=True)
    assert runs == [True, False, True] and len(list(tmp_path.iterdir())) == 2, "what is stale is thrown away"


def test_the_library_as_it_stands_is_hashed_but_not_the_instructors_side():
    execute._library.cache_clear()
    assert execute._library() == execute._library() and rooms.UNSHOWN[0] == "classroom"
    assert (execute.LIBRARY / "train" / "loop.py").is_file() and all((execute.LIBRARY / name).exists() for name in rooms.UNSHOWN)


def test_a_failing_cell_is_named_and_where_it_ran_is_not_shown():
    broken = new_notebook(cells=[new_code_cell("1 / 0")], metadata={"convnets": {"chapter": "07_mine"}})
    with pytest.raises(CourseError, match="the solution of 07_mine does not run: ZeroDivisionError"):
        execute.run(broken, fast=True)
    code = "import os; from convnets import settings\nprint(settings.home(), os.getcwd(), settings.fast())"
    (output,) = execute.run(new_notebook(cells=[new_code_cell(code)]), fast=True).cells[0].outputs
    assert output.text == "~/.convnets . True\n"


# --- the table of chapters, and the lineage


@pytest.fixture(scope="module")
def chapters() -> list[Chapter]:
    """Those that are released: a draft has no notebook yet."""
    course = Course(PROJECT / "course")
    return [course.chapter(name) for name in course.chapters if (PROJECT / "notebooks" / name).is_dir()]


def test_readmes_table_is_what_the_chapters_give(chapters):
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert contents.BEGIN in readme and contents.refresh(readme, chapters, [c.name for c in chapters]) == readme, "run `convnets release`"


def test_every_chapter_says_its_paper_and_its_minutes(chapters):
    for chapter in chapters:
        if chapter.name[:2] < "08":  # the lab has no paper of its own
            assert contents.papers(chapter) and all(1980 < p.year < 2030 and p.title for p in contents.papers(chapter)), chapter.name
        assert contents.minutes(chapter) >= 60, chapter.name
    resnet = next(c for c in chapters if c.name == "05_resnet")
    assert [p.short for p in contents.papers(resnet)] == ["He et al. 2015", "He et al. 2016"]
    assert contents.reached(resnet) and not contents.reached(chapters[0])


def test_one_chapters_line_is_written_and_the_others_stay(sample):
    before = (
        f"# x\n{contents.BEGIN}\n{contents.HEAD}\n| 04 | gone | |\n| 89 | another, as it is | |\n| 90 | old | |\n{contents.END}\nrest\n"
    )
    after = contents.refresh(before, [sample], ["89_other", SAMPLE])
    assert (
        "| 89 | another, as it is | |\n| 90 | [A sample chapter](notebooks/" in after and "gone" not in after and after.endswith("\nrest\n")
    )
    assert contents.refresh(after, [sample], ["89_other", SAMPLE]) == after
    assert contents.refresh("no markers", [sample], [SAMPLE]) == "no markers"


def test_the_lineage_has_every_chapter_and_each_network_is_one_of_the_courses(chapters):
    assert {m.name for m in family.FAMILY if m.name} <= set(models.names())
    assert {c.name[:2] for c in chapters} <= {m.chapter for m in family.FAMILY}
    labels = [m.label for m in family.FAMILY]
    for i, member in enumerate(family.FAMILY):
        assert set(member.after) <= set(labels[:i]), "ancestors come first"
    assert len({m.place for m in family.FAMILY}) == len(family.FAMILY)


@pytest.mark.parametrize("lying", [True, False])
def test_the_picture_is_svg_with_a_labelled_link_for_each_open_door(lying):
    doors = family.doors(["01_lenet", "05_resnet"])
    tree = ET.fromstring(picture.svg(family.FAMILY, doors, lying=lying))
    svg = "{http://www.w3.org/2000/svg}"
    links = {a.get("aria-label"): a.get("href") for a in tree.iter(f"{svg}a")}
    assert set(links.values()) == {"chapters/01_lenet.html", "chapters/05_resnet.html"}
    assert "Chapter 01: LeNet-5, 1998, shared weights read cheques" in links
    assert tree.find(f"{svg}title").text and "ResNet (2015) after VGG" in tree.find(f"{svg}desc").text
    width, height = map(float, tree.get("viewBox").split()[2:])
    for card in tree.iter(f"{svg}rect"):
        x, y, w, h = (float(card.get(k)) for k in ("x", "y", "width", "height"))
        assert 0 <= x <= x + w <= width and 0 <= y <= y + h <= height


# --- first steps: where a notebook gets the package from


@pytest.fixture(scope="module")
def empty(once) -> Path:
    """A Python without the package: a virtual environment with nothing in it."""
    folder = once("empty", lambda folder: subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True))
    return folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"


def ran(python: Path | str, cell: str, folder: Path) -> subprocess.CompletedProcess:
    """The cell, as IPython would run it, in this Python; a magic is printed."""
    code = "class Shell:\n    def run_line_magic(self, *words): print(*words)\nget_ipython = Shell\n" + TransformerManager().transform_cell(
        cell
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run([python, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_without_an_address_the_cell_says_what_to_do_and_installs_nothing(empty, tmp_path):
    done = ran(empty, install.cell(""), tmp_path)
    said = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1 and not done.stdout
    assert said.startswith("ModuleNotFoundError: The package of this course is not installed") and "python -m pip install -e ." in said


def test_with_an_address_the_cell_installs_from_there(empty, tmp_path):
    done = ran(empty, install.cell(ADDRESS), tmp_path)
    assert done.returncode == 0 and done.stdout == f'pip install --quiet "convnets-course @ git+{ADDRESS}"\n'


def test_another_package_called_convnets_is_not_taken_for_the_courses(empty, tmp_path):
    (tmp_path / "convnets.py").write_text("", encoding="utf-8")
    assert "install" in ran(empty, install.cell(ADDRESS), tmp_path).stdout


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_where_the_package_is_there_the_cell_does_nothing(address, tmp_path):
    done = ran(sys.executable, install.cell(address), tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_bare_name_is_never_installed(chapters):
    for address in ("", ADDRESS):
        assert not re.search(r"install (--\S+ )*[\"']?convnets\b(?!-course)", install.cell(address))
    for chapter in chapters:
        for kind in ("notebooks", "solutions"):
            cells = {c.id: c.source for c in nbformat.read(PROJECT / kind / chapter.name / f"{chapter.name}.ipynb", 4).cells}
            assert cells[install.CELL] == install.cell(install.repository(PROJECT)), "run `convnets release`"
            assert list(cells).index(install.CELL) == list(cells).index("setup") - 1


def test_the_address_stands_in_pyproject_alone_and_links_to_colab_and_kaggle_follow_from_it(small, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(small.root.parent, project, ignore=shutil.ignore_patterns("build"))
    (project / "pyproject.toml").write_text(f'[project]\nname = "x"\n[project.urls]\nRepository = "{ADDRESS}.git"\n', encoding="utf-8")
    cells = {c.id: c.source for c in notebook.source_notebook(Course(project / "course").chapter(SAMPLE)).cells}
    assert f"git+{ADDRESS}.git" in cells[install.CELL]
    assert f"(https://colab.research.google.com/github/somebody/course/blob/main/notebooks/{SAMPLE}/{SAMPLE}.ipynb)" in cells[install.LINKS]
    assert (
        f"(https://kaggle.com/kernels/welcome?src=https://github.com/somebody/course/blob/main/notebooks/{SAMPLE}" in cells[install.LINKS]
    )
    assert install.links("https://gitlab.com/somebody/course", SAMPLE) == "" == install.links("", SAMPLE)


def test_release_writes_readmes_table_and_takes_up_the_address_and_its_check_sees_both(small, tmp_path, capsys):
    project = tmp_path / "project"
    shutil.copytree(small.root.parent, project, ignore=shutil.ignore_patterns("build"))
    (project / "pyproject.toml").write_text(f'[project]\nname = "x"\n[project.urls]\nRepository = "{ADDRESS}"\n', encoding="utf-8")
    course, readme = Course(project / "course"), project / "README.md"
    readme.write_text(f"{contents.BEGIN}\n{contents.END}\n", encoding="utf-8")
    assert release.check(course, [SAMPLE]) == 1
    said = capsys.readouterr().out
    assert "stale: README.md" in said and f"stale: notebooks/{SAMPLE}/{SAMPLE}.ipynb" in said
    assert release.release(course, [SAMPLE]) == 0 and "Author and Writer 2018" in readme.read_text(encoding="utf-8")
    assert release.check(course, [SAMPLE]) == 0
