"""One process that runs a submission's cells, seen from outside: start it, give it a cell, read its bounded lines, end it.

Everything it says is hostile: lines are cut off at a size, parsed under a catch, checked field by field.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from convnets.classroom.running import warm, watch
from convnets.classroom.running.sandbox import Sandbox
from convnets.evidence.plain import MAX_BYTES, MAX_DEPTH, MAX_INTEGER, MAX_ITEMS, printable
from convnets.evidence.trial import PATIENCE

START_SECONDS = 120
MEMORY = 8 << 30  # bytes of address space of a process; torch cannot start below about 4 GB
LINE_LIMIT = 1_000_000  # bytes
TOTAL_LIMIT = 64_000_000  # bytes a process may say in its life
MOST_OBSERVATIONS, MOST_REMARKS = 400, 10  # of one cell
MOST_LINES = 2000  # of an answer that an observation ran
HUNG = 2  # observations of an exercise that ran out of time: the rest of them is not tried
COPIED = "made a copy of its process (os.fork): what the copy did and said counts for nothing"
STATES = {"begin", "value", "error", "unanswered", "timeout"}


_running: weakref.WeakSet["Shell"] = weakref.WeakSet()
_stopping = threading.Event()


class MachineFailure(RuntimeError):
    """The machinery failed, not the answer: retried, never stored, never scored."""


@dataclass
class CellResult:
    """What became of one cell: ``outcome`` is ok, error, timeout or died."""

    outcome: str
    error: str = ""
    observations: list[dict[str, Any]] = field(default_factory=list)
    outputs: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0
    lines: dict[str, list[int]] = field(default_factory=dict)  # label to the lines of an answer that it ran, where they were asked for


class Shell:
    """A running process. Use as a context manager; raises MachineFailure when it does not get ready."""

    def __init__(self, sandbox: Sandbox, nonce: str) -> None:
        self._stack = ExitStack()
        if _stopping.is_set():
            raise MachineFailure("stopped")
        try:
            self._process = warm.child(sandbox) or self._stack.enter_context(sandbox.process())
        except OSError as e:
            self._stack.close()
            raise MachineFailure(f"cannot start a process: {e}") from e
        _running.add(self)
        self._watch = watch.Watch(self._process.pid, self._kill)
        self._lines: queue.Queue[tuple[float, bytes | None]] = queue.Queue(maxsize=1000)  # when it came, and what
        self._held: tuple[float, bytes | None] | None = None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        processes = watch.PROCESSES if sandbox.safe else 0  # without a namespace all the user's would count
        start = {"nonce": nonce, "memory": MEMORY, "processes": processes, "filter": sandbox.safe, "hung": HUNG}
        self._write(json.dumps(start).encode() + b"\n")
        try:
            first = self._next(time.monotonic() + START_SECONDS)
        except TimeoutError:
            first = {"message": f"nothing was heard for {START_SECONDS} s"}
        if first is None or first.get("kind") != "ready":
            self.close()
            raise MachineFailure(f"the process did not get ready: {(first or {}).get('message', 'it ended')}")

    def __enter__(self) -> "Shell":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._watch.end()
        self._kill()
        self._process.wait()
        deadline = time.monotonic() + 2
        while self._reader.is_alive() and time.monotonic() < deadline:  # it may wait for a place in the queue
            with contextlib.suppress(queue.Empty):
                self._lines.get(timeout=0.05)
        with contextlib.suppress(OSError):  # a cell was still on its way
            self._process.stdin.close()
        # without a sandbox a daemon may outlive its process and hold the pipe; the reader waits in its own thread
        if not self._reader.is_alive():
            self._process.stdout.close()
        self._stack.close()

    def run(self, cell_id: str, source: str, seconds: float, silence: float | None = None, also: Mapping[str, Any] = {}) -> CellResult:
        """Run one cell; a process that does not answer in time is killed, and the outcome is ``timeout``.

        ``also``: what a try is told besides (see `tries`). ``silence``: how long it may say nothing after an observation has begun, for a loop that swallows its own end.
        Time in which others had its processor is not counted: a busy machine is nobody's mistake.
        """
        result, started, waited = CellResult("died"), time.monotonic(), self._watch.waited()
        line = json.dumps({"id": cell_id, "source": source, **also}).encode() + b"\n"
        threading.Thread(target=self._write, args=(line,), daemon=True).start()  # a stopped process never reads, and must not stop us
        # the cell's clock, and the silence's: from when on, how long, and how long others had had the processor
        clocks = [(started, seconds, waited)]
        deadline = started + seconds
        while True:
            try:
                message = self._next(deadline)
            except TimeoutError:
                fair = min(since + most + min(self._watch.waited() - before, PATIENCE * most) for since, most, before in clocks)
                if fair > max(deadline + 0.01, time.monotonic()):
                    deadline = fair
                    continue
                self._kill()
                result.outcome = "timeout"
                break
            if message is None:
                break
            if message.get("kind") == "observation":
                if silence is not None:
                    clocks[1:] = [(time.monotonic(), silence, self._watch.waited())]
                    deadline = min(since + most for since, most, _ in clocks)
                if len(result.observations) >= MOST_OBSERVATIONS:
                    result.remarks.append("sent too many observations")
                elif (seen := observation(message.get("data"))) is not None:
                    result.observations.append(seen)
                else:
                    result.remarks.append("sent a malformed observation")
            elif message.get("kind") == "done" and message.get("id") == cell_id:
                result.outcome = "ok" if message.get("outcome") == "ok" else "error"
                result.error = str(message.get("error", ""))[:300]
                result.remarks += _told(message)
                result.outputs = [o for o in map(_output, _listed(message.get("outputs"))) if o]
                result.lines = _lines(message.get("lines"))
                break
            elif message.get("kind") == "copy":
                result.remarks.append(COPIED)
            else:
                result.remarks.append("sent a message that belongs to no cell")
        if result.outcome == "died" and self._watch.reason:
            result.error = self._watch.reason
            result.remarks.append(self._watch.reason)
        others = 0.0 if result.outcome == "died" else min(self._watch.waited() - waited, PATIENCE * seconds)
        result.seconds = round(time.monotonic() - started - max(0.0, others), 3)
        result.remarks = list(dict.fromkeys(result.remarks))[:MOST_REMARKS]
        return result

    def _kill(self) -> None:
        """The process and, without a sandbox around them, what it started in its session."""
        if isinstance(self._process, subprocess.Popen):
            with contextlib.suppress(OSError, AttributeError):  # gone already; Windows has no process groups
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def _write(self, line: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):  # the process died, or was closed meanwhile
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _read(self) -> None:
        """Pipe to queue, in bounded lines; an over-long line is dropped, and past the total the process is killed."""
        pending, total, dropping = b"", 0, False
        while chunk := os.read(self._process.stdout.fileno(), 65536):
            total += len(chunk)
            if total > TOTAL_LIMIT:
                self._kill()
                break
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                if not dropping:
                    self._lines.put((time.monotonic(), line))
                dropping = False
            if len(pending) > LINE_LIMIT:
                pending, dropping = b"", True
        self._lines.put((time.monotonic(), None))

    def _next(self, deadline: float) -> dict[str, Any] | None:
        """The next message, {} for one that cannot be read, None at the end. Raises TimeoutError if it came past the deadline.

        What counts is when it came: the grader may have been held up, and a flood never lets the queue run empty.
        """
        try:
            self._held = self._held or self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        came, line = self._held
        if came > deadline:
            raise TimeoutError
        if line is None:
            return None
        self._held = None
        try:
            message = _cleaned(json.loads(line))
        except (ValueError, RecursionError):
            return {}
        return message if isinstance(message, dict) else {}


@contextlib.contextmanager
def stopped() -> Iterator[None]:
    """Inside it every process of this grader ends, and none starts: what runs fails, as the machine's failure."""
    _stopping.set()
    try:
        for shell in list(_running):
            shell._kill()
        yield
    finally:
        _stopping.clear()


def observation(data: Any) -> dict[str, Any] | None:
    """An observation's message with only the fields and types that it may have; None when it is not one."""
    if not isinstance(data, dict) or not isinstance(data.get("state"), str) or data["state"] not in STATES:
        return None
    if not all(isinstance(data.get(name), str) for name in ("exercise", "label")) or len(data["exercise"]) + len(data["label"]) > 1000:
        return None
    kept: dict[str, Any] = {"exercise": data["exercise"], "label": data["label"], "state": data["state"]}
    if data["state"] == "value":
        if not _is_plain(data.get("value")) or len(json.dumps(data.get("value"))) > MAX_BYTES:
            return None
        kept["value"] = data.get("value")
    if data["state"] == "error":
        kept |= {name: str(data.get(name, ""))[:300] for name in ("error", "message", "at", "place") if isinstance(data.get(name, ""), str)}
    if isinstance(data.get("seconds"), (int, float)) and 0 <= data["seconds"] < 1e6:
        kept["seconds"] = data["seconds"]
    return kept


def _told(message: dict[str, Any]) -> list[str]:
    """Remarks from the end of a cell: what of the checks its code had replaced, and whether it made copies of its process."""
    names = [name for name in _listed(message.get("replaced")) if isinstance(name, str)][:3]
    told = [f"replaced what checks use, {name[:100]}; it was put back" for name in names]
    return [*told, COPIED] if message.get("copies") else told


def _cleaned(value: Any) -> Any:
    """The same with nothing in it that could not be stored or would move a terminal's cursor."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {printable(k): _cleaned(v) for k, v in value.items()}
    return [_cleaned(v) for v in value] if isinstance(value, list) else value


def _is_plain(value: Any, depth: int = 0) -> bool:
    if depth > MAX_DEPTH + 1:
        return False
    if isinstance(value, dict):
        return len(value) <= MAX_ITEMS and all(_is_plain(v, depth + 1) for v in value.values())
    if isinstance(value, list):
        return len(value) <= MAX_ITEMS and all(_is_plain(v, depth + 1) for v in value)
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < MAX_INTEGER
    return True


def _listed(value: Any) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _lines(found: Any) -> dict[str, list[int]]:
    """Label to the numbers of lines."""
    found = found if isinstance(found, dict) else {}
    return {label: [n for n in lines if type(n) is int][:MOST_LINES] for label, lines in found.items() if isinstance(lines, list)}


def _output(item: Any) -> dict[str, Any] | None:
    """A notebook output made of text and PNG only; None for anything else."""
    if not isinstance(item, dict):
        return None
    kind = item.get("output_type")
    if kind == "stream" and item.get("name") in ("stdout", "stderr") and isinstance(item.get("text"), str):
        return {"output_type": "stream", "name": item["name"], "text": item["text"]}
    if kind in ("display_data", "execute_result") and isinstance(item.get("data"), dict):
        data = {m: v for m, v in item["data"].items() if m in ("text/plain", "image/png") and isinstance(v, str)}
        extra = {"execution_count": None} if kind == "execute_result" else {}
        return {"output_type": kind, "data": data, "metadata": {}} | extra if data else None
    return None
