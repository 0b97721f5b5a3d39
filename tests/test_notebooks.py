"""The chapters as people open them, run from top to bottom in a real kernel, in fast mode."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted(p.stem for p in (ROOT / "course" / "chapters").glob("*.py"))


def run(kind: str, chapter: str, folder: Path, monkeypatch, *, errors: bool = False) -> nbformat.NotebookNode:
    monkeypatch.setenv("CONVNETS_FAST", "1")
    monkeypatch.setenv("CONVNETS_HOME", str(folder / "home"))
    notebook = nbformat.read(ROOT / kind / chapter / f"{chapter}.ipynb", 4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}, allow_errors=errors
    )
    return client.execute()


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
def test_an_untouched_notebook_scores_nothing_and_every_check_says_so_kindly(chapter, tmp_path, monkeypatch):
    notebook = run("notebooks", chapter, tmp_path, monkeypatch, errors=True)
    assert set(scores(notebook).values()) == {0.0}
    for cell in notebook.cells:
        if cell.id.startswith("check-"):
            assert "not answered yet" in "".join(o.data["text/plain"] for o in cell.outputs if o.output_type == "display_data")


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
