"""Where a mistake stands that no sentence of the bank fits: one small change of the answer is looked for, after which everything passes.

Every form of the answer runs in the sandbox, in copies of a process that has run the cells before it; what is seen there is judged here. Right answers of the
bank give pieces, and a repair has to hold under a second nonce. What was found is kept under a hash of all that it depends on.
"""

import ast
import contextlib
import functools
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from traitlets import Enum, Float
from traitlets.config import Configurable

import convnets.repair
from convnets.base.files import write_json
from convnets.base.magics import plain_python, tree
from convnets.classroom.chapters.bank import Answer
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.chapters.syntax import bound_names, observed, parse
from convnets.classroom.running.run import Limits, Run, Step, environment
from convnets.classroom.running.sandbox import Sandbox
from convnets.classroom.running.shell import CellResult, MachineFailure, Shell
from convnets.evidence.trial import SECONDS as OBSERVATION_SECONDS
from convnets.evidence.verdict import Key, State, Verdict, judge, passes
from convnets.repair.donors import Donors
from convnets.repair.order import candidates, suspicion
from convnets.repair.place import Told, told
from convnets.repair.search import parts, search

PATIENCE = 5  # times what the chapter's own answer takes, and a little more: a try that is slower is none
LEAST = 0.4  # seconds
LARGEST = 3000  # nodes of an answer that is looked through; the largest of the course have a quarter of that
FRESH = 3  # processes that may be started for one answer
START = 10.0  # seconds that searching may take in a class, however small, and of each second that its submissions run
SHARE = 0.4


class Locate(Configurable):
    """Whether mistakes are located while grading; a course sets it in `nbgrader_config.py`: ``c.Locate.when = "off"``."""

    when = Enum(("now", "later", "off"), "now", help="with each submission, after the whole class is graded, or not at all").tag(
        config=True
    )
    seconds = Float(10, min=0.1, help="the most that the search in one answer may take, of one core").tag(config=True)


class Purse:
    """Seconds that searching may take in a class: a share of what its submissions take."""

    def __init__(self) -> None:
        self._left, self._lock = START, threading.Lock()

    def earn(self, seconds: float) -> None:
        with self._lock:
            self._left += SHARE * seconds

    def take(self, most: float) -> float:
        """What may be spent now; what is not spent is given back."""
        with self._lock:
            taken = max(0.0, min(most, self._left))
            self._left -= taken
            return taken

    def back(self, seconds: float) -> None:
        with self._lock:
            self._left += seconds


@dataclass(frozen=True)
class Asked:
    """One answer to look through: what runs before it, what is seen of it, and what right answers there are."""

    exercise: str  # with its chapter's name
    source: str
    own: str
    check: str
    before: tuple[Step, ...]
    key: Key
    nonce: str
    right: tuple[Answer, ...]
    failing: tuple[str, ...]  # what it was seen to fail

    def hash(self, sandbox: Sandbox, seconds: float) -> str:
        """A hash of all that a result depends on."""
        before = [[s.source, s.role] for s in self.before]
        parts = [self.exercise, self.source, self.own, self.check, before, self.key.to_json(), self.nonce, [a.source for a in self.right]]
        return hashlib.sha256(json.dumps([*parts, self.failing, sandbox.name, seconds, environment(), _library()]).encode()).hexdigest()


@dataclass
class Located:
    """What a search came to. ``alike``: whether the answer fails here in what it failed in before; ``told`` is None where nothing is said."""

    told: Told | None = None
    alike: bool = True
    allowed: float = 0.0  # seconds
    took: float = 0.0
    seconds: float = 0.0  # until the first repair
    tried: int = 0
    repairs: list[dict[str, Any]] = field(default_factory=list)


_locks: dict[str, threading.Lock] = {}


def located(
    asked: Iterable[Asked], sandbox: Sandbox, seconds: float, store: Path | None, purse: Purse | None = None, *, look: bool = True
) -> Located | None:
    """What is known of an answer's place: read from the store, or searched for with what the purse gives, unless ``look`` is false.

    Of several surroundings the first counts in which the answer fails as it did. Raises MachineFailure.
    """
    for one in asked:
        name = one.hash(sandbox, seconds)
        file = store / f"{name}.json" if store else None
        with _locks.setdefault(name, threading.Lock()):  # the same answer is searched once
            found = _read(file)
            if look and (found is None or (found.alike and not found.told and found.allowed < seconds * 0.99)):
                allowed = purse.take(seconds) if purse else seconds
                if allowed > (found.allowed if found else 0) + 0.5 or not purse:
                    found = Search(one, sandbox, allowed).go()
                    found.allowed = allowed
                    if file:
                        write_json(file, asdict(found))
                    allowed -= found.took
                if purse:
                    purse.back(allowed)
        if found is None or found.alike:
            return found
    return None


def surroundings(chapter: Chapter, exercise: str, steps: Sequence[Step], seen: Run) -> Iterable[tuple[Step, ...]]:
    """What may run before an answer: the chapter's own cells, which many submissions have in common, else the submission's."""
    own: list[Step] = []
    for cell in chapter.cells:
        if cell.id == f"exercise-{exercise}":
            break
        if cell.runs_while_grading and cell.kind != "check":
            own.append(Step(cell.id, cell.source, "setup" if cell.kind == "setup" else "definition"))
    yield tuple(own)
    at = next((i for i, s in enumerate(steps) if s.id == f"exercise-{exercise}"), 0)
    ran = [s for s in steps[:at] if s.role != "check" and not s.id.startswith("keep-") and seen.cells.get(s.id) in ("ok", "error")]
    yield tuple(Step(s.id, s.source, s.role) for s in ran)


def asked_of(
    chapter: Chapter, key: Key, verdict: Verdict, source: str, right: Sequence[Answer], nonce: str, steps: Sequence[Step], seen: Run
) -> list[Asked]:
    """The searches that may be made for a verdict; none where nothing is wrong, a sentence says what, or it is not to be read."""
    failing = tuple(row.label for row in verdict.rows if row.state is not State.PASS)
    untried = all(
        row.state in (State.UNANSWERED, State.MISSING, State.DIED, State.TIMEOUT) for row in verdict.rows if row.state is not State.PASS
    )
    if not failing or untried or (verdict.diagnosis and verdict.sure) or verdict.score == verdict.points:
        return []
    source, exercise = plain_python(source), chapter.exercises[key.exercise]
    try:
        large = sum(1 for _ in ast.walk(tree(source))) > LARGEST
    except SyntaxError:
        return []
    if large:
        return []
    name = f"{chapter.name}/{key.exercise}"
    parts = name, source, exercise.cell.source, exercise.check.source
    return [Asked(*parts, before, key, nonce, tuple(right), failing) for before in surroundings(chapter, key.exercise, steps, seen)]


class Search:
    """One search. Also the trial of `convnets.repair`: who runs what is to be tried."""

    def __init__(self, asked: Asked, sandbox: Sandbox, seconds: float) -> None:
        self.asked, self.sandbox, self.seconds = asked, sandbox, seconds
        self.tree, self.own = tree(asked.source), tree(asked.own)
        self.nonces = asked.nonce, secrets.token_hex(32)
        self.shell: Shell | None = None
        self.started = self.tries = 0
        self.used, self.since, self.ready = 0.0, time.thread_time(), 0.0
        self.limits: dict[str, float] = {}
        self.failing: Sequence[str] = []

    def go(self) -> Located:
        try:
            found = self._searched()
            found.took = round(self.ready + self._clock(), 2)
            return found
        finally:
            if self.shell:
                self.shell.close()

    def _searched(self) -> Located:
        asked, seen = self.asked, self._try(self.asked.own)
        self.key, self.second = asked.key, self._second()
        if self.second is None or judge(self.key, seen).score != asked.key.points:
            return Located(alike=False)  # not even the chapter's own answer passes here
        self._fresh()
        ran: dict[str, list[int]] = {}
        base = self._try(asked.source, lines=ran)  # with the whole time: else a slow moment looks like a mistake
        wrong = [row.label for row in judge(self.key, base).rows if row.state is not State.PASS]
        if set(wrong) != set(asked.failing):
            return Located(alike=False)
        cost = {label: o.get("seconds", 0) for label, o in seen.items()}
        self.right = _nearest(self.key, base)
        self.limits = {label: LEAST + PATIENCE * seconds for label, seconds in cost.items()}
        public = {o.label: o.public for o in asked.key.observations}
        self.failing = sorted(wrong, key=lambda label: (not public[label], cost.get(label, 0)))
        right = [self.own, *(tree(a.source) for a in asked.right)]
        known = {name for step in asked.before for name in bound_names(step.source)}
        self.ready, self.used, self.since = self._clock(), 0.0, time.thread_time()
        blamed = parts(self.tree, self.own, self)
        only = blamed[0] if len(blamed) == 1 else ""
        todo = candidates(self.tree, right, Donors(right, known), suspicion(ran, wrong), only)
        repairs = search(self.tree, todo, self, max(0.0, self.seconds - self._clock()), self._clock)
        found = told(asked.source, self.tree, repairs, blamed)
        made = [{"kind": r.edit.kind, "lines": r.edit.lines, "seconds": round(r.seconds, 2), "tried": r.tried} for r in repairs]
        return Located(found, seconds=round(min((r.seconds for r in repairs), default=0.0), 2), tried=self.tries, repairs=made)

    def passes(self, source: str, label: str) -> bool:
        """See `convnets.repair.search.Trial`."""
        return passes(self.right[label], self._try(source, label).get(label))

    def holds(self, source: str) -> bool:
        """Everything, in a process that no other try has touched, and under the second nonce."""
        self._fresh()
        return all(
            judge(key, self._try(source, nonce=nonce)).score == key.points
            for key, nonce in zip((self.key, self.second), self.nonces, strict=True)
        )

    def _clock(self) -> float:
        """Seconds spent: those of the sandbox's process in which others did not have the processor, and of this thread."""
        return self.used + time.thread_time() - self.since

    def _try(
        self, source: str, label: str = "", nonce: str = "", lines: dict[str, list[int]] | None = None
    ) -> Mapping[str, dict[str, Any]]:
        """What is seen of a form of the answer: of one observation, or of all; nothing of one that hangs or dies."""
        if self.shell is None and not self._start():
            return {}
        self.tries += 1
        check = _only(self.asked.check, label) if label else self.asked.check
        limit = self.limits.get(label)
        seconds = 2 + (2 * limit if limit else OBSERVATION_SECONDS * len(self.asked.key.observations))
        job = {"check": check, "nonce": nonce or self.nonces[0], "limit": limit, "seconds": seconds, "trace": lines is not None}
        done = self._run("try", source, seconds + 2, **job)
        if lines is not None:
            lines |= done.lines
        seen: dict[str, dict[str, Any]] = {}
        for o in done.observations:
            if o.pop("exercise") == self.asked.exercise and o["label"] not in seen:
                seen[o.pop("label")] = o
        return seen

    def _run(self, kind: str, source: str, most: float, **also: Any) -> CellResult:
        done = self.shell.run(f"{kind} {self.tries}", source, most, also=also)
        self.used += done.seconds
        if done.outcome in ("died", "timeout"):  # all of it: a copy's death is told by the process that made it
            self.shell.close()
            self.shell = None
        return done

    def _start(self) -> bool:
        """A process that has run what comes before; not more than a few of them."""
        if self.started >= FRESH:
            return False
        self.started += 1
        self.shell = Shell(self.sandbox, self.nonces[0])
        for step in self.asked.before:
            if self.shell is not None and self._run(step.id, step.source, Limits().seconds(step)).outcome not in ("ok", "error"):
                raise MachineFailure(f"{step.id} does not run in a search")
        self._run("ready", "", 10, tries=True)
        return self.shell is not None

    def _fresh(self) -> None:
        """The next try runs in a copy of its own."""
        if self.shell is not None:
            self._run("fresh", "", 10, fresh=True)

    def _second(self) -> Key | None:
        """The key under the second nonce: what right answers yield in a copy that nothing of a student's has run in; None if they fail here."""
        key, forms = self.asked.key, {a.form: a.source for a in self.asked.right if a.form in self.asked.key.forms}
        values: dict[str, dict[str, Any]] = {}
        for name, source in {"": self.asked.own, **forms}.items():
            seen = self._try(source, nonce=self.nonces[1])
            values[name] = {label: o["value"] for label, o in seen.items() if "value" in o}
        if any(len(found) != len(key.observations) for found in values.values()):
            return None
        return Key(key.exercise, key.points, key.observations, values.pop(""), (), values)


def _nearest(key: Key, seen: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Of the right forms the one that an answer is judged by."""
    return max(key.all_right, key=lambda right: sum(passes(right[label], seen.get(label)) for label in right))


@functools.lru_cache(maxsize=512)
def _only(check: str, label: str) -> str:
    """A check's cell with one of its observations."""
    others = observed(check) - {label}
    kept = [node for node in parse(check).body if not (isinstance(node, ast.Expr) and observed(ast.unparse(node)) & others)]
    return ast.unparse(ast.Module(kept, []))


@functools.cache
def _library() -> str:
    """A hash of the part of this library that a result depends on, beside what an observation does."""
    found = hashlib.sha256()
    for file in (*sorted(Path(convnets.repair.__file__).parent.glob("*.py")), Path(__file__)):
        found.update(file.read_bytes())
    return found.hexdigest()


def _read(file: Path | None) -> Located | None:
    with contextlib.suppress(OSError, ValueError, TypeError):  # not there, or cut off by a full disk: searched again
        data = json.loads(file.read_text(encoding="utf-8")) if file else None
        if data and data["told"]:
            data["told"] = Told(**data["told"] | {"lines": tuple(data["told"]["lines"])})
        return Located(**data) if data else None
    return None
