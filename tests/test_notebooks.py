"""The chapters as people open them, run from top to bottom in a real kernel, in fast mode."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted(p.stem for p in (ROOT / "course" / "chapters").glob("*.py"))


def run(kind: str, chapter: str, folder: Path, monkeypatch, *, change=lambda notebook: None) -> nbformat.NotebookNode:
    monkeypatch.setenv("CONVNETS_FAST", "1")
    monkeypatch.setenv("CONVNETS_HOME", str(folder / "home"))
    notebook = nbformat.read(ROOT / kind / chapter / f"{chapter}.ipynb", 4)
    change(notebook)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    return client.execute()


def printed(cell: nbformat.NotebookNode) -> str:
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


def scores(notebook: nbformat.NotebookNode) -> dict[str, float]:
    checks = [c for c in notebook.cells if c.id.startswith("check-")]
    return {c.id: float(next(o for o in c.outputs if o.output_type == "execute_result").data["text/plain"]) for c in checks}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_solution_runs_from_top_to_bottom_with_full_marks_and_nothing_on_stderr_of_a_check(chapter, tmp_path, monkeypatch):
    notebook = run("solutions", chapter, tmp_path, monkeypatch)
    points = {c.id: c.metadata.nbgrader.points for c in notebook.cells if c.id.startswith("check-")}
    assert scores(notebook) == points
    noise = [o for c in notebook.cells if c.id.startswith("check-") for o in c.outputs if o.get("name") == "stderr"]
    assert not noise
    assert not (tmp_path / "home" / "lineage.jsonl").exists()  # fast mode leaves no trace in a student's records


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_an_untouched_notebook_runs_to_its_end_scores_nothing_and_every_check_says_so_kindly(chapter, tmp_path, monkeypatch):
    """With "Run All": a cell that needs an open exercise says which, in a line, and what follows runs."""
    notebook = run("notebooks", chapter, tmp_path, monkeypatch)
    said = [printed(c) for c in notebook.cells if c.id.startswith(("training-", "demo-"))]
    if chapter != "08_cats_vs_dogs":  # whose cells look after themselves
        assert any("needs exercise" in text and "not answered yet" in text for text in said)
    assert set(scores(notebook).values()) == {0.0}
    for cell in notebook.cells:
        if cell.id.startswith("check-"):
            assert "not answered yet" in "".join(o.data["text/plain"] for o in cell.outputs if o.output_type == "display_data")


WRONG = """class LeNet5(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.f = nn.Linear(3, num_classes)

    def forward(self, x):
        return self.f(x)
"""


def test_a_wrong_answer_is_told_from_an_open_one_and_run_all_goes_on(tmp_path, monkeypatch):
    def answer(notebook):
        next(c for c in notebook.cells if c.id == "exercise-lenet5").source = WRONG

    notebook = run("notebooks", "01_lenet", tmp_path, monkeypatch, change=answer)
    said = {c.id: printed(c) for c in notebook.cells if c.cell_type == "code"}
    assert (
        "needs exercise `lenet5`, which is not right yet: its check gave 0 of 5" in said["demo-listing"]
        and "RuntimeError" in said["demo-listing"]
    )
    assert "`lenet5`, which is not right yet" in said["demo-curves"], "it needs what a cell that was left out would have made"
    assert "`subsample` and `partial_c3`, which are not answered yet" in said["demo-original"]
    assert "points so far" in "".join(o.data.get("text/plain", "") for o in notebook.cells[-2].outputs if "data" in o), "the last cells ran"


@pytest.mark.parametrize(
    "where, source", [("demo-listing", "print(LeNet5(3, 4, 5))"), ("demo-follow", "1 / 0"), ("", "LeNet5()(torch.zeros(1, 1, 32, 32))")]
)
def test_an_error_of_a_students_own_stays_an_error(where, source, tmp_path, monkeypatch):
    """Also in one of the chapter's cells that the student changed, and where an exercise is open."""

    def put(notebook):
        at = next(i for i, c in enumerate(notebook.cells) if c.id == (where or "check-lenet5"))
        if where:
            notebook.cells[at].source = source
        else:
            notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(source))

    with pytest.raises(CellExecutionError):
        run("notebooks", "01_lenet", tmp_path, monkeypatch, change=put)


def test_a_chapters_cell_that_fails_while_its_exercises_are_right_shows_its_error(tmp_path, monkeypatch):
    def put(notebook):
        at = next(i for i, c in enumerate(notebook.cells) if c.id == "demo-listing")
        notebook.cells.insert(at, nbformat.v4.new_code_cell("measure.listing = None"))

    with pytest.raises(CellExecutionError, match="NoneType"):
        run("solutions", "01_lenet", tmp_path, monkeypatch, change=put)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_student_gets_no_answer_no_output_and_a_line_of_introduction(chapter):
    notebook = nbformat.read(ROOT / "notebooks" / chapter / f"{chapter}.ipynb", 4)
    nbformat.validate(notebook)
    assert notebook.cells[0].source.startswith("# ")
    assert not any(c.get("outputs") or c.get("execution_count") for c in notebook.cells)
    for cell in notebook.cells:
        if cell.id.startswith("exercise-"):
            assert "raise NotImplementedError" in cell.source
            assert "SOLUTION" not in cell.source
