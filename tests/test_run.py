"""Running a submission: whatever its code does to its process, the other exercises are seen as in a clean run, and the result is stored."""

import json
import os
import random
import signal
import threading
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from conftest import needs_sandbox

from convnets.classroom import run as module
from convnets.classroom import sandbox
from convnets.classroom.run import Limits, Run, Step, run
from convnets.classroom.sandbox import UNSAFE
from convnets.classroom.shell import LINE_LIMIT, MachineFailure, Shell, observation

BOX = sandbox.find()
NONCE = "a nonce for the tests"
LIMITS = Limits(cell=5, extra=3, extras=6, notebook=90)
SETUP = "import os, sys, time, signal, threading, json\nimport convnets.check, convnets.observe\nconvnets.observe.SECONDS = 1\n"
FDS = "[int(f) for f in os.listdir('/proc/self/fd') if int(f) > 2]"


def check(name: str) -> str:
    return (
        "from convnets.check import check, pick\n"
        f"observe = check('90_x/{name}')\n"
        f"observe('one', lambda: [{name}(k) for k in pick(range(1000), 3)])\n"
        f"observe('two', lambda: {name}(pick(range(1000))) / 7)\n"
        "observe.score()\n"
    )


def steps(b: str, *, before: str = "") -> list[Step]:
    """Three exercises; the middle one is what a test makes of it."""
    own = [Step("own-1", before, "extra")] if before else []
    return [
        Step("setup", SETUP, "setup"),
        Step("exercise-a", "def a(k):\n    return k + 1", "definition"),
        Step("check-a", check("a"), "check", "a"),
        *own,
        Step("exercise-b", b, "definition"),
        Step("check-b", check("b"), "check", "b"),
        Step("exercise-c", "def c(k):\n    return a(k) * 2", "definition"),
        Step("check-c", check("c"), "check", "c"),
    ]


def observed(result: Run) -> dict:
    return {slot: {label: {k: v for k, v in o.items() if k != "seconds"} for label, o in seen.items()} for slot, seen in result.seen.items()}


@pytest.fixture(scope="module")
def clean(once) -> dict:
    """What a clean run sees."""

    def make(folder: Path) -> None:
        (folder / "seen.json").write_text(json.dumps(asdict(run(steps("def b(k):\n    return k"), NONCE, BOX, limits=LIMITS))))

    return observed(Run(**json.loads((once("clean_run", make) / "seen.json").read_text())))


VALUE = {"one": "value", "two": "value"}
HOSTILE = {  # what the exercise's cell does: (its source, the states of its own observations, the outcome of its cell and check)
    "dies": ("def b(k):\n    os._exit(3)", {"one": "died"}, "ok died"),
    "kills itself": ("def b(k):\n    os.kill(os.getpid(), signal.SIGKILL)", {"one": "died"}, "ok died"),
    "segfault": ("import ctypes\ndef b(k):\n    ctypes.string_at(0)", {"one": "died"}, "ok died"),
    "dies in its own cell": ("os._exit(0)", {"one": "error", "two": "error"}, "died ok"),
    "exits": ("def b(k):\n    return k\nsys.exit(0)", VALUE, "error ok"),
    "polite loop": ("def b(k):\n    while True: pass", {"one": "timeout", "two": "timeout"}, "ok ok"),
    "impolite loop": ("def b(k):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass", {"one": "timeout"}, None),
    "hog": ("import mmap\ndef b(k):\n    return [mmap.mmap(-1, 1 << 30) for _ in range(64)] or [0] * 10**11", {"one": "error", "two": "error"}, "ok ok"),
    "tensor hog": ("import torch\ndef b(k):\n    return torch.empty(1 << 42)", {"one": "error", "two": "error"}, "ok ok"),
    "floods": ("def b(k):\n    for _ in range(500): print('x' * 100_000); os.write(2, b'y' * 100_000)\n    return k\nb(1)", VALUE, "ok ok"),
    "too much data": ("def b(k):\n    return ['x' * 500] * 256", {"one": "error", "two": "error"}, "ok ok"),
    "endless data": ("def b(k):\n    x = []\n    x.append(x)\n    return x", {"one": "error", "two": "error"}, "ok ok"),
    "closes everything": ("def b(k):\n    os.closerange(0, 256)", {"one": "died"}, "ok died"),
    "garbage on the line": (f"def b(k):\n    for fd in {FDS}:\n        try: os.write(fd, b'\\xff{{garbage\\n[1]\\n\\n' + b'[' * 5000 + b'\\n')\n        except OSError: pass\n    return k", VALUE, "ok ok"),
    "one huge line": (f"def b(k):\n    for fd in {FDS}:\n        try: os.write(fd, b'z' * 3_000_000 + b'\\n')\n        except OSError: pass\n    return k", VALUE, "ok ok"),
    "daemon": ("def b(k):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            time.sleep(600)\n        os._exit(0)\n    return k", VALUE, "ok ok"),
    "observes for another": (
        "def b(k):\n    for e in ('a', 'c'):\n        for l in ('one', 'two'):\n"
        "            convnets.check.session.emit({'v': 1, 'exercise': '90_x/' + e, 'label': l, 'state': 'value', 'value': 31337})\n    return k\nb(1)",
        VALUE, "ok ok",
    ),
    "observes in advance": ("convnets.check.session.emit({'v': 1, 'exercise': '90_x/b', 'label': 'one', 'state': 'value', 'value': 31337})\ndef b(k):\n    return k", VALUE, "ok ok"),
    "two answers": (
        "def b(k):\n    convnets.check.session.emit({'v': 1, 'exercise': '90_x/b', 'label': 'one', 'state': 'value', 'value': 31337})\n    return k",
        {"one": "conflict", "two": "value"}, "ok ok",
    ),
    "strange observations": (
        "def b(k):\n    for m in ({}, {'state': 'value'}, {'v': 1, 'exercise': '90_x/b', 'label': 'three', 'state': 'value', 'value': [[[[[[[[[[1]]]]]]]]]]},\n"
        "              {'v': 1, 'exercise': '90_x/b', 'label': 'three', 'state': 'value', 'value': 10**30}, {'v': 1, 'exercise': ['b'], 'label': {}, 'state': 'pass'}):\n"
        "        convnets.check.session.emit(m)\n    convnets.check.session.emit({'v': 1, 'exercise': '90_x/b', 'label': 'one', 'state': ['value'], 'value': 1})\n    return k",
        VALUE, "ok ok",
    ),
    "says it is done": (
        f"def b(k):\n    for fd in {FDS}:\n        try: os.write(fd, json.dumps({{'kind': 'done', 'id': 'check-b', 'outcome': 'ok', 'error': '', 'outputs': 3}}).encode() + b'\\n')\n"
        "        except OSError: pass\n    return k",
        None, None,
    ),
}  # fmt: skip


@needs_sandbox
@pytest.mark.parametrize("what", HOSTILE)
def test_the_other_exercises_are_seen_as_in_a_clean_run(what, clean, tmp_path, monkeypatch):
    source, states, outcomes = HOSTILE[what]
    monkeypatch.setattr(module, "OBSERVATION_SECONDS", 1)
    given = steps(source)
    started = time.monotonic()
    result = run(given, NONCE, BOX, limits=LIMITS, store=tmp_path)
    assert time.monotonic() - started < 60
    seen = observed(result)
    assert seen["a"] == clean["a"] and seen["c"] == clean["c"], result
    if states is not None:
        assert states.items() <= {label: o["state"] for label, o in seen["b"].items()}.items()
    if outcomes is not None:
        assert f"{result.cells['exercise-b']} {result.cells['check-b']}" == outcomes
    if states == VALUE:
        assert seen["b"] == clean["b"]
    assert len(json.dumps(asdict(result))) < 300_000, "what is kept of a run is small"
    monkeypatch.setattr(module, "Shell", None)  # nothing is run a second time
    assert run(given, NONCE, BOX, limits=LIMITS, store=tmp_path) == result
    assert [f.suffix for f in tmp_path.iterdir()] == [".json"]


@needs_sandbox
@pytest.mark.parametrize(
    "patch",
    [
        "convnets.check.pick = lambda *a, **k: 1",
        "convnets.check.Observer.score = lambda self: 100.0",
        "convnets.check.Observer.__call__ = lambda *a, **k: None",
        "convnets.observe.plain = lambda v: 31337",
        "sys.modules['convnets.check'] = None",
        "get_ipython().ast_transformers.append(3)",
        "get_ipython().run_cell = lambda *a, **k: None",
        "import builtins; builtins.isinstance = lambda *a: True",
    ],
)
def test_patching_the_machinery_gains_nothing(patch, clean):
    result = run(steps(f"{patch}\ndef b(k):\n    return -1"), NONCE, BOX, limits=LIMITS)
    seen = observed(result)
    assert seen["a"] == clean["a"]
    for label, right in clean["b"].items():
        assert seen.get("b", {}).get(label) != right


@needs_sandbox
def test_a_bare_fork_ends_and_earns_nothing_twice(clean):
    result = run(steps("def b(k):\n    return k\nos.fork()"), NONCE, BOX, limits=LIMITS)
    seen = observed(result)
    assert seen["a"] == clean["a"]
    assert all(o in (clean[slot].get(label), {"state": "conflict"}) or o["state"] in ("error", "died", "timeout") for slot in seen for label, o in seen[slot].items())


@needs_sandbox
def test_a_students_own_cells_never_spend_what_belongs_to_the_exercises(clean):
    own = [Step(f"own-{i}", source, "extra") for i, source in enumerate(["while True: pass", *["import os; os._exit(1)"] * 6, "import time; time.sleep(60)"])]
    given = steps("def b(k):\n    return k")
    result = run([given[0], *own, *given[1:]], NONCE, BOX, limits=LIMITS)
    assert observed(result) == clean
    assert not result.gave_up and {result.cells[s.id] for s in own} <= {"died", "timeout", "skipped"}


@needs_sandbox
def test_definitions_are_replayed_after_a_death_but_not_what_killed(clean):
    given = steps("def b(k):\n    return k", before="kept = 5\n")
    deadly = Step("own-2", "os._exit(1)", "extra")
    after = [Step("own-3", "assert kept == 5 and a(1) == 2", "extra")]
    result = run([*given[:4], deadly, *after, *given[4:]], NONCE, BOX, limits=LIMITS)
    assert result.cells["own-2"] == "died" and result.cells["own-3"] == "ok"
    assert observed(result) == clean


@needs_sandbox
def test_what_student_code_prints_after_the_first_check_is_withheld():
    result = run(steps("print('I read the hidden check')\ndef b(k):\n    return k", before="print('mine')"), NONCE, BOX, limits=LIMITS)
    assert "I read" not in json.dumps(result.outputs) and "mine" not in json.dumps(result.outputs)
    first = run([Step("setup", "", "setup"), Step("own-1", "print('mine')\nimport IPython.display as d\nd.HTML('<script>')", "extra")], NONCE, BOX)
    assert {"output_type": "stream", "name": "stdout", "text": "mine\n"} in first.outputs["own-1"]
    assert "html" not in json.dumps(first.outputs).lower().replace("ipython.core.display.html", "")


@needs_sandbox
def test_a_failing_start_is_retried_and_never_stored(clean, tmp_path, monkeypatch):
    """The machinery fails: the process is killed while it starts, or before its first cell."""
    given = steps("def b(k):\n    return k")
    started, failures = [], [True, True, False]

    class Killed(Shell):
        def _read(self):
            started.append(self)
            if failures[len(started) - 1]:
                threading.Timer(0.1 + 0.5 * random.random(), self._process.kill).start()
            super()._read()

    monkeypatch.setattr(module, "Shell", Killed)
    assert observed(run(given, NONCE, BOX, limits=LIMITS, store=tmp_path)) == clean
    assert len(started) == 3 and len(list(tmp_path.iterdir())) == 1
    started.clear()
    failures[:] = [True] * 9
    with pytest.raises(MachineFailure):
        run(steps("def b(k):\n    return -k"), NONCE, BOX, limits=LIMITS, store=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


@needs_sandbox
@pytest.mark.parametrize("seed", range(3))
def test_a_process_killed_from_outside_is_not_charged_to_the_student(seed, clean, monkeypatch):
    rng = random.Random(seed)

    class Shot(Shell):
        kills = 0

        def __init__(self, *args):
            super().__init__(*args)
            Shot.kills += 1
            if Shot.kills == 1:
                threading.Timer(rng.random() * 1.5, lambda: os.kill(self._process.pid, signal.SIGKILL)).start()

    slow = [Step(f"own-{i}", "import time; time.sleep(.2)", "extra") for i in range(6)]
    given = steps("def b(k):\n    time.sleep(.3)\n    return k")
    monkeypatch.setattr(module, "Shell", Shot)
    result = run([*given[:3], *slow, *given[3:]], NONCE, BOX, limits=LIMITS)
    assert Shot.kills == 2, "the process was not killed in time to test anything"
    assert observed(result) == clean
    assert set(result.cells.values()) == {"ok"}


def test_a_result_cut_off_by_a_full_disk_is_run_again(tmp_path, monkeypatch):
    class Fake:
        def __init__(self, *_):
            pass

        def go(self):
            return Run(seconds=3)

    monkeypatch.setattr(module, "_Runner", Fake)
    assert run([], NONCE, UNSAFE, store=tmp_path).seconds == 3
    (file,) = tmp_path.iterdir()
    for text in ('{"seen": {"a"', "[]", '{"unknown": 1}', ""):
        file.write_text(text)
        assert run([], NONCE, UNSAFE, store=tmp_path).seconds == 3
        assert json.loads(file.read_text())["seconds"] == 3


def test_results_are_told_apart_by_everything_they_depend_on():
    one = Step("a", "1", "check", "a")

    def print_of(steps=(one,), nonce="n", sandbox=UNSAFE, limits=LIMITS):
        return module.fingerprint(steps, nonce, sandbox, limits)

    others = [
        print_of(steps=(Step("a", "2", "check", "a"),)),
        print_of(steps=(Step("a", "1", "check", "b"),)),
        print_of(steps=(Step("a", "1", "definition", "a"),)),
        print_of(steps=()),
        print_of(nonce="m"),
        print_of(limits=Limits()),
        print_of(sandbox=sandbox.Sandbox("bubblewrap", "")),
    ]
    assert len({print_of(), *others}) == len(others) + 1
    assert print_of() == print_of(sandbox=sandbox.Sandbox("none", "another note"))


class TestWithoutASandbox:
    """Where no sandbox starts, a class made by oneself may still be run; nothing may hang then either."""

    def test_a_clean_run_sees_the_same(self, clean):
        assert observed(run(steps("def b(k):\n    return k"), NONCE, UNSAFE, limits=LIMITS)) == clean

    def test_a_daemon_that_outlives_its_process_does_not_stop_the_grader(self):
        shell = Shell(UNSAFE, NONCE)
        pid = shell.run("a", "import os, time\nif not (pid := os.fork()):\n    os.setsid(); time.sleep(20); os._exit(0)\npid", 5)
        started = time.monotonic()
        shell.close()
        assert time.monotonic() - started < 5
        assert pid.outcome == "ok"

    def test_a_stopped_process_does_not_stop_the_grader(self):
        shell = Shell(UNSAFE, NONCE)
        stop = "import os, signal, threading\nthreading.Timer(.2, lambda: os.kill(os.getpid(), signal.SIGSTOP)).start()"
        assert shell.run("a", stop, 5).outcome == "ok"
        time.sleep(0.5)
        started = time.monotonic()
        assert shell.run("b", "x = 1\n" + "#" * 190_000, 1).outcome == "timeout"
        shell.close()
        assert time.monotonic() - started < 6


def test_an_observations_message_is_checked_field_by_field():
    good = {"v": 1, "exercise": "90_x/a", "label": "l", "state": "value", "value": [1, {"a": None}], "seconds": 0.1, "more": "dropped"}
    assert observation(good) == {k: v for k, v in good.items() if k not in ("v", "more")}
    deep: list = []
    for _ in range(40):
        deep = [deep]
    for change in (
        {"state": "pass"},
        {"state": ["value"]},
        {"exercise": 3},
        {"label": None},
        {"label": "x" * LINE_LIMIT},
        {"value": deep},
        {"value": float("nan")},
        {"value": [1.0, float("inf")]},
        {"value": 10**30},
        {"value": list(range(1000))},
        {"value": ["x" * 1000] * 30},
    ):
        assert observation(good | change) is None, change
    for junk in (None, 3, [], "value", {}, [good]):
        assert observation(junk) is None
    assert "seconds" not in observation(good | {"seconds": "1"}) and "seconds" not in observation(good | {"seconds": float("nan")})
