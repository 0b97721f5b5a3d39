"""The sandbox: what student code finds in it, and what is left when it is closed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from conftest import PROJECT, SAMPLE, needs_sandbox

from convnets.classroom import sandbox
from convnets.classroom.sandbox import Sandbox
from convnets.classroom.shell import MachineFailure, Shell

BOX = sandbox.find()

BATTERY = r"""
import importlib, json, os, shutil, socket, sys
found = {}
def attempt(what, thunk):
    try:
        found[what] = ["did", str(thunk())[:200]]
    except BaseException as e:
        found[what] = ["failed", type(e).__name__]
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", PORT), 3))
attempt("tcp6", lambda: socket.create_connection(("::1", PORT), 3))
attempt("dns", lambda: socket.getaddrinfo("pypi.org", 443))
attempt("outside", lambda: socket.create_connection(("1.1.1.1", 443), 3))
for path in PATHS:
    attempt(f"read {path}", lambda: os.listdir(path) if os.path.isdir(path) else open(path, "rb").read())
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
attempt("resnet", lambda: __import__("torchvision").models.resnet18)
attempt("lenet5", lambda: __import__("convnets.models").models.create("lenet5"))
found["environment"] = ["", " ".join(f"{k}={v}" for k, v in os.environ.items())]
found["processes"] = ["", " ".join(p for p in os.listdir("/proc") if p.isdigit())]
found["uid"] = ["", str(os.getuid())]
attempt("own scratch", lambda: open("mine.txt", "w").write("x"))
print("FOUND" + json.dumps(found))
"""


def processes(nonce: str) -> list[str]:
    """The processes of this machine that were started with this nonce."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if nonce.encode() in (folder / "cmdline").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found


def none_left(nonce: str) -> bool:
    for _ in range(40):
        if not processes(nonce):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def found(course, tmp_path_factory):
    """What the battery found in the sandbox, with a server listening outside and a secret in the environment."""
    if not BOX.safe:
        pytest.skip("no sandbox")
    secret_file = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret_file.write_text("secret")
    _ = course.nonce(SAMPLE, "")  # makes the course's secret
    paths = [
        secret_file, course.private / "secret", course.root, course.root / "chapters" / f"{SAMPLE}.py", course.root.parent / "solutions",
        PROJECT / "course", PROJECT / "solutions", PROJECT / "tests", Path.home(), "/root", "/home", "/etc/shadow", "/etc/passwd",
        PROJECT / "src" / "convnets" / "classroom" / "judge.py", PROJECT / "src" / "convnets" / "models" / "lenet.py",
        "/var", "/proc/1/environ", "/sys/class/net",
    ]  # fmt: skip
    modules = (
        "torchvision.transforms",
        "torchvision.transforms.v2",
        "torchvision.datasets",
        "torchvision.models.resnet",
        "convnets.models.lenet",
        "convnets.classroom.judge",
        "timm.models.resnet",
        "convnets.data",
        "convnets.train",
        "convnets.plot",
    )
    os.environ["CONVNETS_TEST_SECRET"] = "s3cret"
    try:
        with socket.create_server(("127.0.0.1", 0)) as server, Shell(BOX, uuid.uuid4().hex) as shell:
            given = f"PORT, PATHS, MODULES = {server.getsockname()[1]}, {[str(p) for p in paths]!r}, {modules!r}\n"
            done = shell.run("battery", given + BATTERY, 60)
    finally:
        del os.environ["CONVNETS_TEST_SECRET"]
    assert done.outcome == "ok", done
    text = "".join(o["text"] for o in done.outputs if o["output_type"] == "stream")
    return json.loads(text.partition("FOUND")[2])


@needs_sandbox
def test_there_is_no_network(found):
    assert [found[k][0] for k in ("tcp", "tcp6", "dns", "outside")] == ["failed"] * 4


@needs_sandbox
def test_nothing_of_the_course_the_home_or_the_machine_can_be_read(found):
    read = {k: v for k, v in found.items() if k.startswith("read ")}
    assert len(read) >= 17
    harmless = {"[]", "b''"}  # an empty folder in its place
    shown = [p for folder in (sys.prefix, sys.base_prefix, PROJECT / "src" / "convnets") for p in Path(folder).parents]
    harmless |= {str([p.name]) for p in shown}  # the way to what the sandbox does show
    assert {k: v for k, v in read.items() if v[0] == "did" and v[1] not in harmless and k != "read /proc/1/environ"} == {}
    assert "s3cret" not in json.dumps(found) and "CONVNETS_TEST_SECRET" not in json.dumps(found)
    assert len(found["processes"][1].split()) <= 3 and found["uid"][1] == "65534"


@needs_sandbox
def test_nothing_can_be_written_but_a_bounded_scratch(found):
    for k, v in found.items():
        if k.startswith("write "):
            assert v[0] == "failed", (k, v)
        if k.startswith("fill "):
            assert v == ["failed", "OSError"], (k, v)
    assert found["own scratch"][0] == "did"


@needs_sandbox
def test_the_answers_are_not_there_and_the_rest_of_the_libraries_is(found):
    there = {k.removeprefix("import "): v[0] == "did" for k, v in found.items() if k.startswith("import ")}
    assert there == {
        "torchvision.transforms": True,
        "torchvision.transforms.v2": True,
        "torchvision.datasets": True,
        "torchvision.models.resnet": False,
        "convnets.models.lenet": False,
        "convnets.classroom.judge": False,
        "timm.models.resnet": False,
        "convnets.data": True,
        "convnets.train": True,
        "convnets.plot": True,
    }
    assert found["resnet"][0] == found["lenet5"][0] == "failed"


@needs_sandbox
def test_nothing_is_left_running_after_a_daemon_and_a_kill():
    nonce = uuid.uuid4().hex
    daemon = "import os, time\nfor _ in range(3):\n    if not os.fork():\n        os.setsid()\n        if not os.fork():\n            time.sleep(600)\n        os._exit(0)\n"
    for end in ("os._exit(1)", "while True: pass"):
        shell = Shell(BOX, nonce)
        shell.run("a", daemon + end, 1)
        shell.close()
        assert none_left(nonce), end


@needs_sandbox
def test_nothing_is_left_running_when_the_grader_is_killed():
    nonce = uuid.uuid4().hex
    grader = (
        "from convnets.classroom import sandbox, shell\n"
        f"s = shell.Shell(sandbox.find(), {nonce!r})\nprint('started', flush=True)\ns.run('a', 'while True: pass', 600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", grader], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "started\n"
    assert len(processes(nonce)) > 1
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert none_left(nonce)


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
    class Gone(Sandbox):
        def command(self, nonce):
            from contextlib import nullcontext

            return nullcontext((["/nowhere/python"], {}, None))

    with pytest.raises(MachineFailure, match="cannot start /nowhere/python"):
        Shell(Gone("none", ""), "n")
