"""Warm starts: a fork sees what a cold process sees, and nothing of the submission before it, whatever that one did."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from processes import alive, told

from convnets.classroom.judging import keys
from convnets.classroom.running import sandbox, warm, watch
from convnets.classroom.running.run import Limits, Step, run
from convnets.classroom.running.shell import MachineFailure, Shell

BOX = sandbox.find()
COLD = replace(BOX, warm=False)

pytestmark = pytest.mark.skipif(not BOX.safe, reason=f"no sandbox starts here: {BOX.note}")


@pytest.fixture(scope="module")
def server() -> warm.Server:
    if not (note := warm.note(BOX)).startswith("warm"):
        pytest.skip(note)
    made = warm.Server(BOX)
    yield made
    made.close()


@pytest.fixture
def shell(server, monkeypatch):
    """Shells of this one server."""
    monkeypatch.setattr(warm, "child", lambda _: server.child())
    return lambda: Shell(BOX, "nonce")


LOOK = r"""
import builtins, gc, hashlib, os, resource, signal, socket, sys
import torch, convnets.check, convnets.evidence.trial
def text(path):
    try:
        return open(path).read()
    except OSError as e:
        return type(e).__name__
def short(names):
    return [len(names), hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()]
def told():
    tree = {folder: sorted(os.listdir(folder)) for folder in ("/", "/box", "/tmp", "/dev", "/dev/shm", "/usr", "/var", "/run") if os.path.isdir(folder)}
    status = [line for line in text("/proc/self/status").splitlines() if line.split(":")[0] in
              ("Umask", "State", "NSpid", "Threads", "SigIgn", "SigCgt", "SigBlk", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Uid", "Groups")]
    return [
        tree, sorted(os.environ.items()), short(sys.modules), short(vars(builtins)), os.getcwd(), status, sorted(os.listdir("/proc/self/fd")),
        [text(f"/proc/{f}") for f in ("net/unix", "sysvipc/shm", "sysvipc/sem", "sysvipc/msg", "keys", "key-users", "self/cgroup")],
        sorted(p for p in os.listdir("/proc") if p.isdigit()), [resource.getrlimit(r) for r in range(16)],
        torch.initial_seed(), torch.rand(3).tolist(), str(torch.get_default_dtype()), torch.get_num_threads(), torch.is_grad_enabled(),
        str(torch.relu), float(torch.nn.functional.relu(torch.tensor(-1.0))),
        str(convnets.check.observer.Observer.score), convnets.evidence.trial.SECONDS, sys.path, sorted(get_ipython().user_ns), len(get_ipython().ast_transformers),
        sorted(str(m.split()[1:5]) for m in text("/proc/self/mounts").splitlines()), socket.gethostname(), os.nice(0), os.sched_getscheduler(0),
        sorted(socket.if_nameindex()), text("/proc/sys/kernel/shmmax"), text("/proc/self/oom_score_adj"), text("/proc/self/coredump_filter"),
        [line.split()[0] for line in text("/proc/net/dev").splitlines()],
    ]
"""

HOSTILE = r"""
import builtins, ctypes, fcntl, mmap, os, random, signal, socket, stat, sys, threading, time
import numpy, torch, convnets.check, convnets.evidence.trial
libc = ctypes.CDLL(None, use_errno=True)
gained = []
def attempt(what, thunk):
    try:
        result = thunk()
        if result not in (None, -1, False):
            gained.append(f"{what}: {result!r}"[:200])
    except BaseException:
        pass
for folder, folders, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/usr")) or "site-packages" in folder or "lib/python" in folder:
        folders.clear()
        continue
    try:
        open(os.path.join(folder, "left"), "w").write("left")
    except OSError:
        pass
attempt("memfd", lambda: os.memfd_create("left"))
for name, arguments in {"shmget": (77, 4096, 0o1777), "semget": (77, 1, 0o1777), "msgget": (77, 0o1777), "unshare": (0x10000000,)}.items():
    attempt(name, lambda: getattr(libc, name)(*arguments))
attempt("keyring", lambda: libc.syscall(248, b"user", b"left", b"left", 4, -4))
for pid in [0, 1, *range(3, 40)]:
    attempt(f"ptrace {pid}", lambda: libc.ptrace(16, pid, 0, 0))
    attempt(f"memory of {pid}", lambda: open(f"/proc/{pid}/mem", "r+b"))
    attempt(f"environment of {pid}", lambda: open(f"/proc/{pid}/environ").read())
    attempt(f"descriptors of {pid}", lambda: os.listdir(f"/proc/{pid}/fd"))
    attempt(f"namespace of {pid}", lambda: libc.setns(os.open(f"/proc/{pid}/ns/mnt", 0), 0))
    attempt(f"pidfd of {pid}", lambda: libc.syscall(438, os.pidfd_open(pid), 0, 0))
for signum in (1, 2, 9, 15, 19):
    attempt("kill 1", lambda: os.kill(1, signum))
attempt("kill all but oneself", lambda: os.kill(-1, 0))
attempt("mount", lambda: libc.mount(b"tmpfs", b"/usr", b"tmpfs", 0, None) == 0)
attempt("unmount", lambda: libc.umount2(b"/box", 2) == 0)
attempt("chroot", lambda: os.chroot("/box"))
attempt("setuid", lambda: os.setuid(0))
attempt("dumpable", lambda: libc.prctl(4, 0) == 0)
attempt("limits", lambda: __import__("resource").setrlimit(7, (9999, 9999)))
for fd in os.listdir("/proc/self/fd"):
    attempt(f"a socket at {fd}", lambda: stat.S_ISSOCK(os.fstat(int(fd)).st_mode))
listening = socket.socket(socket.AF_UNIX); listening.bind("\0left"); listening.listen()
local = socket.create_server(("127.0.0.1", 7777))
for lock in ("/inside.py", "/forks.py"):
    attempt(lock, lambda: fcntl.flock(os.open(lock, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB))
os.environ["LEFT"] = "left"; os.umask(0); os.chdir("/tmp"); sys.path.insert(0, "/tmp"); sys.modules["left"] = sys
torch.manual_seed(3); numpy.random.seed(3); torch.set_default_dtype(torch.float64); torch.set_grad_enabled(False); torch.relu = None
builtins.left = builtins.print; convnets.check.observer.Observer.score = lambda self: 100; convnets.evidence.trial.SECONDS = 900
get_ipython().ast_transformers.append(3)
os.nice(5)
def told(): return gained
"""
LEAVE = r"""
for fd in range(256):  # what it was given to write to: all of them
    try: os.write(fd, b'{"kind": "ready"}\n' * 3)
    except OSError: pass
for _ in range(300):
    try:
        if not os.fork():
            os.setsid(); signal.signal(15, signal.SIG_IGN)
            while True: time.sleep(600)
    except OSError: break
while True: pass
"""


def test_a_submission_finds_nothing_of_the_hostile_one_before_it(shell):
    with shell() as first:
        before = told(first, LOOK)
    with shell() as hostile:
        namespace = told(hostile, "def told(): return os.readlink('/proc/self/ns/pid')")
        assert told(hostile, HOSTILE, 60) == []
        assert hostile.run("leave", LEAVE, 2).outcome in ("timeout", "died")
    assert alive(namespace) == []
    with shell() as last:
        assert told(last, LOOK) == before


def test_two_at_the_same_time_do_not_meet(shell):
    with shell() as one, shell() as other:
        talk = "import socket\ns = socket.socket(socket.AF_UNIX); s.bind('\\0name'); s.listen()\nt = socket.create_server(('127.0.0.1', 7777))\nopen('/dev/shm/x', 'w').write('x')\ndef told(): return os.getpid()"
        assert told(one, talk) == 2
        answer = (
            "import socket\ndef knock(address, kind):\n    try: socket.socket(kind).connect(address); return True\n    except OSError: return False\n"
            "def told(): return [knock('\\0name', socket.AF_UNIX), knock(('127.0.0.1', 7777), socket.AF_INET), os.listdir('/dev/shm'), sorted(p for p in os.listdir('/proc') if p.isdigit())]"
        )
        assert told(other, answer) == [False, False, [], ["1", "2"]]


def test_observations_are_those_of_a_cold_process_to_the_last_bit(course, chapter, server):
    def seen(box):
        found = keys.observe(chapter, course.answers(chapter), None, "a nonce for both", box).seen
        return {
            slot: {label: {k: v for k, v in o.items() if k != "seconds"} for label, o in labels.items()} for slot, labels in found.items()
        }

    assert warm.note(BOX).startswith("warm") and not warm.note(COLD).startswith("warm")
    assert len(seen(BOX)) > 5 and seen(BOX) == seen(COLD)


def test_a_lost_server_is_the_machines_failure_and_is_replaced(server):
    with Shell(BOX, "n") as first:
        status = Path(f"/proc/{first._process.pid}/status").read_text()
        host = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid"))
        os.kill(host, signal.SIGKILL)  # bubblewrap's own first process, and with it the server
        assert first.run("a", "x = 1", 5).outcome == "died"
    with pytest.raises(MachineFailure):
        Shell(BOX, "n")
    with Shell(BOX, "n") as later:
        assert later.run("a", "x = 1", 5).outcome == "ok"


def test_a_fork_that_cannot_be_proven_isolated_is_not_used(monkeypatch, server):
    monkeypatch.setitem(warm.EXPECTED, "processes", ["1"])
    monkeypatch.setattr(warm, "_starts", {})
    assert "not isolated in processes" in warm.note(BOX) and warm.child(BOX) is None


class TestBounds:
    """What one submission may take of the machine, with each way of starting."""

    @pytest.fixture(params=[BOX, COLD], ids=["warm", "cold"], autouse=True)
    def box(self, request):
        return request.param

    def test_processes(self, box):
        bomb = "import os\nmade = []\ntry:\n    while len(made) < 500:\n        if not (pid := os.fork()):\n            import time; time.sleep(60); os._exit(0)\n        made.append(pid)\nexcept OSError: pass\ndef told(): return len(made)"
        with Shell(box, "n") as shell:
            done = shell.run("a", f"import json\n{bomb}\nprint('TOLD', told())", 20)
        if done.outcome == "ok":
            assert int(done.outputs[0]["text"].split()[1]) < watch.PROCESSES
        else:
            assert "are the most" in done.error

    @pytest.mark.parametrize(
        "take",
        [
            "import time\nfor _ in range(4):\n    if not os.fork():\n        x = bytearray(300 << 20); time.sleep(60)\ntime.sleep(60)",
            "import mmap, time\nm = mmap.mmap(-1, 900 << 20)\nfor i in range(0, 900 << 20, 4096): m[i] = 1\nm.madvise(mmap.MADV_DONTNEED)\ntime.sleep(60)",
        ],
        ids=["children", "shared"],
    )
    def test_memory_of_all_processes_together(self, box, take, monkeypatch):
        monkeypatch.setattr(watch, "MEMORY", 800 << 20)
        with Shell(box, "n") as shell:
            done = shell.run("a", f"import os\n{take}", 30)
        assert done.outcome == "died" and "GB of memory together" in done.error and done.error in done.remarks

    def test_a_cell_that_others_keep_from_the_processor_is_not_out_of_time(self, box, monkeypatch):
        monkeypatch.setattr("convnets.classroom.running.shell.PATIENCE", 60)  # however busy the machine is beside this test
        with Shell(box, "n") as shell:
            pid = list(watch._family(shell._process.pid, first_only=True))[-1]
            os.sched_setaffinity(pid, {0})
            busy = [subprocess.Popen([sys.executable, "-c", "import os\nos.sched_setaffinity(0, {0})\nwhile True: pass"]) for _ in range(3)]
            try:
                done = shell.run("a", "import time\nstart = time.process_time()\nwhile time.process_time() < start + 1.2: pass", 2)
                assert done.outcome == "ok" and done.seconds < 2.5
                assert shell.run("b", "while True: pass", 1).outcome == "timeout"
            finally:
                for child in busy:
                    child.kill()
                    child.wait()


def test_own_cells_are_counted():
    own = [Step(f"own-{i}", f"x{i} = 1", "extra") for i in range(5)]
    result = run([Step("setup", "import os", "setup"), *own], "n", BOX, limits=Limits(own=3))
    assert [result.cells[s.id] for s in own] == ["ok"] * 3 + ["skipped"] * 2 and "only the first 3" in result.remarks[0]
