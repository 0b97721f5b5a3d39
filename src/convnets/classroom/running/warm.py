"""The grader's side of the fork server: one for the whole process, started when first needed, and trusted only after a trial.

Its children share the memory of what it imported, so that a worker costs what its submission does.
"""

import json
import os
import select
import signal
import socket
import subprocess
import threading
from dataclasses import dataclass

from convnets.classroom.running.sandbox import SCRATCH, SHOWN, Sandbox

START_SECONDS, FORK_SECONDS = 120, 30
COLD = "cold starts, each submission imports torch anew"
LEAVE = "for folder in ('/box', '/tmp', '/dev/shm'): open(folder + '/left', 'w')"
LOOK = r"""
import ctypes, json, os
status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
print(json.dumps({
    "process": os.getpid(), "processes": sorted(p for p in os.listdir("/proc") if p.isdigit()),
    "left": [os.listdir(folder) for folder in ("/box", "/tmp", "/dev/shm")],
    "capabilities": {status[name].strip("0") for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {""},
    "new privileges": status["NoNewPrivs"], "filter": status["Seccomp"], "threads": status["Threads"], "descriptors": len(os.listdir("/proc/self/fd")),
    "shared memory": [m for m in open("/proc/self/maps").read().splitlines() if m.split()[1][1] == "w" and m.split()[1][3] == "s"],
    "namespaces": [ctypes.CDLL(None).unshare(flag) for flag in (0x10000000, 0x00020000)],
}))
"""
EXPECTED = {
    "process": 2, "processes": ["1", "2"], "left": [[], [], []], "capabilities": True, "new privileges": "1", "filter": "2",
    "threads": "1", "descriptors": 6, "shared memory": [], "namespaces": [-1, -1],
}  # fmt: skip


class Child:
    """A submission's process, with what of a `subprocess.Popen` is needed: killing the first process of a namespace ends them all."""

    def __init__(self, pidfd: int, stdin: int, stdout: int) -> None:
        self._pidfd: int | None = pidfd
        self._lock = threading.Lock()
        self.stdin, self.stdout = os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb")
        with open(f"/proc/self/fdinfo/{pidfd}") as f:
            self.pid = next(int(line.split()[1]) for line in f if line.startswith("Pid:"))

    def kill(self) -> None:
        with self._lock:
            if self._pidfd is not None:
                try:
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
                except ProcessLookupError:
                    return

    def wait(self) -> None:
        """Until nothing of it runs any more: the kernel ends the first process of a namespace after all the others."""
        if self._pidfd is None:
            return
        ended = select.poll()
        ended.register(self._pidfd, select.POLLIN)
        ended.poll()
        with self._lock:
            os.close(self._pidfd)
            self._pidfd = None


class Server:
    """A running fork server. Raises OSError when it does not get ready."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._lock, self._control = threading.Lock(), None
        ours, theirs = socket.socketpair()
        with theirs:
            started = threading.Event()
            threading.Thread(target=self._keep, args=(sandbox, theirs, started), daemon=True).start()
            started.wait()
        ours.settimeout(START_SECONDS)
        self._control = ours
        self._hear(b"ready")

    def _keep(self, sandbox: Sandbox, theirs: socket.socket, started: threading.Event) -> None:
        """In a thread that lives as long as the server: bubblewrap dies with the thread that started it."""
        try:
            process = subprocess.Popen(
                [*sandbox.command("forks.py", nesting=True), str(SCRATCH)],
                env={"PATH": os.defpath},
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        finally:
            started.set()
        process.wait()

    def child(self) -> Child:
        """A fresh process for one submission. Raises OSError when the server is gone."""
        cells, stdin = os.pipe()
        stdout, lines = os.pipe()
        try:
            with self._lock:
                self._control.settimeout(FORK_SECONDS)
                socket.send_fds(self._control, [b"fork"], [cells, lines])
                (pidfd,) = self._hear(b"started")
        except BaseException:
            self.close()
            os.close(stdin)
            os.close(stdout)
            raise
        finally:
            os.close(cells)
            os.close(lines)
        os.set_inheritable(pidfd, False)
        return Child(pidfd, stdin, stdout)

    def _hear(self, wanted: bytes) -> list[int]:
        said, descriptors, _, _ = socket.recv_fds(self._control, 2000, 1)
        if said != wanted:
            raise OSError(said.decode(errors="replace") or "the fork server ended")
        return descriptors

    def close(self) -> None:
        """It ends when it is hung up on."""
        self._control.close()


@dataclass
class _Start:
    """What is known of a warm start in this process."""

    note: str
    server: Server | None = None
    proven: bool = False


_starts: dict[tuple[int, Sandbox], _Start] = {}
_lock = threading.Lock()


def child(sandbox: Sandbox) -> Child | None:
    """A warm process; None where a warm start is not proven safe here. Raises OSError when it was, and no server starts any more."""
    if not sandbox.warm:
        return None
    with _lock:
        start = _start(sandbox)
        if not start.proven:
            return None
        start.server = start.server or Server(sandbox)
        server = start.server
    try:
        return server.child()
    except OSError:
        with _lock:
            if start.server is server:
                start.server = None
        raise


def note(sandbox: Sandbox) -> str:
    """Whether starts are warm here, and why not."""
    with _lock:
        return _start(sandbox).note


def _start(sandbox: Sandbox) -> _Start:
    key = os.getpid(), sandbox  # a fork of the grader has no server of its own
    if key not in _starts:
        _starts[key] = _tried(sandbox)
    return _starts[key]


def _tried(sandbox: Sandbox) -> _Start:
    if not (sandbox.safe and sandbox.warm):
        return _Start(COLD)
    if below := next((folder for folder in SHOWN if folder.resolve().is_relative_to("/tmp")), None):
        return _Start(f"{COLD}: every one gets a /tmp of its own, and {below} stands in it")
    try:
        server = Server(sandbox)
    except OSError as e:
        return _Start(f"{COLD}: {e}")
    try:
        _said(server.child(), LEAVE)
        found = json.loads(_said(server.child(), LOOK))
        wrong = [what for what, value in EXPECTED.items() if found.get(what) != value]
        if not wrong:
            return _Start("warm starts: a submission is a fork in namespaces of its own", server, proven=True)
        why = f"a fork is not isolated in {', '.join(wrong)}"
    except (OSError, ValueError) as e:
        why = str(e)
    server.close()
    return _Start(f"{COLD}: {why}")


def _said(child: Child, source: str) -> str:
    """What a cell prints."""
    clock = threading.Timer(START_SECONDS, child.kill)
    clock.start()
    try:
        start = {"nonce": "", "memory": 0, "processes": 0, "filter": True, "hung": 1}
        for line in (start, {"id": "", "source": source}):
            child.stdin.write(json.dumps(line).encode() + b"\n")
        child.stdin.flush()
        for line in child.stdout:
            if (message := json.loads(line))["kind"] == "done":
                return "".join(output.get("text", "") for output in message["outputs"])
        raise OSError("a trial ended early")
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()
