"""Where is it: a real chapter's notebook in a real kernel; and the process beside it, which can neither hang nor change anything."""

import _thread
import os
import subprocess
import sys
import threading

import nbformat
import pytest
from conftest import PROJECT
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from convnets import keys
from convnets.check import aside, where
from convnets.check.sources import Lost, needed

CHAPTER = "05_resnet"
PLAIN = """class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = nn.Identity()
        if stride != 1 or c_in != channels:
            self.shortcut = nn.Sequential(nn.Conv2d(c_in, channels, 1, stride, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + self.shortcut(x))
"""
TANH = PLAIN.replace("F.relu(self.bn1", "torch.tanh(self.bn1")
THRICE = PLAIN.replace("out + self.shortcut(x)", "out + 3 * self.shortcut(x)")
SHIFTED = PLAIN.replace("out + self", "out + shift + self")
HANGS = PLAIN.replace("        return", "        while x.shape[-1] > 2:\n            pass\n        return")
ASK = "observe.where()"
LOOK = "import os, torch\nprint(sorted(k for k in globals() if k[0] != '_'), sorted(os.listdir()), torch.initial_seed(), torch.rand(1))"
CELLS = {  # what is run, in one kernel, and the name of what is looked at
    "setup": "",
    "time, on any machine": "from convnets.check import where\nwhere.SECONDS = 60",
    "a stub": "STUB",
    "check the stub": "CHECK",
    "asked of a stub": ASK,
    "first": TANH,
    "check the first": "CHECK",
    "seed": "torch.manual_seed(5)",
    "before": LOOK,
    "seed again": "torch.manual_seed(5)",
    "asked of the first": "%time observe.where()",
    "after": LOOK,
    "the first again": TANH,
    "check it again": "CHECK",
    "a training": "raise SystemExit('this is never run again')",
    "second": THRICE,
    "check the second": "CHECK",
    "asked of the second": ASK,
    "third": PLAIN,
    "asked of what was not checked": ASK,
    "check the third": "CHECK",
    "asked of a right one": ASK,
    "out of nowhere": "exec('shift = 1')",
    "shifted": SHIFTED,
    "check the shifted": "CHECK",
    "asked of the shifted": ASK,
    "less time": "import convnets.evidence.trial\nconvnets.evidence.trial.SECONDS = 1\nwhere.SECONDS = 3",
    "hangs": HANGS,
    "check what hangs": "CHECK",
    "asked of what hangs": ASK,
}


@pytest.fixture(scope="module")
def ran(once):
    """Each cell after running, by its name."""

    def make(folder):
        source = {c.id: c.source for c in nbformat.read(PROJECT / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb", 4).cells}
        special = {"": source["setup"], "STUB": source["exercise-basic_block"], "CHECK": source["check-basic_block"]}
        notebook = new_notebook(cells=[new_code_cell(special.get(c, c)) for c in CELLS.values()])
        client = NotebookClient(
            notebook, timeout=200, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
        )
        client.execute()
        nbformat.write(notebook, folder / "run.ipynb")

    cells = nbformat.read(once("where", make) / "run.ipynb", 4).cells
    return dict(zip(CELLS, cells, strict=True))


def said(cell):
    return "\n".join(o.text if o.output_type == "stream" else o.data["text/plain"] for o in cell.outputs if o.output_type != "error")


def test_the_line_is_told_as_the_student_wrote_it_and_never_what_should_stand_there(ran):
    first, second = (said(ran[f"asked of the {which}"]).lower() for which in ("first", "second"))
    assert "line 15" in first and "torch.tanh" in first and "relu" not in first
    assert "line 17" in second and "3 * self.shortcut(x)" in second


def test_nothing_in_the_kernel_or_its_folder_has_changed(ran):
    assert said(ran["before"]) == said(ran["after"]) != ""


def offered(cell):
    return any("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in cell.outputs)


def test_the_button_comes_with_the_second_answer_that_failed_and_not_before(ran):
    shown = [name for name, cell in ran.items() if offered(cell)]
    assert shown[0] == "check the second", "neither after a stub, nor after one answer, checked twice"
    assert "check the third" not in shown, "nothing is offered when all is right"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("asked of a stub", where.NOT_YET),
        ("asked of a right one", where.ALL_RIGHT),
        ("asked of what was not checked", where.CHANGED),
        ("asked of the shifted", "`shift` comes from no cell that was run in this session"),
        ("asked of what hangs", where.NOTHING),
    ],
)
def test_where_nothing_can_be_said_a_sentence_says_why(ran, name, sentence):
    assert sentence in said(ran[name])


def test_only_the_statements_that_an_answer_and_its_check_need_are_run_again():
    cells = [
        "%matplotlib inline\nfrom torch import nn\nimport time\nsize = 3\nprint(size)",
        "net = slow(time.sleep(60))",
        "def part(n):\n    return n + size\npart.calls = 0\nplot(part)",
        "size = 4",
        "def answer(n):\n    return part(n)\n\nanswer(2)\ntrained = answer(10)",
        "from convnets.check import check\nobserve = check('a/b')\nobserve('one', lambda: answer(1))\nobserve.score()",
    ]
    found = needed(cells, {})
    assert found.before == "def part(n):\n    return n + size\npart.calls = 0\nsize = 4"
    assert found.answer == "def answer(n):\n    return part(n)\n\n\n" and found.names == ("answer",)
    with pytest.raises(Lost, match="your answer was not run"):
        needed([*cells[:3], cells[-1]], {})
    with pytest.raises(Lost, match="`size` comes from no cell"):
        needed(["def answer(n):\n    return n + size", cells[-1]], {"size": 3})
    assert needed(["def answer(n):\n    return n + siz", cells[-1]], {"size": 3}).before == "", (
        "a name that is nowhere is the student's own slip"
    )


JOB = {"exercise": "a/b", "key": {}, "before": "import time\ntime.sleep(100)", "answer": "", "check": ""}


def test_an_interrupted_search_ends_at_once_and_leaves_no_process_and_no_folder(monkeypatch):
    made = []
    monkeypatch.setattr(aside, "Aside", lambda make=aside.Aside: made.append(make()) or made[0])
    key = keys.practice(f"{CHAPTER}/basic_block").to_json()
    threading.Timer(1, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        aside.asked(JOB | {"exercise": f"{CHAPTER}/basic_block", "key": key}, 60)
    assert not made[0].lives and not os.path.exists(made[0].folder.name)


def test_a_search_that_hangs_is_ended_when_its_time_is_up():
    key = keys.practice(f"{CHAPTER}/basic_block").to_json()
    assert aside.asked(JOB | {"exercise": f"{CHAPTER}/basic_block", "key": key}, 1) == {}


def test_where_no_process_can_be_started_a_check_goes_on_and_who_asks_is_told(monkeypatch):
    def refuse(*_, **__):
        raise OSError("no processes here")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    aside.prepare()
    assert aside.asked(JOB, 1) == {"lost": aside.NO_PROCESS}


REFUSED = """
import os, shutil, socket, subprocess, sys, tempfile
from convnets.check.confined import confine
confine(os.getcwd())
open("mine", "w").close()
os.remove("mine")
tempfile.TemporaryFile(dir=".").close()
open(os.devnull, "w").close()
for tried in (
    lambda: open("../theirs", "w"), lambda: open(sys.argv[1], "a"), lambda: os.open(sys.argv[1], os.O_WRONLY), lambda: os.remove(sys.argv[1]),
    lambda: os.rename(sys.argv[1], "here"), lambda: shutil.rmtree(os.path.dirname(sys.argv[1])), lambda: subprocess.run([sys.executable, "-c", ""]),
    lambda: os.system("true"), lambda: socket.create_connection(("127.0.0.1", 9)), lambda: os.kill(os.getppid(), 9),
):
    try:
        tried()
    except PermissionError:
        continue
    raise SystemExit("not refused")
if sys.platform == "linux":
    try:
        bytearray(3 << 30)
        raise SystemExit("not refused")
    except MemoryError:
        pass
"""


def test_the_process_beside_the_notebook_writes_nowhere_else_starts_nothing_and_has_no_network(tmp_path):
    theirs, own = tmp_path / "theirs" / "kept", tmp_path / "own"
    theirs.parent.mkdir()
    own.mkdir()
    theirs.write_text("kept")
    done = subprocess.run([sys.executable, "-c", REFUSED, str(theirs)], cwd=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert theirs.read_text() == "kept" and not list(own.iterdir())
