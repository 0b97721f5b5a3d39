"""The sandbox: what student code finds in it, and what is left when it is closed."""

import ast
import json
import os
import signal
import socket
import subprocess
import sys
import uuid
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from conftest import PROJECT, SAMPLE
from processes import alive, descendants, soon, told

from convnets.classroom.running import sandbox, warm
from convnets.classroom.running.sandbox import UNSAFE, Sandbox
from convnets.classroom.running.shell import MachineFailure, Shell

BOX = sandbox.find()
BOXES, START = [BOX, replace(BOX, warm=False)], ["warm", "cold"]

BATTERY = r"""
import importlib, json, os, shutil, socket, sys
found = {}
def attempt(what, thunk):
    try:
        found[what] = ["did", str(thunk())[:4000]]
    except BaseException as e:
        found[what] = ["failed", type(e).__name__]
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", PORT), 3))
attempt("tcp6", lambda: socket.create_connection(("::1", PORT), 3))
attempt("dns", lambda: socket.getaddrinfo("pypi.org", 443))
attempt("outside", lambda: socket.create_connection(("1.1.1.1", 443), 3))
for path in PATHS:
    attempt(f"read {path}", lambda: os.listdir(path) if os.path.isdir(path) else open(path, "rb").read())
for file in ("kernel/core_pattern", "kernel/modprobe", "vm/overcommit_memory", "vm/drop_caches", "user/max_user_namespaces"):
    attempt(f"write {file}", lambda: open(f"/proc/sys/{file}", "r+"))
for folder in ("/", "/dev", "/usr", "/usr/local", "/proc", os.path.dirname(os.__file__), os.path.dirname(importlib.import_module("convnets").__file__)):
    attempt(f"write {folder}", lambda: open(os.path.join(folder, "mine"), "w"))
for folder in ("/tmp", "/box", "/dev/shm"):
    def fill():
        with open(os.path.join(folder, "mine"), "wb") as f:
            for _ in range(400):
                f.write(bytes(1 << 20))
    attempt(f"fill {folder}", fill)
    if os.path.exists(os.path.join(folder, "mine")): os.unlink(os.path.join(folder, "mine"))
for name in MODULES:
    attempt(f"import {name}", lambda: importlib.import_module(name))
attempt("block", lambda: __import__("torchvision.ops").ops.misc.Conv2dNormActivation(3, 8))
attempt("squeeze and excitation", lambda: __import__("torchvision.ops").ops.SqueezeExcitation(8, 2))
attempt("freeze", lambda: importlib.import_module("convnets.lab.freezing").freeze(__import__("torch").nn.Linear(1, 1)))
attempt("fold", lambda: importlib.import_module("convnets.lab.fusing").fused(__import__("torch").nn.Linear(1, 1)))
package = os.path.dirname(importlib.import_module("convnets").__file__)
files = [os.path.join(folder, f) for folder, _, inside in os.walk(package) for f in inside]
attempt("the source of freeze", lambda: next(f for f in files if os.path.isfile(f) and b"_kept_still" in open(f, "rb").read()))
attempt("resnet", lambda: __import__("torchvision").models.resnet18)
attempt("lenet5", lambda: __import__("convnets.models").models.create("lenet5"))
found["environment"] = ["", " ".join(f"{k}={v}" for k, v in os.environ.items())]
found["processes"] = ["", " ".join(p for p in os.listdir("/proc") if p.isdigit())]
found["uid"] = ["", str(os.getuid())]
attempt("own scratch", lambda: open("mine.txt", "w").write("x"))
print("FOUND" + json.dumps(found))
"""


WHERE = "def told(): return os.readlink('/proc/self/ns/pid')"


@pytest.fixture(scope="module", params=BOXES, ids=START)
def box(request) -> Sandbox:
    """The sandbox, with each way of starting in it: what is tried must fail in both."""
    if not BOX.safe:
        pytest.skip(f"no sandbox starts here: {BOX.note}")
    if request.param.warm and not warm.note(BOX).startswith("warm"):
        pytest.skip(warm.note(BOX))
    return request.param


@pytest.fixture(scope="module")
def found(box, course, tmp_path_factory):
    """What the battery found in the sandbox, with a server listening outside and a secret in the environment."""
    secret_file = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret_file.write_text("secret")
    _ = course.nonce(SAMPLE, "")  # makes the course's secret
    paths = [
        secret_file, course.private / "secret", course.root, course.root / "chapters" / f"{SAMPLE}.py", course.root.parent / "solutions",
        PROJECT / "course", PROJECT / "solutions", PROJECT / "tests", Path.home(), "/root", "/home", "/etc/shadow", "/etc/passwd",
        PROJECT / "src" / "convnets" / "classroom" / "judging" / "judge.py", PROJECT / "src" / "convnets" / "models" / "lenet.py",
        "/var", "/proc/1/environ", "/sys/class/net",
    ]  # fmt: skip
    modules = (
        "torchvision.transforms",
        "torchvision.transforms.v2",
        "torchvision.datasets",
        "torchvision.models.resnet",
        "convnets.models.lenet",
        "convnets.lab.features",
        "convnets.classroom.judging.judge",
        "timm.models.resnet",
        "timm.layers.squeeze_excite",
        "torchvision.ops",
        "convnets.data",
        "convnets.train",
        "convnets.plot",
    )
    os.environ["CONVNETS_TEST_SECRET"] = "s3cret"
    try:
        with socket.create_server(("127.0.0.1", 0)) as server, Shell(box, uuid.uuid4().hex) as shell:
            given = f"PORT, PATHS, MODULES = {server.getsockname()[1]}, {[str(p) for p in paths]!r}, {modules!r}\n"
            done = shell.run("battery", given + BATTERY, 60)
    finally:
        del os.environ["CONVNETS_TEST_SECRET"]
    assert done.outcome == "ok", done
    text = "".join(o["text"] for o in done.outputs if o["output_type"] == "stream")
    return json.loads(text.partition("FOUND")[2])


def test_there_is_no_network(found):
    assert [found[k][0] for k in ("tcp", "tcp6", "dns", "outside")] == ["failed"] * 4


def test_nothing_of_the_course_the_home_or_the_machine_can_be_read(found):
    read = {k: v for k, v in found.items() if k.startswith("read ")}
    assert len(read) >= 17
    shown = [
        part for folder in map(Path, (sys.prefix, sys.base_prefix, PROJECT / "src" / "convnets")) for part in (folder, folder.resolve())
    ]

    def tells(path: Path, listing: str) -> bool:
        """Whether more is seen of a folder than the names on the way to what the sandbox shows: the clone and Python may lie below one home."""
        way = {s.relative_to(path).parts[0] for s in shown if s.is_relative_to(path) and s != path}
        seen = ast.literal_eval(listing)
        return not set(seen) <= way if isinstance(seen, list) else bool(seen)

    assert [
        k for k, v in read.items() if v[0] == "did" and k != "read /proc/1/environ" and tells(Path(k.removeprefix("read ")), v[1])
    ] == []
    assert tells(Path("/nowhere"), "['notes']") and not tells(Path("/nowhere"), "[]") and tells(Path("/etc/passwd"), "b'root'")
    assert "s3cret" not in json.dumps(found) and "CONVNETS_TEST_SECRET" not in json.dumps(found)
    assert len(found["processes"][1].split()) <= 3 and found["uid"][1] == "65534"


def test_nothing_can_be_written_but_a_bounded_scratch(found):
    for k, v in found.items():
        if k.startswith("write "):
            assert v[0] == "failed", (k, v)
        if k.startswith("fill "):
            assert v == ["failed", "OSError"], (k, v)
    assert found["own scratch"][0] == "did"


def test_the_answers_are_not_there_and_the_rest_of_the_libraries_is(found):
    there = {k.removeprefix("import "): v[0] == "did" for k, v in found.items() if k.startswith("import ")}
    assert there == {
        "torchvision.transforms": True,
        "torchvision.transforms.v2": True,
        "torchvision.datasets": True,
        "torchvision.models.resnet": False,
        "convnets.models.lenet": False,
        "convnets.lab.features": False,
        "convnets.classroom.judging.judge": False,
        "timm.models.resnet": False,
        "timm.layers.squeeze_excite": False,
        "torchvision.ops": True,
        "convnets.data": True,
        "convnets.train": True,
        "convnets.plot": True,
    }
    hidden = ("resnet", "lenet5", "block", "squeeze and excitation", "freeze", "fold", "the source of freeze")
    assert {found[k][0] for k in hidden} == {"failed"}


DAEMON = "import os, time\nfor _ in range(3):\n    if not os.fork():\n        os.setsid()\n        if not os.fork():\n            time.sleep(600)\n        os._exit(0)\n"


def test_nothing_is_left_running_after_a_daemon_and_a_kill(box):
    for end in ("os._exit(1)", "while True: pass", "os.kill(-1, 9)", "import signal; os.kill(1, signal.SIGINT); time.sleep(9)"):
        with Shell(box, "n") as shell:
            namespace = told(shell, WHERE)
            assert len(alive(namespace)) >= 2
            shell.run("a", DAEMON + end, 1)
        assert alive(namespace) == [] if box.warm else soon(lambda: alive(namespace) == []), end  # noqa: B023


def test_nothing_is_left_running_when_the_grader_is_killed(box):
    grader = (
        "from convnets.classroom.running import sandbox, shell, warm\n"
        f"s = shell.Shell(sandbox.Sandbox(**{asdict(box)!r}), 'n')\nprint('started', flush=True)\n"
        f"s.run('a', {DAEMON + 'while True: pass'!r}, 600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", grader], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "started\n"
    assert soon(lambda: len(descendants(process.pid)) >= 6)
    running = {pid: Path(f"/proc/{pid}/stat").read_text().split()[21] for pid in descendants(process.pid)}
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    def gone(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().split()[21] != running[pid]
        except OSError:
            return True

    assert soon(lambda: all(map(gone, running)))


def test_a_sandbox_that_does_not_start_is_not_called_one(tmp_path, monkeypatch):
    """The binary being there is not enough."""
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho no permission to make a namespace >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = sandbox.find.__wrapped__()
    assert not found.safe and ("no permission" in found.note or "needs Linux" in found.note)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert "bubblewrap" in sandbox.find.__wrapped__().note


def test_a_command_that_cannot_be_started_is_the_machines_failure(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(MachineFailure, match="cannot start .*/nowhere/python"):
        Shell(UNSAFE, "n")
