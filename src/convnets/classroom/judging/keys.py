"""The key: what the chapter's own answer, and every answer of the bank, yields under a nonce. Nobody types an expected value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convnets.classroom.chapters import asked, bank
from convnets.classroom.chapters.chapter import Chapter, ChapterError, Exercise
from convnets.classroom.chapters.syntax import bound_names
from convnets.classroom.running.run import Limits, Run, Step, run
from convnets.classroom.running.sandbox import Sandbox
from convnets.evidence.verdict import Key, KnownMistake

STUB = "stub"
LIMITS = Limits(notebook=3600, restarts=20)


@dataclass(frozen=True)
class Answers:
    """Everything observed of a chapter under one nonce: its own answers, the bank's and the untouched stubs."""

    chapter: Chapter
    bank: dict[str, list[bank.Answer]]
    asked: dict[str, list[asked.Rule]]  # what the text of each exercise asks
    seen: dict[str, dict[str, dict[str, Any]]]  # slot (exercise, exercise/answer, exercise/stub) -> label -> observation

    def key(self, exercise: str) -> Key:
        e = self.chapter.exercises[exercise]
        right = {o.label: self.seen[exercise][o.label]["value"] for o in e.observations}
        forms = {a.form: values for a in self.bank[exercise] if a.form and (values := _values(e, self.seen.get(a.id, {})))}
        wrong = tuple(KnownMistake(a.says, _comparable(self.seen.get(a.id, {}))) for a in self.bank[exercise] if not a.right)
        return Key(exercise, e.points, e.observations, right, wrong, forms)

    def keys(self) -> dict[str, Key]:
        return {name: self.key(name) for name in self.chapter.exercises}


def observe(
    chapter: Chapter,
    answers: Path | None,
    stubs: Mapping[str, str] | None,
    nonce: str,
    sandbox: Sandbox,
    store: Path | None = None,
    extra: Mapping[str, list[bank.Answer]] | None = None,
) -> Answers:
    """Run the chapter's own answers, then in each exercise every answer of the bank, the stubs and the extra answers, if given.

    Raises ChapterError, with file and line, when the chapter's own answer fails its own check.
    """
    known = bank.read(chapter, answers) if answers else {name: [] for name in chapter.exercises}
    rules = asked.read(chapter, answers, known) if answers else {}
    others = {name: [(a.id, a.source) for a in [*known[name], *(extra or {}).get(name, [])]] for name in chapter.exercises}
    for name, stub in (stubs or {}).items():
        others[name].append((f"{name}/{STUB}", stub))
    result = run(list(_steps(chapter, others)), nonce, sandbox, limits=LIMITS, store=store)
    _check_right(chapter, result)
    return Answers(chapter, known, rules, result.seen)


def _steps(chapter: Chapter, others: Mapping[str, list[tuple[str, str]]]) -> Iterable[Step]:
    for cell in chapter.cells:
        if cell.runs_while_grading:
            role = {"setup": "setup", "check": "check"}.get(cell.kind, "definition")
            yield Step(cell.id, cell.source, role, cell.name if cell.kind == "check" else "")
    for name, exercise in chapter.exercises.items():
        forget = f"for _name in {bound_names(exercise.cell.source)!r}:\n    globals().pop(_name, None)\n"
        for slot, source in others[name]:
            yield Step(f"forget {slot}", forget, "definition")
            yield Step(f"answer {slot}", source, "definition")
            yield Step(f"check {slot}", exercise.check.source, "check", name, slot)
        yield Step(f"back {name}", exercise.cell.source, "definition")


def _check_right(chapter: Chapter, result: Run) -> None:
    for cell in chapter.cells:
        if cell.runs_while_grading and result.cells.get(cell.id) != "ok":
            why = result.errors.get(cell.id) or result.cells.get(cell.id, "not run")
            raise ChapterError(
                chapter.path, cell.line, f"{cell.id} fails with the chapter's own answers, training and demo cells left out: {why}"
            )
    for name, exercise in chapter.exercises.items():
        for o in exercise.observations:
            seen = result.seen.get(name, {}).get(o.label, {"state": "missing"})
            if seen["state"] != "value":
                what = f"{seen['state']} {seen.get('error', '')} {seen.get('message', '')}".strip()
                raise ChapterError(
                    chapter.path, exercise.check.line, f"{name} · {o.label}: the chapter's own answer gives no value: {what}"
                )


def _values(exercise: Exercise, seen: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Label to value; empty unless every observation has one."""
    found = {o.label: seen[o.label]["value"] for o in exercise.observations if "value" in seen.get(o.label, {})}
    return found if len(found) == len(exercise.observations) else {}


def _comparable(seen: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What an observation is compared by: not how long it took, nor which line of an answer failed."""
    return {label: {k: v for k, v in o.items() if k in ("state", "value", "error", "message", "place")} for label, o in seen.items()}
