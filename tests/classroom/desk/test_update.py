"""Update: a student's answers in the chapter as it is now; the old notebook is kept, and what changed or could not be carried is said."""

import nbformat
import pytest
from conftest import SAMPLE, convnets, submission

from convnets.classroom.desk.update import carry

ANSWER = "def same_padding(kernel, dilation=1):\n    return 7  # mine"


@pytest.fixture
def old(blank):
    made = submission(blank, same_padding=ANSWER, why_identity="a < b, ![x](y) & <i>so</i>")
    made.cells.insert(3, nbformat.v4.new_code_cell("scratch = 1", id="mine-1"))
    made.cells.insert(4, nbformat.v4.new_markdown_cell("my <b>note</b>", id="mine-2"))
    made.cells[0].source += "\n\nmy line under the title"
    return made


@pytest.fixture
def new(blank):
    """The chapter a year later: a text changed, an exercise gone, one renamed in what it asks for, one new."""
    made = nbformat.from_dict(blank)
    cells = {c.id: c for c in made.cells}
    cells["text-02"].source = "Write the padding, and mind the dilation."
    cells["check-same_padding"].source += "\n# another observation"
    cells["exercise-same_padding"].source = cells["exercise-same_padding"].source.replace("same_padding", "padding_for")
    made.cells = [c for c in made.cells if not c.id.endswith("basic_block")]
    fresh = nbformat.v4.new_code_cell("def depth(net):\n    raise NotImplementedError", id="exercise-depth")
    fresh.metadata["nbgrader"] = cells["exercise-same_padding"].metadata.nbgrader | {"grade_id": "exercise-depth"}
    made.cells.append(fresh)
    return made


def test_answers_and_own_cells_move_and_the_rest_is_the_new_chapters(old, new, blank):
    block = next(c.source for c in blank.cells if c.id == "exercise-basic_block")
    made, said = carry(old, new)
    nbformat.validate(made)
    cells = {c.id: c for c in made.cells}
    assert cells["exercise-same_padding"].source == ANSWER
    assert cells["written-why_identity"].source == "a < b, ![x](y) & <i>so</i>", "written as it was, to the character"
    assert cells["text-02"].source == "Write the padding, and mind the dilation."
    own = [c.source for c in made.cells if c.id.startswith("own-")]
    assert "scratch = 1" in own and "my <b>note</b>" in own and block in own
    assert any("my line under the title" in s for s in own)
    assert not any("Write the padding." in s or "check(" in s for s in own), "the old chapter's own text and checks do not come along"
    assert made.metadata.convnets == {"chapter": SAMPLE} == new.metadata.convnets
    for what in (
        "new: the exercise depth",
        "changed: the check of same_padding",
        "gone: the exercise basic_block",
        "now asks for padding_for",
    ):
        assert any(what in line for line in said), (what, said)


def test_nothing_is_cut_off_however_long(old, blank):
    long = "# " + "x" * 300_000
    old.cells += [nbformat.v4.new_code_cell(long, id=f"long-{i}") for i in range(2)] + [
        nbformat.v4.new_code_cell("x = 1") for _ in range(2500)
    ]
    own = [c.source for c in carry(old, blank)[0].cells if c.id.startswith("own-")]
    assert own.count(long) == 2 and own.count("x = 1") == 2500


def test_an_unchanged_chapter_changes_nothing(old, blank):
    made, said = carry(old, blank)
    assert {c.id: c.source for c in made.cells if not c.id.startswith("own-") and c.id != "text-01"} == {
        c.id: c.source for c in old.cells if not c.id.startswith("mine-") and c.id != "text-01"
    }
    assert len(said) == 1 and "1 cells of text" in said[0], "the line under the title"


def test_the_command_writes_beside_and_never_over(project, old, tmp_path):
    (tmp_path / "notebooks" / SAMPLE).mkdir(parents=True)
    released = project / "notebooks" / SAMPLE / f"{SAMPLE}.ipynb"
    (tmp_path / "notebooks" / SAMPLE / f"{SAMPLE}.ipynb").write_bytes(released.read_bytes())
    mine = tmp_path / f"{SAMPLE} (1).ipynb"
    nbformat.write(old, mine)
    before = mine.read_bytes()
    for name in (f"{SAMPLE} (1)-updated.ipynb", f"{SAMPLE} (1)-updated-2.ipynb"):  # a student's folder: there is no course
        done = convnets("update", mine.name, cwd=tmp_path)
        assert done.returncode == 0 and name in done.stdout, done.stderr
        assert ANSWER in {c.source for c in nbformat.read(tmp_path / name, 4).cells}
    assert mine.read_bytes() == before
    mine.write_text("{")
    done = convnets("update", mine.name, cwd=tmp_path)
    assert done.returncode == 1 and "is no notebook" in done.stderr
