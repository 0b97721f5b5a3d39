"""Running a submission: whatever its code does to its process, the other exercises are seen as in a clean run, and the result is stored."""

import json
import math
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from conftest import needs_sandbox

from convnets.classroom.running import run as module
from convnets.classroom.running import sandbox
from convnets.classroom.running.run import Limits, Run, Step, run
from convnets.classroom.running.sandbox import UNSAFE
from convnets.classroom.running.shell import LINE_LIMIT, MachineFailure, Shell, observation
from convnets.evidence import seeds

BOX = sandbox.find()
NONCE = "a nonce for the tests"
LIMITS = Limits(cell=5, extra=3, extras=6, notebook=90, restarts=9)
SETUP = (
    "import os, sys, time, signal, threading, json\nimport convnets.check, convnets.evidence.trial\nconvnets.evidence.trial.SECONDS = 1\n"
)
FDS = "[int(f) for f in os.listdir('/proc/self/fd') if int(f) > 2]"


def check(name: str) -> str:
    return (
        "from convnets.check import check, pick\n"
        f"observe = check('90_x/{name}')\n"
        f"observe('one', lambda: [{name}(k) for k in pick(range(1000), 3)])\n"
        f"observe('two', lambda: {name}(pick(range(1000))) / 7)\n"
        "observe.score()\n"
    )


def steps(**exercises: str) -> list[Step]:
    """An exercise ``a``, what a test makes of those between (NAME stands for each one's name), and ``c``, which needs ``a``."""
    found = [Step("setup", SETUP, "setup")]
    for name, source in {"a": "def a(k):\n    return k + 1", **exercises, "c": "def c(k):\n    return a(k) * 2"}.items():
        found += [Step(f"exercise-{name}", source.replace("NAME", name), "definition"), Step(f"check-{name}", check(name), "check", name)]
    return found


def right(name: str, answer: Callable[[int], int]) -> dict:
    """What a clean run sees of an exercise, worked out here."""
    seeds.start(NONCE, f"90_x/{name}", "one")
    one = [answer(k) for k in seeds.pick(range(1000), 3)]
    seeds.start(NONCE, f"90_x/{name}", "two")
    return {"one": {"state": "value", "value": one}, "two": {"state": "value", "value": answer(seeds.pick(range(1000))) / 7}}


RIGHT = {"a": right("a", lambda k: k + 1), "b": right("b", lambda k: k), "c": right("c", lambda k: (k + 1) * 2)}
PLAIN = "def NAME(k):\n    return k"  # a right answer


def observed(result: Run) -> dict:
    return {
        slot: {label: {k: v for k, v in o.items() if k != "seconds"} for label, o in seen.items()} for slot, seen in result.seen.items()
    }


def clean(result: Run, *names: str) -> bool:
    return all(observed(result).get(name) == RIGHT[name] for name in names)


VALUE, ERROR = {"one": "value", "two": "value"}, {"one": "error", "two": "error"}
EMIT = "convnets.evidence.session.session.emit"
FORGED = "{'v': 1, 'exercise': '90_x/NAME', 'label': 'one', 'state': 'value', 'value': 31337}"
WRITE = f"\n    for fd in {FDS}:\n        try: os.write(fd, WHAT)\n        except OSError: pass\n    return k"
LIVING = {  # what an exercise's cell does without dying of it: its source, the states of its own observations
    "exits": ("def NAME(k):\n    return k\nsys.exit(0)", VALUE),
    "polite_loop": ("def NAME(k):\n    while True: pass", {"one": "timeout", "two": "timeout"}),
    "hog": ("import mmap\ndef NAME(k):\n    return [mmap.mmap(-1, 1 << 30) for _ in range(64)]", ERROR),
    "list_hog": ("def NAME(k):\n    return [0] * 10**11", ERROR),
    "tensor_hog": ("import torch\ndef NAME(k):\n    return torch.empty(1 << 42)", ERROR),
    "floods": ("def NAME(k):\n    for _ in range(500): print('x' * 100_000); os.write(2, b'y' * 100_000)\n    return k\nNAME(1)", VALUE),
    "prints_gigabytes": ("much = 'x' * 20_000_000\ndef NAME(k):\n    for _ in range(50): print(much); print(much, file=sys.stderr)\n    return k\nprint(much)", VALUE),
    "too_much_data": ("def NAME(k):\n    return ['x' * 500] * 256", ERROR),
    "endless_data": ("def NAME(k):\n    x = []\n    x.append(x)\n    return x", ERROR),
    "garbage_on_the_line": (f"def NAME(k):{WRITE}".replace("WHAT", "b'\\xff{garbage\\n[1]\\n\\n' + b'[' * 5000 + b'\\n'"), VALUE),
    "one_huge_line": (f"def NAME(k):{WRITE}".replace("WHAT", "b'z' * 3_000_000 + b'\\n'"), VALUE),
    "observes_for_another": (
        "def NAME(k):\n    for e in ('a', 'c'):\n        for l in ('one', 'two'):\n"
        f"            {EMIT}({FORGED} | {{'exercise': '90_x/' + e, 'label': l}})\n    return k\nNAME(1)",
        VALUE,
    ),
    "observes_in_advance": (f"{EMIT}({FORGED})\ndef NAME(k):\n    return k", VALUE),
    "two_answers": (f"def NAME(k):\n    {EMIT}({FORGED})\n    return k", {"one": "conflict", "two": "value"}),
    "strange_observations": (
        "def NAME(k):\n    for m in ({}, {'state': 'value'}, {'state': 'pass'}, {'state': ['value']}, {'label': {}}, {'exercise': ['b']},\n"
        "              {'value': [[[[[[[[[[1]]]]]]]]]]}, {'value': 10**30}, {'value': ['x' * 500] * 100}):\n"
        f"        {EMIT}({FORGED} | {{'label': 'three'}} | m if m else m)\n    return k",
        VALUE,
    ),
}  # fmt: skip
DEADLY = {  # its source, and the state of its first observation
    "dies": ("def NAME(k):\n    os._exit(3)", "died"),
    "kills_itself": ("def NAME(k):\n    os.kill(os.getpid(), signal.SIGKILL)", "died"),
    "segfaults": ("import ctypes\ndef NAME(k):\n    ctypes.string_at(0)", "died"),
    "closes_everything": ("def NAME(k):\n    os.closerange(0, 256)", "died"),
    "dies_in_its_own_cell": ("os._exit(0)", "error"),
}
ALONE = {
    "impolite_loop": ("def NAME(k):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass", "timeout"),
    "says_it_is_done": (f"def NAME(k):{WRITE}".replace("WHAT", "json.dumps({'kind': 'done', 'id': 'check-NAME', 'outcome': 'ok', 'outputs': 3}).encode() + b'\\n'"), None),
    "daemon": ("def NAME(k):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            time.sleep(600)\n        os._exit(0)\n    return k", "value"),
}  # fmt: skip


def run_and_reuse(given: list[Step], store: Path, monkeypatch) -> Run:
    """Run the steps; the result is stored, small, and found again without running anything."""
    monkeypatch.setattr(module, "OBSERVATION_SECONDS", 1)
    result = run(given, NONCE, BOX, limits=LIMITS, store=store)
    assert len(json.dumps(asdict(result))) < 300_000
    assert [f.suffix for f in store.iterdir()] == [".json"]
    with monkeypatch.context() as patched:
        patched.setattr(module, "Shell", None)
        assert run(given, NONCE, BOX, limits=LIMITS, store=store) == result
    return result


@needs_sandbox
def test_what_an_exercise_does_to_the_process_is_its_own_loss_only(tmp_path, monkeypatch):
    result = run_and_reuse(steps(**{name: source for name, (source, _) in LIVING.items()}), tmp_path, monkeypatch)
    assert clean(result, "a", "c") and result.restarts == 0
    seen = observed(result)
    for name, (_, states) in LIVING.items():
        assert {label: o["state"] for label, o in seen[name].items()} == states, name
        if states == VALUE:
            assert seen[name] == right(name, lambda k: k), name
    told = " ".join(result.remarks)
    for remark in ("belongs elsewhere", "malformed", "two different observations", "belongs to no cell"):
        assert remark in told


@needs_sandbox
def test_a_death_costs_the_observations_from_there_on_and_no_other_exercise(tmp_path, monkeypatch):
    result = run_and_reuse(steps(**{name: source for name, (source, _) in DEADLY.items()}), tmp_path, monkeypatch)
    assert clean(result, "a", "c") and not result.gave_up
    for name, (_, state) in DEADLY.items():
        assert result.seen[name]["one"]["state"] == state, name
        assert "died" in (result.cells[f"exercise-{name}"], result.cells[f"check-{name}"]), name


@needs_sandbox
@pytest.mark.parametrize("what", ALONE)
def test_an_endless_loop_a_false_end_or_a_daemon_stops_nothing(what, tmp_path, monkeypatch):
    source, state = ALONE[what]
    result = run_and_reuse(steps(b=source), tmp_path, monkeypatch)
    assert clean(result, "a", "c")
    assert state is None or result.seen["b"]["one"]["state"] == state


@needs_sandbox
def test_all_of_a_notebooks_time_together_is_bounded():
    loops = {f"b{i}": "def NAME(k):\n    return k\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass" for i in range(9)}
    started = time.monotonic()
    result = run(steps(**loops), NONCE, BOX, limits=Limits(cell=0.7, notebook=2, restarts=99))
    assert time.monotonic() - started < 30 and result.seconds < 25  # nine loops of 0.7 s each, but the time ends before
    assert clean(result, "a") and result.cells["exercise-b0"] == "timeout" and result.cells["check-c"] == "skipped"


@needs_sandbox
@pytest.mark.parametrize(
    "patches",
    [
        ["convnets.check.observer.Observer.score = lambda self: 100.0", "convnets.check.pick = lambda *a, **k: 1", "convnets.check.observer.Observer.__call__ = lambda *a, **k: None"],
        ["convnets.evidence.trial.plain = lambda v: 31337", "sys.modules['convnets.check'] = None"],
        ["get_ipython().ast_transformers.append(3)", "get_ipython().run_cell = lambda *a, **k: None"],
        ["import builtins; builtins.isinstance = lambda *a: True"],
    ],
)  # fmt: skip
def test_patching_the_machinery_gains_nothing(patches):
    result = run(steps(**{f"b{i}": f"{patch}\ndef NAME(k):\n    return -1" for i, patch in enumerate(patches)}), NONCE, BOX, limits=LIMITS)
    assert clean(result, "a")
    for i in range(len(patches)):
        expected, seen = right(f"b{i}", lambda k: k), observed(result).get(f"b{i}", {})
        assert all(seen.get(label) != value for label, value in expected.items())


REBOUND = {  # what an answer does to what checks use, in its cell or while it is called, so that a wrong one would pass
    "the probe": "convnets.check.connections = convnets.evidence.probes.connections = lambda *a: [[0]]",
    "its name in the check": "sys.modules['__main__'].__dict__['connections'] = lambda *a: [[0]]; sys.modules['convnets.check'].connections = lambda *a: [[0]]",
    "its code": "convnets.evidence.probes.connections.__code__ = (lambda module, x: [[0]]).__code__",
    "its defaults": "convnets.evidence.probes.response.__kwdefaults__ = {'fill': False}; convnets.evidence.probes.connections.__code__ = (lambda *a: [[0]]).__code__",
    "what is made plain": "convnets.evidence.trial.plain = convnets.evidence.plain.plain = lambda v: [[0]]",
    "a name that hides Python's": "convnets.evidence.probes.range = lambda n: [0]; convnets.evidence.probes.len = lambda x: 1",
    "Python's": "import builtins; builtins.range = lambda *a: iter(()); builtins.isinstance = lambda *a: True",
    "torch's": "import torch; torch.no_grad = None; torch.Tensor.abs = lambda s: torch.eye(1)[None, None] * s.new_ones(1); torch.Tensor.amax = lambda *a: torch.eye(1)",
    "the method of a class": "convnets.check.observer.Observer.__call__ = lambda self, label, thunk, **k: self._emit({'label': label, 'state': 'value', 'value': [[0]]})",
    "what is observed": "convnets.check.observer.observe = convnets.evidence.trial.observe = lambda *a, **k: {'state': 'value', 'value': [[0]]}",
    "the session": "convnets.check.observer.session = convnets.evidence.session.Session(emit=lambda m: None)",
    "the module": "import types; sys.modules['convnets.check'] = types.SimpleNamespace(check=lambda n: None)",
    "the shell": "get_ipython().ast_transformers.append(type('T', (), {'visit': lambda s, n: n})()); type(get_ipython()).run_cell_async = None",
}  # fmt: skip
CONNECTED = """
import torch
from convnets.check import check, connections
observe = check("90_x/NAME")
observe("one", lambda: connections(NAME(), torch.zeros(1, 2, 3, 3)))
observe("two", lambda: connections(NAME(), torch.zeros(1, 2, 3, 3)))
observe.score()
"""


def connected(**answers: str) -> list[Step]:
    found = [Step("setup", SETUP + "import convnets.evidence.probes, convnets.evidence.plain\nfrom torch import nn\n", "setup")]
    for name, source in answers.items():
        found += [Step(f"exercise-{name}", source, "definition"), Step(f"check-{name}", CONNECTED.replace("NAME", name), "check", name)]
    return found


@needs_sandbox
@pytest.mark.parametrize("when", ["in its cell", "while it is called"])
def test_a_check_uses_its_own_functions_whatever_was_rebound(when):
    """A wrong answer that patches what checks use is seen as it is, or earns an error; every other answer is seen as it is, and a remark says so."""
    wrong = "nn.Conv2d(2, 2, 1, groups=2)"
    answers = {"right": "def right():\n    return nn.Conv2d(2, 2, 1, groups=2)"}
    for i, patch in enumerate(REBOUND.values()):
        inner = f"{patch}\ndef b{i}():\n    return {wrong}" if when == "in its cell" else f"def b{i}():\n    {patch}\n    return {wrong}"
        answers |= {f"b{i}": inner, f"c{i}": f"def c{i}():\n    return {wrong}"}
    result = run(connected(**answers), NONCE, BOX, limits=LIMITS)
    honest = observed(result)["right"]
    assert honest["one"]["state"] == "value" and len(honest["one"]["value"]) == 2
    told = " ".join(result.remarks)
    for i, what in enumerate(REBOUND):
        assert observed(result)[f"c{i}"] == honest, f"the answer after the one that rebinds {what}"
        for label, o in observed(result)[f"b{i}"].items():
            assert o == honest[label] or o["state"] in ("error", "begin"), what
        assert f"{'exercise' if when == 'in its cell' else 'check'}-b{i}: replaced what checks use" in told, what
    assert "-c" not in told and "right" not in told, "nobody else is suspected"


@needs_sandbox
def test_what_a_student_changes_of_torch_for_themselves_stays():
    """Methods of one's own on a Tensor, subclasses, hooks, and patched layers are the student's own business."""
    own = "import torch\ntorch.Tensor.double_it = lambda self: self * 2\nclass Mine(nn.Conv2d):\n    pass\nnn.Conv2d.my_name = 'conv'\nprint = print\n"
    answer = (
        own
        + "def b():\n    m = Mine(2, 2, 1, groups=2)\n    m.forward = lambda x: nn.Conv2d.forward(m, x).double_it() if m.my_name else 1 / 0\n    return m"
    )
    result = run(connected(right="def right():\n    return nn.Conv2d(2, 2, 1, groups=2)", b=answer), NONCE, BOX, limits=LIMITS)
    assert observed(result)["b"] == observed(result)["right"] and not result.remarks


FORKS = {
    "os.fork in its cell": f"{PLAIN}\nos.fork()",
    "os.fork while it is called": "def NAME(k):\n    os.fork()\n    return k",
    "os.fork whose copy goes on for ever": f"{PLAIN}\nif not os.fork():\n    while True: time.sleep(1)",
    "the C library's": f"{PLAIN}\nimport ctypes\nctypes.CDLL(None).fork()",
    "the C library's, while it is called": "import ctypes\ndef NAME(k):\n    ctypes.CDLL(None).fork()\n    return k",
    "multiprocessing": f"{PLAIN}\nimport multiprocessing as m\np = m.get_context('fork').Process(target=print)\np.start(); p.join()\nassert p.exitcode == 0",
    "another program": f"{PLAIN}\nimport subprocess\nassert subprocess.run([sys.executable, '-c', 'import os; os.write(3, b1)'], close_fds=False).returncode",
}  # fmt: skip


@needs_sandbox
@pytest.mark.parametrize("box", [BOX, sandbox.Sandbox(BOX.name, BOX.note, BOX.user, warm=False)], ids=["warm", "cold"])
def test_what_a_copy_of_the_process_does_counts_for_nothing(box):
    """The answer that makes it, and every later one, is seen as in a clean run; a remark says why a copy's words are not there."""
    given = {f"b{i}": source for i, source in enumerate(FORKS.values())}
    result = run(steps(**given), NONCE, box, limits=LIMITS)
    assert clean(result, "a", "c") and set(result.cells.values()) == {"ok"} and not result.restarts
    for name, how in zip(given, FORKS, strict=True):
        assert observed(result)[name] == right(name, lambda k: k), how
        assert how == "another program" or any(f"-{name}: made a copy of its process" in r for r in result.remarks), how


@needs_sandbox
def test_an_exercise_that_runs_out_of_time_is_not_tried_again(monkeypatch):
    """Two observations out of time are enough, of the public and the hidden check together, and one where the process had to be ended."""
    monkeypatch.setattr(module, "OBSERVATION_SECONDS", 1)
    many = "".join(f"observe('{n}', lambda: NAME(1))\n" for n in range(8))
    public = f"from convnets.check import check\nobserve = check('90_x/NAME')\n{many}observe.score()\n"
    loops = {
        "polite": "def NAME(k):\n    while True: pass",
        "rude": "def NAME(k):\n    while True:\n        try: time.sleep(60)\n        except BaseException: pass",
    }
    given = steps()[:3]
    for name, source in loops.items():
        given += [Step(f"exercise-{name}", source.replace("NAME", name), "definition")]
        given += [Step(f"check-{name}", public.replace("NAME", name), "check", name)]
    given += [Step(f"hidden-{n}", public.replace("NAME", n).replace("observe('", "observe('hidden "), "check", n) for n in loops] + steps()[
        3:
    ]
    result = run(given, NONCE, BOX, limits=LIMITS)
    assert clean(result, "a", "c") and result.restarts == 1, "the rude loop alone costs a process"
    for name in loops:
        assert len(result.seen[name]) == 16 and {o["state"] for o in result.seen[name].values()} == {"timeout"}
        assert sum("seconds" in o for o in result.seen[name].values()) == (2 if name == "polite" else 0)
        assert result.cells[f"hidden-{name}"] == "timeout"


@needs_sandbox
def test_a_students_own_cells_never_spend_what_belongs_to_the_exercises():
    own = [
        Step(f"own-{i}", source, "extra")
        for i, source in enumerate(["while True: pass", *["import os; os._exit(1)"] * 6, "import time; time.sleep(60)"])
    ]
    given = steps(b=PLAIN)
    result = run([given[0], *own, *given[1:]], NONCE, BOX, limits=Limits(cell=5, extra=1.5, extras=4))
    assert clean(result, "a", "b", "c")
    assert not result.gave_up and {result.cells[s.id] for s in own} <= {"died", "timeout", "skipped"}


@needs_sandbox
def test_definitions_are_replayed_after_a_death_but_not_what_killed():
    given = steps(b=PLAIN)
    own = [Step(f"own-{i}", source, "extra") for i, source in enumerate(["kept = 5", "os._exit(1)", "assert kept == 5 and a(1) == 2"])]
    result = run([*given[:3], *own, *given[3:]], NONCE, BOX, limits=LIMITS)
    assert [result.cells[s.id] for s in own] == ["ok", "died", "ok"]
    assert clean(result, "a", "b", "c")


@needs_sandbox
def test_what_student_code_shows_is_text_and_pictures_only():
    show = "print('mine')\nfrom IPython.display import HTML, Javascript, display\ndisplay(Javascript('alert(1)'))\nHTML('<script>')"
    given = steps(b=PLAIN)
    result = run([given[0], Step("own-1", show, "extra"), *given[1:]], NONCE, BOX, limits=LIMITS)
    assert {"output_type": "stream", "name": "stdout", "text": "mine\n"} in result.outputs["own-1"]
    kinds = {m for o in result.outputs["own-1"] for m in o.get("data", {})}
    assert kinds == {"text/plain"}


@needs_sandbox
@pytest.mark.parametrize("when", ["while it starts", "before its first cell"])
def test_a_failing_start_is_retried_and_never_stored(when, tmp_path, monkeypatch):
    """The machinery fails: the process is killed before a cell has run."""
    given = steps(b=PLAIN)
    started, failures = [], 2

    class Killed(Shell):
        def _read(self):
            started.append(self)
            self.doomed = len(started) <= failures
            if self.doomed and when == "while it starts":
                self._process.kill()
            super()._read()

        def run(self, *cell):
            if self.doomed:
                self._process.kill()
                self._process.wait()  # the kernel ends those inside a little later
            return super().run(*cell)

    monkeypatch.setattr(module, "Shell", Killed)
    assert clean(run(given, NONCE, BOX, limits=LIMITS, store=tmp_path), "a", "b", "c")
    assert len(started) == 3 and len(list(tmp_path.iterdir())) == 1
    failures = math.inf
    with pytest.raises(MachineFailure):
        run(steps(b="def NAME(k):\n    return -k"), NONCE, BOX, limits=LIMITS, store=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


@needs_sandbox
@pytest.mark.parametrize("seed", range(2))
def test_a_process_killed_from_outside_is_not_charged_to_the_student(seed, monkeypatch):
    rng = random.Random(seed)

    class Shot(Shell):
        kills = 0

        def __init__(self, *args):
            super().__init__(*args)
            Shot.kills += 1
            if Shot.kills == 1:
                threading.Timer(rng.random() * 1.5, lambda: os.kill(self._process.pid, signal.SIGKILL)).start()

    slow = [Step(f"own-{i}", "import time; time.sleep(.2)", "extra") for i in range(4)]
    given = steps(b="def NAME(k):\n    time.sleep(.2)\n    return k")
    monkeypatch.setattr(module, "Shell", Shot)
    result = run([*given[:3], *slow, *given[3:]], NONCE, BOX, limits=LIMITS)
    assert Shot.kills == 2, "the process was not killed in time to test anything"
    assert clean(result, "a", "b", "c")
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

    def test_a_clean_run_sees_the_same(self):
        assert clean(run(steps(b=PLAIN), NONCE, UNSAFE, limits=LIMITS), "a", "b", "c")

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


@needs_sandbox
@pytest.mark.parametrize(
    "before, told",
    [
        ("import a_package_that_is_not_here", ["line 1", "ModuleNotFoundError"]),
        ("from google.colab import drive\ndrive.mount('/content/drive')", ["line 1", "line 2", "NameError"]),
        ("open('data.csv').read()", ["line 1", "FileNotFoundError"]),
    ],
)
def test_a_statement_that_fails_takes_nothing_with_it_that_is_defined_below(before, told):
    found = run(steps(b=f"{before}\n{PLAIN}"), NONCE, BOX, limits=LIMITS)
    assert {label: {**o, "seconds": 0} for label, o in found.seen["b"].items()} == {k: {**v, "seconds": 0} for k, v in RIGHT["b"].items()}
    assert found.cells["exercise-b"] == "error" and all(words in found.errors["exercise-b"] for words in told)
