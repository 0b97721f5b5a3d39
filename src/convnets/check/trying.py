"""Trying an answer, and what small changes make of it: in a copy of this process where one can be made, for a change may hang where no signal comes through."""

import contextlib
import copy
import json
import linecache
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from convnets.check.confined import limit_memory, trusted
from convnets.evidence import trial
from convnets.evidence.session import PRACTICE
from convnets.evidence.verdict import Key, same
from convnets.repair.edit import Edit

MORE = 256 << 20  # bytes on top of what the answer as it stands has taken
DEFINITION = 1  # seconds in which an answer is defined
PATIENCE = 2  # times its limits until a copy is given up
PROCESSOR = 30  # seconds of one copy, which may be left alone
ANSWER, CHECK = "<ipython-input-answer>", "<ipython-input-check>"


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
    """One answer, and what is made of it, tried in the names that it stood on."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.exercise, self.key = job["exercise"], Key.from_json(job["exercise"].partition("/")[2], job["key"])
        self.check = compile(job["check"], CHECK, "exec")
        self.names: dict[str, Any] = {"__name__": "__main__", "display": lambda *_, **__: None, "get_ipython": lambda: None}
        exec(compile(job["before"], "<before>", "exec"), self.names)
        self.source, self.defined = "", False
        self.limits: dict[str, float] = {}
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
        self.limits = {label: 5 * seconds + 0.3 for label, seconds in cost.items()}

    def right(self, source: str, labels: Iterable[str]) -> bool:
        """Whether these observations of a source are right, all by one form of a right answer."""
        forms = self.key.all_right
        for label in labels:
            value = self._tried(source, label)
            forms = tuple(right for right in forms if same(right[label], value))
            if not forms:
                return False
        return True

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

        return self._observed("definition", run, DEFINITION)

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


class Copy:
    """A copy of this process, asked about one source after the other. It is given up when it is silent for too long, or gone."""

    def __init__(self, answer: Answer) -> None:
        asked, self.questions = os.pipe()
        self.answers, said = os.pipe()
        with trusted():
            self.process = os.fork()
        if not self.process:
            os.close(self.questions)
            os.close(self.answers)
            self._serve(answer, os.fdopen(asked), said)
        os.close(asked)
        os.close(said)

    def ask(self, source: str, labels: Sequence[str], seconds: float) -> bool | None:
        """Whether these observations of a source are right; None when nothing comes."""
        try:
            os.write(self.questions, json.dumps([source, labels]).encode() + b"\n")
        except OSError:
            return None
        ready, _, _ = select.select([self.answers], [], [], seconds)
        return {b"1": True, b"0": False}.get(os.read(self.answers, 1)) if ready else None

    def close(self) -> None:
        with trusted(), contextlib.suppress(OSError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.questions)
        os.close(self.answers)

    @staticmethod
    def _serve(answer: Answer, questions: Any, said: int) -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
        try:
            for line in questions:
                os.write(said, b"1" if answer.right(*json.loads(line)) else b"0")
        finally:
            os._exit(0)


class Tried:
    """An answer as `convnets.repair.search` asks for it. Each edit that mends it is ``found`` at once: the next may be the last that is tried."""

    def __init__(self, answer: Answer, found: Callable[[Edit], None]) -> None:
        self.answer, self.failing, self.found = answer, answer.failing, found
        self.edit: Edit | None = None  # that is tried now
        self.copy: Copy | None = None

    def noted(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """The edits, one after the other."""
        for edit in edits:
            self.edit = edit
            yield edit

    def passes(self, source: str, label: str) -> bool:
        return self._right(source, [label])

    def holds(self, source: str) -> bool:
        held = self._right(source, list(self.answer.key.right))
        if held and self.edit:
            self.found(self.edit)
        return held

    def processor(self) -> float:
        """Seconds of processor time of this process and of its copies."""
        with contextlib.suppress(OSError, ValueError), open(f"/proc/{self.copy.process if self.copy else 0}/schedstat") as f:
            return sum(os.times()[:4]) + int(f.read().split()[0]) / 1e9
        return sum(os.times()[:4])

    def _right(self, source: str, labels: list[str]) -> bool:
        if sys.platform != "linux":  # a copy of a process with torch in it may not work elsewhere
            return self.answer.right(source, labels)
        self.copy = self.copy or Copy(self.answer)
        said = self.copy.ask(source, labels, PATIENCE * (DEFINITION + sum(self.answer.limits[label] for label in labels)))
        if said is None:
            self.copy.close()
            self.copy = None
        return bool(said)
