"""The program of `convnets.check.aside`: it tries small changes of one answer until one makes every public observation pass, and says where that one is.

Its folder is its own; it writes nowhere else, starts nothing and opens no connection. What the answer prints goes nowhere. It ends with the notebook.
"""

import ast
import contextlib
import copy
import json
import linecache
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TextIO

import convnets.check
from convnets.evidence import trial
from convnets.evidence.session import PRACTICE
from convnets.evidence.verdict import Key, same
from convnets.repair.edit import Edit
from convnets.repair.order import candidates, suspicion
from convnets.repair.place import told
from convnets.repair.search import Repair, search

IDLE = 600  # seconds that it waits for a question
MEMORY, MORE = 2 << 30, 256 << 20  # bytes on top of what torch takes, and what the answer as it stands
ANSWER, CHECK = "<ipython-input-answer>", "<ipython-input-check>"
PATHS = {
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
    "shutil.rmtree",
}
FORBIDDEN = (
    {"os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "os.killpg", "os.putenv"}
    | {"subprocess.Popen", "pty.spawn", "webbrowser.open"}
    | {f"socket.{call}" for call in ("connect", "bind", "getaddrinfo", "gethostbyname", "sendto", "sendmsg")}
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Recorder:
    """Stands in for the check's observer: keeps what would be observed."""

    thunks: dict[str, Callable[[], Any]] = {}

    def __init__(self, exercise: str) -> None:
        Recorder.thunks = {}

    def __call__(self, label: str, thunk: Callable[[], Any], **_: Any) -> None:
        Recorder.thunks[label] = thunk

    def score(self) -> None:
        """Nothing is judged in the check's cell."""

    where = score


class Answer:
    """One answer, tried in the names that it stood on: a `convnets.repair.search.Trial`. Each edit that mends it is ``found``."""

    def __init__(self, job: dict[str, Any], found: Callable[[Edit], None]) -> None:
        self.found = found
        self.edit: Edit | None = None  # that is tried now
        self.exercise, self.key = job["exercise"], Key.from_json(job["exercise"].partition("/")[2], job["key"])
        self.check = compile(job["check"], CHECK, "exec")
        self.names: dict[str, Any] = {"__name__": "__main__", "display": lambda *_, **__: None, "get_ipython": lambda: None}
        exec(compile(job["before"], "<before>", "exec"), self.names)
        self.source, self.defined, self.limits = "", False, {}
        self.ran: dict[str, set[int]] = {}
        self.failing: Sequence[str] = ()

    def look(self, source: str) -> None:
        """The answer as it stands, with all the time that a check has: what fails, how long each takes, and the lines that it runs."""
        self._define(source)
        cost, failing = {}, []
        for label in self.key.right:
            started, lines = time.monotonic(), set()
            with _traced(lines):
                fails = not any(same(right[label], self._value(label)) for right in self.key.all_right)
            cost[label], self.ran[label] = time.monotonic() - started, lines
            if fails:
                failing.append(label)
        self.failing = sorted(failing, key=cost.__getitem__)
        limit_memory(MORE)  # a huge layer takes long, and nothing comes between its numbers
        self.limits = {label: max(0.6, 5 * seconds + 0.3) for label, seconds in cost.items()}

    def passes(self, source: str, label: str) -> bool:
        value = self._tried(source, label)
        return any(same(right[label], value) for right in self.key.all_right)

    def holds(self, source: str) -> bool:
        values = {label: self._tried(source, label) for label in self.key.right}
        held = any(all(same(right[label], value) for label, value in values.items()) for right in self.key.all_right)
        if held and self.edit:
            self.found(self.edit)
        return held

    def noted(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """The edits, one after the other."""
        for edit in edits:
            self.edit = edit
            yield edit

    def _tried(self, source: str, label: str) -> Any:
        if source != self.source:
            self.source, self.defined = source, self._define(source)["state"] == "value"
        return self._value(label) if self.defined else _Nothing

    def _define(self, source: str) -> dict[str, Any]:
        """Run an answer and its check's cell, in fresh names."""
        names = {name: copy.deepcopy(value) if type(value) in (dict, list, set) else value for name, value in self.names.items()}
        Recorder.thunks = {}

        linecache.cache[ANSWER] = len(source), None, source.splitlines(keepends=True), ANSWER

        def run() -> int:
            exec(compile(source, ANSWER, "exec"), names)
            exec(self.check, names)
            return 0

        return self._observed("definition", run, 2)

    def _value(self, label: str) -> Any:
        if label not in Recorder.thunks:
            return _Nothing
        return self._observed(label, Recorder.thunks[label], self.limits.get(label, trial.SECONDS)).get("value", _Nothing)

    def _observed(self, label: str, thunk: Callable[[], Any], seconds: float) -> dict[str, Any]:
        with _seconds(seconds):
            return trial.observe(PRACTICE, self.exercise, label, thunk, quiet=True)


class _Nothing:
    """A value that is like none."""


@contextlib.contextmanager
def _seconds(seconds: float) -> Iterator[None]:
    before, trial.SECONDS = trial.SECONDS, seconds
    try:
        yield
    finally:
        trial.SECONDS = before


@contextlib.contextmanager
def _traced(lines: set[int]) -> Iterator[None]:
    """Note the lines of the answer that are run."""

    def trace(frame: Any, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != ANSWER:
            return None
        lines.add(frame.f_lineno)
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(None)


def locate(job: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    """Search, and ``say`` what is found: each repair when it is found, at last the best that can be said of all."""
    clock = time.process_time if job.get("processor") else time.monotonic
    until, tree = clock() + job["seconds"], ast.parse(job["answer"])

    def tell(repairs: list[Repair], **more: bool) -> None:
        found = told(job["answer"], tree, repairs)
        say({"failing": [*answer.failing], "found": len(repairs), "says": found.says if found else ""} | more)

    try:  # a repair is told at once, for the next edit may be the last that this process tries
        answer = Answer(job, lambda edit: tell([Repair(edit, 0, 0)]))
    except BaseException as e:
        return say({"lost": f"{type(e).__name__}: {trial.said(e)}"})
    answer.look(job["answer"])
    say({"failing": [*answer.failing]})
    edits = candidates(tree, suspicious=suspicion(answer.ran, answer.failing)) if answer.failing else []
    tell(search(tree, answer.noted(edits), answer, until - clock(), clock), last=True)


def confine(folder: str) -> None:
    """From here on this process writes in its folder only, starts no other, opens no connection, and takes no more memory than it may."""
    if not limit_memory(MEMORY):
        threading.Thread(target=_watch, args=(_taken() + MEMORY,), daemon=True).start()
    folder, null, sys.dont_write_bytecode = os.path.realpath(folder), os.path.realpath(os.devnull), True

    def own(path: Any) -> bool:
        if isinstance(path, int):
            return True
        path = os.path.realpath(os.fsdecode(path))
        return path == null or f"{path}{os.sep}".startswith(f"{folder}{os.sep}")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in FORBIDDEN:
            raise PermissionError(f"{event} is not for a search")
        if event == "open":
            path, mode, flags = args
            if (set(mode or "") & set("wax+") or (mode is None and flags & WRITING)) and not own(path):
                raise PermissionError(f"{path}: nothing is written while an answer is searched")
        elif event in PATHS and not all(own(path) for path in args if isinstance(path, (str, bytes, os.PathLike))):
            raise PermissionError(f"{event} is not for a search")

    sys.addaudithook(hook)


def limit_memory(more: int) -> bool:
    """At most so many bytes on top of the most that this process has had, so that an edit which asks for more fails; whether the system knows such a limit."""
    try:
        import resource

        with open("/proc/self/status") as f:
            peak = next(int(line.split()[1]) << 10 for line in f if line.startswith("VmPeak"))
        resource.setrlimit(resource.RLIMIT_AS, (peak + more, resource.RLIM_INFINITY))
    except (ImportError, OSError, ValueError, StopIteration):
        return False
    return True


def _watch(most: int) -> None:
    """Where no limit holds (macOS, Windows) the process ends when it takes too much; what it has found is said."""
    while _taken() <= most:
        time.sleep(0.05)
    os._exit(1)


def _taken() -> int:
    """The most memory that this process has taken, in bytes."""
    if sys.platform != "win32":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    import ctypes

    told = (ctypes.c_size_t * 9)()  # a structure: two numbers of 32 bits, then the peak of what was taken
    told[0] = size = ctypes.sizeof(told)
    ctypes.windll.kernel32.K32GetProcessMemoryInfo(ctypes.c_void_p(-1), ctypes.byref(told), size)
    return told[1]


def main() -> None:
    """One job on standard input, what is found on standard output, a line each."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    vars(convnets.check)["check"] = Recorder
    say({"ready": True}, lines)
    idle = threading.Timer(IDLE, os._exit, [0])
    idle.daemon = True
    idle.start()
    line = jobs.readline()
    idle.cancel()
    if line:
        threading.Thread(target=_end_with, args=(jobs,), daemon=True).start()
        confine(os.getcwd())
        locate(json.loads(line), lambda message: say(message, lines))
    os._exit(0)


def say(message: dict[str, Any], lines: TextIO) -> None:
    """One line."""
    lines.write(json.dumps(message) + "\n")
    lines.flush()


def _end_with(jobs: TextIO) -> None:
    """When the notebook's end of the pipe is closed, nobody waits any more."""
    jobs.read()
    os._exit(0)


if __name__ == "__main__":
    main()
