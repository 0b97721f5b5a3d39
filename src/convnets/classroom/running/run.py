"""run(steps, nonce) -> what was seen: a pure function of its inputs, stored under their hash, so that any executor may do the work.

A process that dies is started again and the definitions replayed; what the machinery gets wrong is retried and never stored.
"""

import contextlib
import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from convnets.base.files import Found, stored
from convnets.base.rooms import EVIDENCE
from convnets.classroom.chapters import syntax
from convnets.classroom.chapters.syntax import observed
from convnets.classroom.running.sandbox import BOX, PACKAGE, PROCESSOR, Sandbox
from convnets.classroom.running.shell import HUNG, CellResult, MachineFailure, Shell
from convnets.evidence.trial import SECONDS as OBSERVATION_SECONDS

ATTEMPTS = 3
SILENCE = 4  # seconds that an observation may take beyond its own time before its process is ended


@dataclass(frozen=True)
class Step:
    """A cell to run. ``role`` is setup, definition, check or extra (a student's own cell: it runs, briefly).

    ``check`` names the exercise whose observations it may make, ``slot`` where they are kept (the exercise, if empty).
    """

    id: str
    source: str
    role: str
    check: str = ""
    slot: str = ""


@dataclass(frozen=True)
class Limits:
    """Seconds, in which others have not had the processor, and how often a process may be started again."""

    cell: float = 20
    extra: float = 10
    extras: float = 30  # all of a student's own cells together
    own: int = 300  # how many of a student's own cells run
    notebook: float | None = None  # None: what a notebook may take anyway, and for each of its observations
    anyway: float = 90
    observation: float = 3
    restarts: int = 4

    def seconds(self, step: Step) -> float:
        if step.role == "check":
            return OBSERVATION_SECONDS * (2 + step.source.count("observe("))
        return self.extra if step.role == "extra" else self.cell

    def whole(self, steps: Sequence[Step]) -> float:
        """For all of a notebook's: unless it is set, it grows with what is observed."""
        if self.notebook is not None:
            return self.notebook
        return self.anyway + self.observation * sum(s.source.count("observe(") for s in steps if s.role == "check")


@dataclass
class Run:
    """What was seen. ``seen``: slot to label to observation; ``cells``: id to outcome; ``outputs`` of definitions and extras."""

    seen: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    restarts: int = 0
    gave_up: bool = False
    seconds: float = 0.0


def run(
    steps: Sequence[Step],
    nonce: str,
    sandbox: Sandbox,
    *,
    limits: Limits = Limits(),
    store: Path | None = None,
    again: bool = False,
    compute: Callable[..., Run] | None = None,
) -> Run:
    """What is seen of the steps: read from the store, unless ``again``, or else run by ``compute``, here if nothing is said."""
    file = store / f"{fingerprint(steps, nonce, sandbox, limits)}.json" if store else None
    compute = compute or attempted
    return stored(file, lambda found: Run(**found), lambda: asdict(compute(steps, nonce, sandbox, limits)), again=again)


def attempted(steps: Sequence[Step], nonce: str, sandbox: Sandbox, limits: Limits) -> Run:
    """Run the steps in a throw-away process. Raises MachineFailure when the machinery failed three times over."""
    return retried(lambda: _Runner(steps, nonce, sandbox, limits).go())


def retried(work: Callable[[], Found]) -> Found:
    """What the work gives, at the third attempt if need be. Raises MachineFailure when the machinery failed three times over."""
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(MachineFailure):
            return work()
    return work()


def fingerprint(steps: Sequence[Step], nonce: str, sandbox: Sandbox, limits: Limits) -> str:
    """A hash of everything that a run depends on."""
    parts = [[asdict(s) for s in steps], nonce, sandbox.name, asdict(limits), environment()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def environment() -> list[str]:
    """The versions, the processor, and the part of this library, that an observation depends on."""
    library = hashlib.sha256()
    rooms = [PACKAGE / room for room in EVIDENCE] + [BOX.parent]
    for file in (*sorted(f for room in rooms for f in room.rglob("*.py")), Path(syntax.__file__)):
        library.update(file.read_bytes())
    return [library.hexdigest(), platform.python_version(), version("torch"), version("numpy"), *_processor()]


def _processor() -> list[str]:
    """What decides about the last bits of a result: the processor, as torch uses it, and the variables that make it use less."""
    import torch

    return [platform.machine(), torch.backends.cpu.get_cpu_capability(), *(f"{name}={os.environ.get(name, '')}" for name in PROCESSOR)]


class _Runner:
    """One walk over the steps."""

    def __init__(self, steps: Sequence[Step], nonce: str, sandbox: Sandbox, limits: Limits) -> None:
        self.steps, self.nonce, self.sandbox, self.limits = steps, nonce, sandbox, limits
        self.result = Run()
        self.lethal: set[str] = set()  # steps that killed a process: never replayed
        self.extras_left, self.extra_deaths, self.processes = limits.extras, 0, 0
        self.left = limits.whole(steps)
        self.started = time.monotonic()

    def go(self) -> Run:
        own = [s.id for s in self.steps if s.role == "extra"]
        if len(own) > self.limits.own:
            self.result.remarks.append(f"{len(own)} cells of one's own: only the first {self.limits.own} were run")
        shell = self.start()
        try:
            for i, step in enumerate(self.steps):
                seconds = self.seconds(step)
                if seconds <= 0 or self.result.gave_up or (step.role == "extra" and step.id not in own[: self.limits.own]):
                    self.result.cells[step.id] = "skipped"
                    continue
                if step.role == "check" and self.hung(step):
                    self.out_of_time(step)
                    continue
                done = self.run_step(shell, step, seconds)
                if done.outcome == "died":  # was it the cell, or somebody outside? Only a second death is the cell's
                    shell.close()
                    shell = self.replayed(i)
                    done = self.run_step(shell, step, seconds)
                if step.role == "setup" and done.outcome != "ok" and not any(s.role == "extra" for s in self.steps[:i]):
                    raise MachineFailure(f"the chapter's own set-up failed: {done.outcome} {done.error}")
                self.take_down(step, done)
                if done.outcome in ("died", "timeout"):
                    shell.close()
                    self.mark_lethal(step)
                    if not self.result.gave_up:
                        shell = self.replayed(i)
        finally:
            shell.close()
        self.result.seconds = round(time.monotonic() - self.started, 2)
        return self.result

    def start(self) -> Shell:
        """A fresh process; far more of them than restarts are allowed would take for ever."""
        self.processes += 1
        if self.processes > 3 * (self.limits.restarts + 2):
            self.give_up()
        return Shell(self.sandbox, self.nonce)

    def seconds(self, step: Step) -> float:
        """What a step may take: its own limit, within what is left for the notebook and for a student's own cells."""
        return min(self.limits.seconds(step), self.left, self.extras_left if step.role == "extra" else self.left)

    def hung(self, step: Step) -> bool:
        """Whether this exercise has run out of time before: it is not tried again."""
        seen = self.result.seen.get(step.slot or step.check, {}).values()
        killed = any(
            s.check == step.check and s.slot == step.slot and self.result.cells.get(s.id) == "timeout" for s in self.steps if s.check
        )
        return killed or sum(o["state"] == "timeout" for o in seen) >= HUNG

    def out_of_time(self, step: Step) -> None:
        """What of a check was not tried, because the exercise runs out of time."""
        self.result.cells[step.id] = "timeout"
        mine = self.result.seen.setdefault(step.slot or step.check, {})
        mine |= {label: {"state": "timeout"} for label in sorted(observed(step.source)) if label not in mine}

    def run_step(self, shell: Shell, step: Step, seconds: float) -> CellResult:
        """Run a step, from the time that is left."""
        silence = OBSERVATION_SECONDS + SILENCE if step.role == "check" else None
        done = shell.run(step.id, step.source, seconds, silence)
        self.left -= done.seconds
        if step.role == "extra":
            self.extras_left -= done.seconds
        return done

    def give_up(self) -> None:
        if not self.result.gave_up:
            self.result.gave_up = True
            self.result.remarks.append("restarted too often: the rest was not run")

    def mark_lethal(self, step: Step) -> None:
        """Never replay what killed a process. A student's own cells may do it twice, and then are skipped; they cost the exercises nothing."""
        self.lethal.add(step.id)
        if step.role == "extra":
            self.extra_deaths += 1
            if self.extra_deaths > 1:
                self.extras_left = 0
            return
        self.result.restarts += 1
        if self.result.restarts > self.limits.restarts:
            self.give_up()

    def take_down(self, step: Step, done: CellResult) -> None:
        """Keep what became of a step, and what it observed."""
        result, slot = self.result, step.slot or step.check
        result.cells[step.id] = done.outcome
        if done.error:
            result.errors[step.id] = done.error
        remarks = [f"{step.id}: {remark}" for remark in done.remarks]
        labels = observed(step.source) if step.check else set()
        for seen in done.observations:
            exercise, label = seen.pop("exercise").rpartition("/")[2], seen.pop("label")
            if exercise == step.check and label in labels:
                self.merge_observation(slot, label, seen)
            else:
                remarks.append(f"{step.id}: sent an observation that belongs elsewhere")
        result.remarks += dict.fromkeys(remarks)
        if done.outcome in ("died", "timeout") and step.check:
            for label, seen in result.seen.get(slot, {}).items():
                if seen["state"] == "begin":
                    result.seen[slot][label] = {"state": done.outcome}
        if step.role == "check" and self.hung(step):
            self.out_of_time(step)
        if step.role != "check" and done.outputs:
            result.outputs[step.id] = done.outputs

    def merge_observation(self, slot: str, label: str, seen: dict[str, Any]) -> None:
        """One observation may begin before it ends; two that differ cancel each other."""
        mine = self.result.seen.setdefault(slot, {})
        before = mine.get(label)
        if before is None or (before["state"] == "begin" and seen["state"] != "begin"):
            mine[label] = seen
        elif {**before, "seconds": 0} != {**seen, "seconds": 0}:
            mine[label] = {"state": "conflict"}
            self.result.remarks.append(f"{slot}: two different observations for {label!r}")

    def replayed(self, upto: int) -> Shell:
        """A fresh process with the definitions so far replayed, but for what killed one; a replay spends from the same time."""
        while True:
            shell = self.start()
            for step in self.steps[:upto]:
                seconds = self.seconds(step)
                if step.role == "check" or step.id in self.lethal or self.result.cells.get(step.id) == "skipped" or seconds <= 0:
                    continue
                done = self.run_step(shell, step, seconds)
                if done.outcome in ("died", "timeout"):
                    self.lethal.add(step.id)
                    if step.role == "extra":
                        self.extras_left = 0
                    shell.close()
                    break
            else:
                return shell
            if self.result.gave_up:
                return shell
