"""The grammar of a chapter: every way to break it ends in one error that names the file, the line and what to do."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import COURSE, SAMPLE

from convnets.classroom.chapters.chapter import ChapterError
from convnets.classroom.chapters.notebook import source_notebook
from convnets.classroom.chapters.reading import read
from convnets.classroom.releasing import release

TEXT = (COURSE / "chapters" / f"{SAMPLE}.py").read_text(encoding="utf-8")
SETUP, CHECK, EXERCISE, BLOCK = (
    f'# %% tags=["{tag}"]' for tag in ("setup", "check:same_padding:2", "exercise:same_padding", "exercise:basic_block")
)
PUBLIC = 'observe("odd kernels", lambda: [same_padding(k) for k in pick(range(1, 30, 2), 4)], hint="half of kernel - 1")'
SOLUTION = "    ### BEGIN SOLUTION\n    return dilation * (kernel - 1) // 2\n    ### END SOLUTION\n"
HIDDEN = TEXT[TEXT.index("### BEGIN HIDDEN") : TEXT.index("observe.score()")]


def line_of(found: str, text: str = TEXT) -> int:
    return text[: text.index(found)].count("\n") + 1


def broken(tmp_path: Path, text: str) -> Path:
    file = tmp_path / f"{SAMPLE}.py"
    file.write_text(text, encoding="utf-8")
    return file


BROKEN = {  # what is wrong: (old, new, the line that is named counted from the top or by its text, what the message says)
    "no first marker": ("# %% [markdown]\n# # A sample", "# # A sample", 1, "begins with a `# %%` line"),
    "no tag": (SETUP, "# %%", SETUP, "exactly one tag out of setup, exercise:NAME"),
    "two tags": (SETUP, '# %% tags=["setup", "demo:x"]', SETUP, "exactly one tag"),
    "tags no list": (SETUP, '# %% tags="setup"', 1, "write tags as"),
    "raw cell": ('# %% tags=["demo:look"]', '# %% [raw] tags=["demo:look"]', '# %% tags=["demo:look"]', "code"),
    "unknown tag": ('"training:learn"', '"trainings:learn"', '# %% tags=["training:learn"]', "unknown tag 'trainings:learn'"),
    "one part too many": ('"training:learn"', '"training:learn:3"', '# %% tags=["training:learn"]', "unknown tag 'training:learn:3'"),
    "missing points": ('"check:same_padding:2"', '"check:same_padding"', CHECK, "its points are missing, say check:NAME:3"),
    "missing points, written": ('"written:why_identity:3"', '"written:why_identity"', '# %% [markdown] tags=["written', "its points are missing"),
    "points no number": ('"check:same_padding:2"', '"check:same_padding:two"', CHECK, "points must be a number above 0.*'two'"),
    "points nought": ('"check:same_padding:2"', '"check:same_padding:0"', CHECK, "points must be a number above 0"),
    "points nan": ('"check:same_padding:2"', '"check:same_padding:nan"', CHECK, "points must be a number above 0"),
    "no name": ("exercise:same_padding", "exercise:Same-Padding", EXERCISE, "is no name: small letters"),
    "markdown for code": (EXERCISE, EXERCISE.replace("# %%", "# %% [markdown]"), EXERCISE, "exercise cell is code"),
    "code for markdown": ('# %% [markdown] tags=["written', '# %% tags=["written', '# %% [markdown] tags=["written', "a written cell is markdown"),
    "check without exercise": (CHECK, '# %% tags=["check:same_paddings:2"]', CHECK, "a check without an exercise: no cell tagged exercise:same_paddings"),
    "check before exercise": (EXERCISE, f'# %% tags=["check:basic_block:4"]\n1\n\n{EXERCISE}', EXERCISE, "a check without an exercise"),
    "exercise without check": (CHECK, '# %% tags=["demo:same_padding"]', EXERCISE, "has no check: add a cell tagged check:same_padding:POINTS"),
    "duplicate exercise": (SETUP, f"{EXERCISE}\n{SOLUTION}\n{SETUP}", 19, "duplicate exercise 'same_padding': the first one is on line 6"),
    "duplicate setup": ('# %% tags=["demo:look"]', f"{SETUP}\n1\n", '# %% tags=["demo:look"]', "duplicate setup"),
    "no setup": (SETUP, '# %% tags=["demo:x"]', 1, "no setup cell"),
    "no solution region": (SOLUTION, "    return 1\n", EXERCISE, "has no `### BEGIN SOLUTION`"),
    "solution not closed": ("    ### END SOLUTION\n", "", EXERCISE, "do not pair up|has no `### BEGIN SOLUTION`"),
    "solution reversed": (SOLUTION, SOLUTION.replace("BEGIN", "X").replace("END", "BEGIN").replace("X", "END"), EXERCISE, "### BEGIN SOLUTION"),
    "solution nested": (SOLUTION, f"    ### BEGIN SOLUTION\n{SOLUTION}    ### END SOLUTION\n", EXERCISE, "### BEGIN SOLUTION"),
    "solution in setup": ("from torch import nn\n", f"from torch import nn\nif True:\n{SOLUTION.replace('return', '1 or')}", SETUP, "SOLUTION"),
    "solution in text": ("# Write the padding.", f"# Write\n{SOLUTION.replace('    ', '# ')}", 11, "SOLUTION"),
    "hidden not closed": ("### END HIDDEN TESTS\n", "", CHECK, "`### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS` do not pair up"),
    "hidden in setup": ("from torch import nn\n", "from torch import nn\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\n", SETUP, "HIDDEN TESTS"),
    "no rubric": (TEXT[TEXT.index("# ### BEGIN MARK") : TEXT.index('# %% tags=["training')], "\n", '# %% [markdown] tags=["written', "### BEGIN MARK SCHEME`.*rubric"),
    "not Python": ("    return dilation *", "    return return *", "    return dilation *", "exercise-same_padding is not Python"),
    "label no literal": ('observe("odd kernels"', "observe(f'odd kernels'", PUBLIC, "the label is a literal"),
    "no lambda": ("lambda: [same_padding(k) for k in pick(range(1, 30, 2), 4)]", "same_padding", PUBLIC, "a lambda without arguments"),
    "lambda with an argument": ("lambda: [same_padding(k) for k", "lambda x: [same_padding(k) for k", PUBLIC, "a lambda without arguments"),
    "lambda with a default": ("lambda: [same_padding(k) for k", "lambda x=1: [same_padding(k) for k", PUBLIC, "a lambda without arguments"),
    "lambda, positional only": ("lambda: [same_padding(k) for k", "lambda x, /: [same_padding(k) for k", PUBLIC, "a lambda without arguments"),
    "lambda, keyword only": ("lambda: [same_padding(k) for k", "lambda *, x: [same_padding(k) for k", PUBLIC, "a lambda without arguments"),
    "unknown keyword": ('hint="half', 'hints="half', PUBLIC, "observe takes weight and hint, not 'hints'"),
    "hint no literal": ('hint="half of kernel - 1"', "hint=str(3)", PUBLIC, "hint is a literal"),
    "hint no text": ('hint="half of kernel - 1"', "hint=3", PUBLIC, "hint"),
    "weight no number": ('hint="half', 'weight="2", hint="half', PUBLIC, "weight"),
    "weight below nought": ('hint="half', 'weight=-1, hint="half', PUBLIC, "weight"),
    "no weight at all": (PUBLIC + "\n" + HIDDEN, PUBLIC.replace("hint", "weight=0, hint") + "\n", CHECK, "weigh"),
    "observed in a loop": (PUBLIC, f"{PUBLIC}\nfor i in range(2):\n    observe('x', lambda: pick(range(9)))", CHECK, "observe"),
    "label twice": ('observe("dilated kernels"', 'observe("odd kernels"', CHECK, "two observations of 'same_padding' are called 'odd kernels'"),
    "no score": ("observe.score()\n", "", CHECK, r"ends with the line `observe.score\(\)`"),
    "score not last": ("observe.score()\n", "observe.score()\nprint(1)\n", CHECK, r"ends with the line `observe.score\(\)`"),
    "score hidden": ("### END HIDDEN TESTS\nobserve.score()", "observe.score()\n### END HIDDEN TESTS", CHECK, r"ends with the line `observe.score\(\)`"),
    "another exercise's check": ('check("90_sample/same_padding")', 'check("90_sample/basic_block")', CHECK, r"begins with `observe = check\('90_sample/same_padding'\)`"),
    "check of another chapter": ('check("90_sample/same_padding")', 'check("91_sample/same_padding")', CHECK, r"begins with `observe = check\("),
    "helper hides a student's": (PUBLIC, f"def half(k):\n    return k // 2\n\n\n{PUBLIC}", PUBLIC, "begins with _, .*: write _half, not half"),
    "value hides a student's": (PUBLIC, f"sizes = [k for k in range(3)]\n{PUBLIC}", PUBLIC, "begins with _, .*: write _sizes, not sizes"),
    "nothing public": (PUBLIC + "\n", "", CHECK, "shows a student nothing"),
    "named like a probe": ("def same_padding(", "response = 3\ndef same_padding(", EXERCISE, "defines 'response', which is the name of a probe"),
    "imported like a probe": ("def same_padding(", "from math import sqrt as response\ndef same_padding(", EXERCISE, "the name of a probe"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_chapter_is_refused_with_file_line_and_what_to_do(what, tmp_path):
    old, new, where, message = BROKEN[what]
    assert old in TEXT, "the sample has changed"
    file = broken(tmp_path, TEXT.replace(old, new, 1))
    line = where if isinstance(where, int) else line_of(where)
    with pytest.raises(ChapterError, match=message) as e:
        read(file)
    found = int(re.fullmatch(rf"{re.escape(str(file))}:(\d+): .*", str(e.value), re.S).group(1))
    assert line <= found <= line + 12 if where == CHECK else found == line, str(e.value)


@pytest.mark.parametrize("cell", ["setup", "exercise", "check"])
@pytest.mark.parametrize(
    "statement",
    [
        "import timm",
        "import convnets.models",
        "import convnets.models.lenet as lenet",
        "from convnets import models",
        "from convnets import data, models as m",
        "from convnets.models import create",
        "import torchvision.models as tm",
        "from torchvision import models",
        "from torchvision.models.resnet import BasicBlock as B",
        "from timm.models import resnet",
        "from convnets.lab import freezing",
        "from convnets import finetune",
        "def f():\n    import timm",
        "try:\n    import timm\nexcept ImportError:\n    pass",
    ],
)
def test_a_graded_cell_may_not_import_a_reference_model(cell, statement, tmp_path):
    first = {"setup": "import torch\n", "exercise": "def same_padding(", "check": "from convnets.check import check, pick\n"}[cell]
    with pytest.raises(ChapterError, match="holds answers: write out in the notebook") as e:
        read(broken(tmp_path, TEXT.replace(first, f"{statement}\n{first}", 1)))
    assert f":{line_of(first) + statement[: re.search('import|from', statement).start()].count(chr(10))}:" in str(e.value)


def test_other_imports_and_other_cells_may(tmp_path):
    fine = TEXT.replace("import torch\n", "import torch\nimport torchvision\nfrom torchvision import transforms\nimport timmy\n", 1)
    fine = fine.replace('# %% tags=["demo:look"]\n', '# %% tags=["demo:look"]\nfrom convnets import models\n', 1)
    assert list(read(broken(tmp_path, fine)).exercises) == ["same_padding", "basic_block"]


def test_the_sample_is_read_as_it_is_meant(chapter):
    assert chapter.points == 9 and chapter.title == "A sample chapter"
    assert [c.id for c in chapter.cells if c.kind != "text"] == [
        "setup", "exercise-same_padding", "check-same_padding", "exercise-basic_block", "check-basic_block", "written-why_identity", "training-learn", "demo-look"
    ]  # fmt: skip
    block = chapter.exercises["basic_block"]
    assert [o.public for o in block.observations] == [True, True, True, False, False]
    assert "projection" not in block.check.public_source and "projection" in block.check.source
    assert block.observations[0].hint == "a convolution before batch norm needs no bias"


def test_a_mark_before_the_first_letter_and_comments_like_commands_change_nothing(tmp_path):
    """An editor's byte-order mark; `# cat (0) or dog (1)`, which jupytext would take for a command of the shell and let run."""
    lines = ("# cat (0) or dog (1)", "# ls of what there is", "# !echo taken over", "# %cd /", "# %%bash")
    told = TEXT.replace("import torch\n", "import torch\n" + "".join(f"{line}\n" for line in lines), 1)
    chapter = read(broken(tmp_path, told))
    (tmp_path / "marked").mkdir()
    marked = tmp_path / "marked" / f"{SAMPLE}.py"
    marked.write_text(told, encoding="utf-8-sig")
    assert read(marked).cells == chapter.cells
    written = next(c.source for c in source_notebook(chapter).cells if c.id == "setup")
    assert [line for line in written.splitlines() if line in lines] == list(lines)


DYNAMIC = {  # found by running the chapter's own answers
    "a constant observation with weight": (
        "[same_padding(k) for k in pick(range(1, 30, 2), 4)]",
        "[same_padding(k) for k in (3, 5)]",
        CHECK,
        "odd kernels: its expected value never changes.* weight=0",
    ),
    "a stub that does not raise": (
        "[same_padding(k) for k in pick(range(1, 30, 2), 4)]",
        "pick(range(1, 10**6)) + (same_padding.__name__ == 'x')",
        EXERCISE,
        "the stub of 'same_padding' does not raise NotImplementedError under 'odd kernels'",
    ),
    "a check that needs a training cell": (
        "[same_padding(k) for k in pick(range(1, 30, 2), 4)]",
        "[same_padding(k) for k in pick(range(1, 30, 2), n_learned)]",
        CHECK,
        "odd kernels: the chapter's own answer gives no value: error NameError name 'n_learned' is not defined",
    ),
    "an exercise that needs a training cell": ("def same_padding(kernel: int", "def same_padding(kernel: learned", EXERCISE, "training and demo cells left out.*learned"),
}  # fmt: skip


@pytest.mark.parametrize("what", DYNAMIC)
def test_release_refuses_what_only_running_shows(what, own_course):
    old, new, where, message = DYNAMIC[what]
    assert old in TEXT, "the sample has changed"
    shutil.rmtree(own_course.root / "answers")
    file = broken(own_course.root / "chapters", TEXT.replace(old, new, 1))
    with pytest.raises(ChapterError, match=message) as e:
        list(release.build(own_course, [own_course.chapter(SAMPLE)]))
    assert str(e.value).startswith(f"{file}:{line_of(where)}: ")
