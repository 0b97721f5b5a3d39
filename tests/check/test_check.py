"""The check cells as a student meets them: in a real kernel, with the practice key beside the notebook."""

import os
import re
import shutil

import nbformat
import pytest
from conftest import SAMPLE, nbgrader, submission
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from convnets import keys
from convnets.base.names import UnknownName

SITUATIONS = {  # what happens first, the exercise it is about, its answer in the bank or its source
    "right": ("", "basic_block", "own"),
    "another style": ("", "basic_block", "right_sequential"),
    "another form": ("", "basic_block", "right_in_halves"),
    "wrong": ("", "basic_block", "wrong_no_relu_at_the_end"),
    "stub": ("", "basic_block", "STUB"),
    "shadowed": ("parameters = 3; response = 4; check = 5; pick = randn = None; observe = 6", "basic_block", "own"),
    "shadowed python": ("zip = sum = list = range = 3", "same_padding", "own"),
    "noise": (
        "import sys, os, warnings, logging, subprocess\n"
        "logging.basicConfig(); log = logging.getLogger('mine')\n"
        "def noise():\n"
        "    warnings.warn('a warning'); print('to stderr', file=sys.stderr); os.write(2, b'raw\\n'); log.warning('logged')\n"
        "    logging.warning('logged'); print('printed'); subprocess.run('echo child >&2', shell=True)\n",
        "same_padding",
        "def same_padding(kernel, dilation=1):\n    noise()\n    return dilation * (kernel - 1) // 2",
    ),
    "global switches": (
        "torch.set_grad_enabled(False); torch.set_default_dtype(torch.float64); torch.set_default_device('meta'); torch.use_deterministic_algorithms(True)",
        "basic_block",
        "own",
    ),
    "nan": (
        "torch.set_grad_enabled(True); torch.set_default_dtype(torch.float32); torch.set_default_device('cpu')",
        "same_padding",
        "def same_padding(k, d=1):\n    return float('nan')",
    ),
    "raises": ("", "same_padding", "def same_padding(k, d=1):\n    raise ValueError('not today')"),
    "exits": ("", "same_padding", "import sys\ndef same_padding(k, d=1):\n    sys.exit(3)"),
    "recurses": ("", "same_padding", "def same_padding(k, d=1):\n    return same_padding(k, d)"),
    "base exception": ("class Odd(BaseException):\n    pass", "same_padding", "def same_padding(k, d=1):\n    raise Odd('odd')"),
    "silent exception": (
        "class Silent(Exception):\n    def __str__(self):\n        raise RuntimeError('no message')",
        "same_padding",
        "def same_padding(k, d=1):\n    raise Silent()",
    ),
    "not defined": ("del same_padding", "same_padding", "pass"),
    "not plain": ("", "same_padding", "def same_padding(k, d=1):\n    return object()"),
    "equal to everything": (
        "class Yes(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__",
        "same_padding",
        "def same_padding(k, d=1):\n    return Yes(10**6)",
    ),
    "misnamed forward": (
        "",
        "basic_block",
        "class BasicBlock(nn.Module):\n    def __init__(self, a, b, s=1):\n        super().__init__()\n        self.c = nn.Conv2d(a, b, 3)\n"
        "    def foward(self, x):\n        return self.c(x)",
    ),
    "endless": (
        "import convnets.evidence.trial\nconvnets.evidence.trial.SECONDS = 1",
        "same_padding",
        "def same_padding(k, d=1):\n    while True:\n        pass",
    ),
    "later": ("", "same_padding", "own"),  # after all that, the kernel still judges
}


@pytest.fixture(scope="module")
def seen(once, project, blank, answers):
    """Each situation's check cell after running, all of them one after the other in one kernel."""

    def make(folder):
        shutil.copy(project / "src" / "convnets" / "keys" / f"{SAMPLE}.json", folder / f"{SAMPLE}.key.json")
        source = {c.id: c.source for c in blank.cells}
        cells = [source["setup"]]
        for before, exercise, answer in SITUATIONS.values():
            answer = source[f"exercise-{exercise}"] if answer == "STUB" else answers[exercise].get(answer, answer)
            cells += [
                before,
                answer,
                source[f"check-{exercise}"],
                "for _name in ('zip', 'sum', 'list', 'range'):\n    globals().pop(_name, None)",
            ]
        cells += [source["check-same_padding"].replace(SAMPLE, "91_elsewhere")]
        cells += [source["check-same_padding"].replace("same_padding", "same_paddings")]
        cells += [f"from convnets.check import so_far\nso_far({SAMPLE!r})"]
        notebook = new_notebook(cells=[new_code_cell(c) for c in cells])
        NotebookClient(
            notebook, timeout=60, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
        ).execute()
        nbformat.write(notebook, folder / "run.ipynb")

    cells = nbformat.read(once("practised", make) / "run.ipynb", 4).cells
    return dict(zip(SITUATIONS, cells[3::4], strict=False)) | {"no key": cells[-3], "no exercise": cells[-2], "so far": cells[-1]}


def score(cell):
    """What nbgrader would read: 0 for an error or anything on stderr, else the last expression; None when there is none."""
    if any(o.output_type == "error" or o.get("name") == "stderr" for o in cell.outputs):
        return f"0, by nbgrader: {cell.outputs}"
    results = [o.data["text/plain"] for o in cell.outputs if o.output_type == "execute_result"]
    return float(results[0]) if results else None


def text(cell):
    return "\n".join(o.text if o.output_type == "stream" else o.data["text/plain"] for o in cell.outputs if o.output_type != "error")


@pytest.mark.parametrize("situation", ["right", "another style", "another form", "shadowed", "noise", "global switches", "later"])
def test_a_right_answer_gets_full_marks_as_the_last_expression(seen, situation):
    cell = seen[situation]
    points = 2 if "same_padding" in cell.source else 4
    assert score(cell) == points
    assert f"{points} of {points} points" in text(cell)
    assert any("text/html" in o.get("data", {}) for o in cell.outputs)


def test_a_known_mistake_is_named(seen):
    assert score(seen["wrong"]) == 2.67
    assert "→ There is no ReLU after the addition." in text(seen["wrong"])


def test_a_stub_is_unanswered_and_earns_nothing(seen):
    assert score(seen["stub"]) == 0
    assert text(seen["stub"]).count("○ ") == text(seen["stub"]).count("not answered yet") == 3 and "✗" not in text(seen["stub"])
    assert "hint" not in text(seen["stub"]), "no hint before an attempt"


def test_without_a_key_the_score_is_nought_and_a_sentence_says_why(seen):
    assert score(seen["no key"]) == 0.0
    assert "no practice key for chapter '91_elsewhere'" in text(seen["no key"])


def test_an_unknown_exercise_is_met_with_the_nearest_name(seen, project, monkeypatch, tmp_path):
    assert score(seen["no exercise"]) != 2
    assert "same_padding" in str([o.evalue for o in seen["no exercise"].outputs if o.output_type == "error"])
    shutil.copy(project / "src" / "convnets" / "keys" / f"{SAMPLE}.json", tmp_path / f"{SAMPLE}.key.json")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownName, match="Nearest: 'basic_block'"):
        keys.practice(f"{SAMPLE}/basicblock")


def test_a_key_that_is_replaced_while_the_kernel_runs_is_read_anew(project, monkeypatch, tmp_path):
    text = (project / "src" / "convnets" / "keys" / f"{SAMPLE}.json").read_text(encoding="utf-8")
    file = tmp_path / f"{SAMPLE}.key.json"
    monkeypatch.chdir(tmp_path)
    for i, points in enumerate(("2", "7")):
        file.write_text(text.replace('"same_padding":{"points":2', f'"same_padding":{{"points":{points}'), encoding="utf-8")
        os.utime(file, (i, i))
        assert keys.practice(f"{SAMPLE}/same_padding").points == int(points)


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        ("nan", "got [NaN, NaN"),
        ("raises", "ValueError: not today (same_padding, line 2: raise ValueError('not today'))"),
        ("exits", "SystemExit: 3"),
        ("recurses", "RecursionError"),
        ("base exception", "Odd: odd"),
        ("silent exception", "Silent"),
        ("not defined", "has the cell that defines it been run?"),
        ("not plain", "expected plain data"),
        ("equal to everything", "got [1000000, 1000000"),
        ("misnamed forward", "forward"),
        ("endless", "out of time"),
    ],
)
def test_whatever_goes_wrong_is_said_and_the_check_goes_on(seen, situation, said):
    cell = seen[situation]
    assert score(cell) == 0
    assert said in text(cell)
    assert "not answered yet" not in text(cell)


def test_so_far_adds_up_the_last_verdicts_of_this_session(seen):
    said = text(seen["so far"])
    assert "same_padding  2 of 2" in said, seen["so far"].outputs
    assert re.search(r"✗ basic_block +0 of 4", said) and "2 of 6 points so far" in said


def test_a_variable_that_hides_pythons_own_does_not_break_the_check_silently(seen):
    cell = seen["shadowed python"]
    assert score(cell) == 2 or "hides Python's own: rename it" in text(cell)


def test_an_endless_loop_ends_after_the_observations_own_time(seen):
    ran = re.findall(
        r"(\d+)", seen["endless"].metadata.execution["iopub.execute_input"] + seen["endless"].metadata.execution["shell.execute_reply"]
    )
    start, end = (float(m) * 60 + float(s) for m, s in ((ran[4], ran[5]), (ran[11], ran[12])))
    assert (end - start) % 3600 < 4


def test_nothing_of_the_check_reaches_stderr(seen):
    for situation, cell in seen.items():
        assert not [o for o in cell.outputs if o.get("name") == "stderr"], situation


def test_nbgrader_validate_takes_a_solved_notebook_and_names_the_checks_of_an_unsolved_one(tmp_path, project, blank, answers):
    shutil.copy(project / "src" / "convnets" / "keys" / f"{SAMPLE}.json", tmp_path / f"{SAMPLE}.key.json")
    own = {name: found["own"] for name, found in answers.items()} | {"why_identity": "Because the layers learn what is missing."}
    for name, notebook in ("solved", submission(blank, **own)), ("unsolved", submission(blank)):
        for cell in notebook.cells:
            if cell.id.startswith(("training-", "demo-")):
                cell.source = ""  # validate runs everything, and the sample's raise on purpose
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    said = nbgrader("validate", "solved.ipynb", "unsolved.ipynb", cwd=tmp_path).stdout
    assert "Success! Your notebook passes all the tests." in said
    assert "VALIDATION FAILED ON 3 CELL(S)" in said  # two checks, one written question
