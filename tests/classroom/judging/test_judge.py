"""What a student writes reaches no page, no terminal and no later row as anything but text."""

import copy
import gc
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from convnets.base.magics import plain_python
from convnets.classroom.chapters.syntax import hidden_part, observed, parse
from convnets.classroom.intake.restore import inert, restore
from convnets.classroom.intake.submissions import SetAside, Submission
from convnets.classroom.judging.judge import Judge, _steps
from convnets.classroom.judging.locate import Locate
from convnets.classroom.judging.reaching import reached
from convnets.classroom.judging.scoring import Scoring
from convnets.classroom.running import sandbox


def test_hidden_observations_run_after_everything_that_can_be_shown(course):
    """Code under test can read the source of a check that is running, and say it in the row of a later public one."""
    source, release = course.notebooks("90_sample")
    steps = _steps(restore(source, release, copy.deepcopy(release)))
    first = next(i for i, s in enumerate(steps) if s.id.startswith("hidden-"))
    assert all(s.id.startswith("hidden-") for s in steps[first:])
    assert not any("HIDDEN" in s.source or "dilated kernels" in s.source for s in steps[:first])
    checks = {s.check: observed(s.source) for s in steps[:first] if s.role == "check"}
    for step in steps[first:]:
        assert not observed(step.source) & checks[step.check]
        checks[step.check] |= observed(step.source)
    assert checks == {name: {o.label for o in e.observations} for name, e in course.chapter("90").exercises.items()}


def test_the_hidden_part_keeps_imports_and_helpers():
    source = "from convnets.check import check\n\ndef helper():\n    return 1\n\nobserve = check('c/e')\nobserve('seen', lambda: 1)\n"
    source += "### BEGIN HIDDEN TESTS\nobserve('unseen', lambda: helper())\n### END HIDDEN TESTS\nobserve.score()"
    part = hidden_part(source)
    assert observed(part) == {"unseen"}
    assert "def helper" in part
    assert part.endswith("observe.score()")


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "$\\href{javascript:alert(1)}{x}$",
    ],
)
def test_markdown_of_a_student_does_nothing(markdown):
    said = inert(markdown)
    assert said.replace("\u200b", "") == markdown  # and reads the same
    for live in ("<script", "<img", "javascript:", "&#115;", "\\href{"):
        assert live not in said


def test_a_comparison_in_an_answer_stays_as_it_is():
    assert inert("a < b & c, $x < y$") == "a < b & c, $x < y$"


@pytest.mark.parametrize("source", ["import a" + ".a" * 95_000, "-" * 200_000 + "1", "'\ud800'", "\0"])
def test_no_source_keeps_the_grader_busy_or_breaks_it(source):
    with pytest.raises(SyntaxError):
        parse(source)


REACHES = {  # an exercise's source, and what of it is told
    "from convnets.lab.freezing import freeze": "exercise-freeze uses convnets.lab.freezing, which holds answers",
    "import convnets\ndef freeze(m): return convnets.models.create(m)": "exercise-freeze uses convnets.models, which holds answers",
    "def freeze(m): return measure.freeze(m)": "exercise-freeze uses convnets.measure.freeze, which does what is asked",
    "from convnets import explore as e\nfreeze = e.freeze": "exercise-freeze uses convnets.explore.freeze, which does what is asked",
    "from torch.nn.utils.fusion import fuse_conv_bn_eval": "exercise-freeze uses torch.nn.utils.fusion, which does what is asked",
    "get_ipython().ast_transformers.append(3)": "exercise-freeze reaches for what checks it: ast_transformers",
    "import torch\ntorch.allclose = lambda *a: True": "exercise-freeze reaches for what checks it: torch.allclose = ...",
    "import convnets.check.observer as c\nc.Observer.score = print": "exercise-freeze reaches for what checks it: convnets.check.observer",
    "import inspect\ninspect.stack()": "exercise-freeze reaches for what checks it: inspect.stack",
    "import torch\nfrom torch import nn\ntorch.backends.cudnn.benchmark = True\nclass A(nn.Module):\n    def __init__(self): self.freeze = 1": "",
    "(": "",
}


@pytest.mark.parametrize("source", REACHES)
def test_what_code_reaches_for_is_told(source):
    cells = [("setup", "from convnets import measure, train"), ("exercise-freeze", source), ("check-freeze", "import timm")]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s, id=i) for i, s in cells])
    assert reached(notebook) == [REACHES[source]] * bool(REACHES[source])


def test_a_name_with_ten_thousand_dots_keeps_nobody_busy():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import a\na" + ".a" * 9_900, id="own-1")])
    started = time.monotonic()
    reached(notebook)
    assert time.monotonic() - started < 1


def test_somebody_elses_folder_is_not_ones_own(tmp_path):
    theirs = tmp_path / "alice" / "90_sample"
    theirs.mkdir(parents=True)
    (theirs / "90_sample.ipynb").write_text("{}")
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "90_sample").symlink_to(theirs, target_is_directory=True)
    with pytest.raises(SetAside, match="link"):
        Submission("bob", tmp_path / "bob" / "90_sample", "90_sample").read()


def test_a_timestamp_that_is_none_costs_nothing_and_opens_nothing(tmp_path):
    submission = Submission("bob", tmp_path, "90_sample")
    assert submission.timestamp() == (None, [])
    (tmp_path / "timestamp.txt").write_text("2026-11-20 12:00:00 UTC")
    assert submission.timestamp()[0].day == 20
    (tmp_path / "timestamp.txt").write_text("soon")
    assert submission.timestamp()[0] is None and submission.timestamp()[1]
    (tmp_path / "timestamp.txt").unlink()
    (tmp_path / "timestamp.txt").symlink_to("/etc/hostname")
    assert submission.timestamp()[0] is None and submission.timestamp()[1]


@pytest.mark.skipif(not sandbox.find().safe, reason=sandbox.find().note)
def test_what_cannot_be_stored_or_would_move_a_cursor_is_cleaned(own_course):
    """A lone surrogate once set a whole submission aside; an escape once drew over the instructor's table."""
    source, release = own_course.notebooks("90_sample")
    notebook = restore(source, release, copy.deepcopy(release))
    answers = {c.id: c for c in notebook.cells}
    answers["exercise-basic_block"].source = "class BasicBlock:\n    def __init__(self, *a):\n        raise ValueError('\\ud800 \\x1b[2K')"
    notebook.cells.append(nbformat.v4.new_code_cell("print('\\ud800\\x1b[3A')", id="own-99"))
    record = Judge.of(own_course, "90_sample").judge(notebook, "s", Scoring(), Locate())
    assert record.score == 0
    text = nbformat.writes(notebook)
    assert "\\u001b" not in text and "\x1b" not in text
    assert text.encode("utf-8")


def test_cells_are_read_in_several_threads_at_once(monkeypatch):
    """Python 3.11's own parser fails now and then when two threads build a tree; a submission was once set aside for it."""
    source = "\n".join(f"def f{i}(x):\n    return [[[x + {i}] for y in range({i})]]" for i in range(100))

    class Rubbish:
        def __init__(self):
            self.cycle = self

        def __del__(self):
            sum(range(50))  # other threads get their turn while a tree is built

    def read(_):
        Rubbish()
        return parse(source)

    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(1)
    try:
        with ThreadPoolExecutor(4) as pool:
            for tree in pool.map(read, range(100)):
                assert len(tree.body) == 100
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*threshold)


@pytest.mark.parametrize(
    "cell, plain",
    [
        ("%matplotlib widget\nx = 1", "pass\nx = 1"),
        ("!pip install 'torch\nx = 1", "pass\nx = 1"),
        ("!pip install a \\\n  b\nx = 1", "pass\n\nx = 1"),
        ("if True:\n    %load_ext autoreload\n    x = 1", "if True:\n    pass\n    x = 1"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%bash\nls", "\n"),
        ("%time x = 1", "x = 1"),
        ("files = !ls\nx = 1", "files = None\nx = 1"),
        ("nn.Conv2d?\nx = 1", "pass\nx = 1"),
        ("x = (7\n     % 3)\n%time", "x = (7\n     % 3)\npass"),
        ('s = """\n%time\n!ls\n"""\n%time', 's = """\n%time\n!ls\n"""\npass'),
        ("x = 1  # why not?\n%time", "x = 1  # why not?\npass"),
        ("print('a=%d' % 3)\n%time", "print('a=%d' % 3)\npass"),
    ],
)
def test_magics_do_nothing_and_what_only_looks_like_one_stays(cell, plain):
    assert plain_python(cell) == plain
    compile(plain, "cell", "exec")


def test_a_cell_made_to_keep_the_reader_of_magics_busy_does_not():
    started = time.monotonic()
    for bad in [
        "(" * 19_999,
        "'" * 19_999,
        "%a\n" * 6_600,
        " " * 19_000 + "!\n(",
        "]" * 19_000 + "?",
        "a=b.c," * 3_000 + "\n!",
        "''' " * 4_900 + "(",
    ]:
        plain_python(bad)
    assert time.monotonic() - started < 10
