"""Judge a restored notebook: run it elsewhere, compare what was seen with the key, write the verdicts under the checks, keep a record."""

import contextlib
import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from html import escape
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from convnets.base.magics import plain_python
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.chapters.notebook import source_notebook, write
from convnets.classroom.chapters.syntax import HIDDEN, hidden_part
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.restore import happened
from convnets.classroom.judging import keys, locate
from convnets.classroom.judging.locate import Locate, Located, Purse
from convnets.classroom.judging.reaching import reached
from convnets.classroom.judging.record import Record
from convnets.classroom.judging.scoring import Scored, Scoring, score
from convnets.classroom.running.run import Limits, Run, Step, fingerprint, run
from convnets.classroom.running.sandbox import Sandbox, required, shows
from convnets.classroom.states import Cause, Happened, Outcome, Remark
from convnets.evidence import display
from convnets.evidence.verdict import Key, Verdict, judge
from convnets.repair.place import Told

MANY = 4  # remarks of one kind
NOT_READ = ("SyntaxError", "IndentationError", "TabError")  # of a whole cell


class Judge:
    """Everything that judging one chapter needs, made once and used for a whole class."""

    def __init__(
        self, course: Course, chapter: Chapter, notebooks: tuple[NotebookNode, NotebookNode], nonce: str, sandbox: Sandbox
    ) -> None:
        self.course, self.chapter, self.nonce, self.sandbox = course, chapter, nonce, sandbox
        self.compute: Callable[..., Run] | None = None  # who runs submissions, if not this process
        self.source, self.release = notebooks
        self.source_hash = _hash(nbformat.writes(self.source))
        known = keys.observe(chapter, course.answers(chapter), None, nonce, sandbox, course.runs)
        self.keys: dict[str, Key] = known.keys()
        self.right = {name: [a for a in answers if a.right] for name, answers in known.bank.items()}
        self.purse: Purse | None = None  # what searching may cost in the class that is being graded; None for one submission

    @classmethod
    def of(cls, course: Course, chapter: str, *, unsafe: bool = False) -> "Judge":
        """The judge of a released chapter. Raises CourseError when no sandbox starts, unless ``unsafe``."""
        sandbox = required(unsafe=unsafe)
        if sandbox.safe and (shown := shows(course.root)):
            raise CourseError(f"the course lies in {shown}, which every submission can read: move the course folder somewhere else")
        files = course.source_file(chapter), course.release_file(chapter), course.chapter_file(chapter)
        versions = tuple(f.stat().st_mtime_ns if f.is_file() else 0 for f in files)
        return _judge(course, chapter, versions, course.epoch, sandbox)

    def run(self, notebook: NotebookNode, *, again: bool = False) -> Run:
        """What is seen of a restored notebook; stored, so that a second call costs nothing unless ``again``. Raises MachineFailure."""
        return run(_steps(notebook), self.nonce, self.sandbox, store=self.course.runs, again=again, compute=self.compute)

    def score(self, student: str, settings: Scoring, *, again: bool = False) -> dict[str, Scored]:
        """What became of the weights that were handed in beside a notebook; stored likewise. Raises MachineFailure, CourseError."""
        if not self.chapter.handins:
            return {}
        folder, pictures = self.course.root / "submitted" / student / self.chapter.name, settings.pictures(self.course, self.nonce)
        where: dict[str, Any] = dict(nonce=self.nonce, sandbox=self.sandbox, seconds=settings.seconds, store=self.course.runs, again=again)
        return {name: score(asked, folder, pictures, **where) for name, asked in self.chapter.handins.items()}

    def locate(self, notebook: NotebookNode, settings: Locate, *, look: bool = True) -> dict[str, Located]:
        """Where the mistakes stand that no sentence fits; searched for unless ``look`` is false, and stored. Nothing where the machinery fails."""
        steps, seen, found = _steps(notebook), self.run(notebook), {}
        sources = {c.id.removeprefix("exercise-"): c.source for c in notebook.cells if c.id.startswith("exercise-")}
        for name, key in self.keys.items() if settings.when != "off" else ():
            verdict = judge(key, seen.seen.get(name, {}))
            asked = locate.asked_of(self.chapter, key, verdict, sources.get(name, ""), self.right[name], self.nonce, steps, seen)
            with contextlib.suppress(Exception):  # whatever an answer does to the search for its mistake, its grade stands
                if one := locate.located(asked, self.sandbox, settings.seconds, self.course.runs, self.purse, look=look):
                    found[name] = one
        return found

    def judge(self, notebook: NotebookNode, student: str, settings: Scoring, locating: Locate) -> Record:
        """Run and judge; the check cells of ``notebook`` get their verdicts and scores as outputs. Raises MachineFailure, CourseError."""
        steps = _steps(notebook)
        seen = self.run(notebook)
        tried = self.score(student, settings)
        verdicts = {name: judge(key, seen.seen.get(name, {})) for name, key in self.keys.items()}
        places = {name: one.told for name, one in self.locate(notebook, locating, look=self.purse is None).items() if one.told}
        verdicts |= {name: replace(verdicts[name], where=told.says) for name, told in places.items()}
        verdicts |= {name: scored.verdict(self.chapter.handins[name]) for name, scored in tried.items()}
        told = [*happened(notebook), *_failures(seen)]
        about = {gid: [f"Your answer {r.text}." for r in told if r.cell == gid] for gid in dict.fromkeys(r.cell for r in told)}
        _write_outputs(notebook, seen, verdicts, about)
        info = notebook.metadata.get("convnets", {})
        outcome, cause, detail = _state(seen, info.get("damaged", False))
        if outcome is Outcome.GRADED and (waiting := [s.found["message"] for n, s in tried.items() if verdicts[n].score is None]):
            outcome, cause, detail = Outcome.PARTLY, Cause.UNSCORED, "; ".join(waiting)
        return Record(
            student,
            self.chapter.name,
            outcome,
            cause,
            detail,
            {name: _summary(v, places.get(name)) | (tried[name].told if name in tried else {}) for name, v in verdicts.items()},
            [*_in_words(told), *info.get("found", []), *seen.remarks, *reached(notebook), *(r for s in tried.values() for r in s.remarks)],
            {gid: said for gid, said in about.items() if gid.startswith(("exercise-", "written-"))},
            list(info.get("look", [])),
            seen.seconds,
            self.sandbox.name,
            self.course.epoch,
            {
                "chapter": self.source_hash,
                "submission": _hash(json.dumps([asdict(s) for s in steps])),
                "environment": fingerprint((), "", self.sandbox, Limits()),  # all that a run depends on but the notebook and the nonce
            }
            | {f"{what} of {name}": value for name, scored in tried.items() for what, value in scored.hashes.items()},
        )


@functools.lru_cache(maxsize=8)
def _judge(course: Course, name: str, _versions: tuple[int, ...], _epoch: str, sandbox: Sandbox) -> Judge:
    notebooks, chapter = course.notebooks(name), course.chapter(name)
    text = course.source_file(name).read_text(encoding="utf-8")
    if text != write(source_notebook(chapter)):
        raise CourseError(f"{name} was changed after it was released in {course.root}: run `convnets release {name}` first")
    return Judge(course, chapter, notebooks, course.nonce(name, text), sandbox)


def _steps(notebook: NotebookNode) -> list[Step]:
    """What runs while grading, decided by the author's ids: training and demonstration cells are left out.

    Hidden observations come last, when nothing more is shown of what the student's code says: the code they test can read their source.
    They see the names as they stood after the public ones, so that a scratch cell further down takes nothing away.
    """
    steps, hidden = [], []
    for cell in notebook.cells:
        kind, _, name = cell.id.partition("-")
        role = {"setup": "setup", "exercise": "definition", "check": "check", "own": "extra"}.get(kind)
        if cell.cell_type != "code" or not role:
            continue
        if role != "check":
            steps.append(Step(cell.id, cell.source if role == "setup" else plain_python(cell.source), role))
            continue
        steps.append(Step(cell.id, HIDDEN.sub("", cell.source), role, name))
        if HIDDEN.search(cell.source):
            steps.append(Step(f"keep-{name}", f"_kept_{name} = dict(globals())", "definition"))
            back = f"globals().update(globals().get('_kept_{name}', {{}}))"
            hidden.append(Step(f"hidden-{name}", f"{back}\n{hidden_part(cell.source)}", role, name))
    return steps + hidden


def _state(seen: Run, damaged: bool) -> tuple[Outcome, Cause | None, str]:
    ended = {outcome: [cell for cell, o in seen.cells.items() if o == outcome] for outcome in ("died", "timeout", "skipped")}
    if seen.gave_up:
        return Outcome.PARTLY, Cause.RESTARTED, "the rest was not run"
    if ended["died"]:
        return Outcome.PARTLY, Cause.DIED, f"the process died in {', '.join(ended['died'])}"
    slow = [f"{exercise} · {label}" for exercise, labels in seen.seen.items() for label, o in labels.items() if o["state"] == "timeout"]
    if slow and not ended["timeout"]:
        return Outcome.PARTLY, Cause.OUT_OF_TIME, ", ".join(slow[:3])
    if ended["timeout"] or any(not cell.startswith("own-") for cell in ended["skipped"]):
        return Outcome.PARTLY, Cause.OUT_OF_TIME, ", ".join(ended["timeout"] or ended["skipped"])
    if damaged:
        return Outcome.GRADED, Cause.DAMAGED, "the author's cells were put back"
    return Outcome.GRADED, None, ""


def _in_words(remarks: list[Remark]) -> list[str]:
    """The remarks, those on answers first; a notebook of an older release differs in many cells, and that is one remark."""
    edited = [r for r in remarks if r.what is Happened.EDITED]
    if len(edited) < MANY:
        return [str(r) for r in remarks]
    told = f"{len(edited)} of the author's cells had been edited, or are of an older release of the chapter; the author's were put back: "
    return [*(str(r) for r in remarks if r.what is not Happened.EDITED), told + ", ".join(r.cell for r in edited)]


def _failures(seen: Run) -> list[Remark]:
    """Why an exercise's cell did not run, or which of its lines were left out."""
    found = []
    for cell, error in seen.errors.items():
        if cell.startswith("exercise-") and seen.cells.get(cell) == "error" and "NotImplementedError" not in error:
            whole, error = error.startswith(NOT_READ), re.sub(r"\(<ipython-input[^>]*>, ", "(", error)
            text = f"could not be run: {error.rstrip('.')}" if whole else f"ran without what failed in it: {error.rstrip('.')}"
            found.append(Remark(Happened.FAILED, cell, text))
    return found


def _summary(verdict: Verdict, place: Told | None) -> dict[str, Any]:
    rows = [
        {
            "label": r.label,
            "state": str(r.state),
            "public": r.public,
            "weight": r.weight,
            "note": r.note,
            "hint": r.hint if r.public else "",
        }
        for r in verdict.rows
    ]
    return {
        "score": verdict.score,
        "points": verdict.points,
        "unanswered": verdict.unanswered,
        "diagnosis": list(verdict.diagnosis),
        "sure": verdict.sure,
        "where": verdict.where,
        "slip": [place.kind, place.text] if place else [],  # by what it is counted in a class
        "rows": rows,
    }


def _write_outputs(notebook: NotebookNode, seen: Run, verdicts: dict[str, Verdict], about: dict[str, list[str]]) -> None:
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        kind, _, name = cell.id.partition("-")
        if kind in ("check", "handin") and name in verdicts:
            score = new_output("execute_result", {"text/plain": repr(verdicts[name].score or 0.0)}, execution_count=None)
            said = [
                new_output("display_data", {"text/plain": s, "text/html": f"<p>{escape(s)}</p>"}) for s in about.get(f"exercise-{name}", [])
            ]
            cell.outputs = [*said, new_output("display_data", display.bundle(verdicts[name])), score]
        else:
            cell.outputs = [nbformat.from_dict(o) for o in seen.outputs.get(cell.id, [])]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
