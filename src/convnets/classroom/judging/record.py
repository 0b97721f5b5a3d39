"""What became of one submission, kept in a file: its state, its scores and why. Reading it costs no torch."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from convnets.base.files import write_json
from convnets.classroom.course import Course
from convnets.classroom.states import Cause, Outcome
from convnets.evidence import display
from convnets.repair.place import counted


@dataclass
class Record:
    """What became of one submission: its state and cause, what each exercise earned and why, and where every score comes from."""

    student: str
    chapter: str
    outcome: Outcome
    cause: Cause | None = None
    detail: str = ""
    exercises: dict[str, dict[str, Any]] = field(default_factory=dict)  # name: score, points, unanswered, diagnosis, where, rows
    remarks: list[str] = field(default_factory=list)
    happened: dict[str, list[str]] = field(default_factory=dict)  # the author's cell to what became of its answer, in sentences
    look: list[str] = field(default_factory=list)  # questions whose answer a person has to look for
    seconds: float = 0.0
    sandbox: str = ""
    epoch: str = ""
    hashes: dict[str, str] = field(default_factory=dict)

    @property
    def score(self) -> float | None:
        """Points for the autograded exercises; None when the submission was set aside."""
        return None if self.outcome is Outcome.ASIDE else round(sum(e["score"] or 0 for e in self.exercises.values()), 2)

    @property
    def unscored(self) -> list[str]:
        """What was handed in beside the notebook and has no points yet."""
        return [name for name, e in self.exercises.items() if e["score"] is None]

    @property
    def diagnoses(self) -> dict[str, str]:
        """Exercise to what is said of its answer: the known mistake, or the several, that look just like it; and where a mistake stands."""
        said = {
            name: " ".join(filter(None, [display.told(e["diagnosis"], e.get("sure", True)), e.get("where", "")]))
            for name, e in self.exercises.items()
        }
        return {name: text for name, text in said.items() if text}

    @property
    def unexplained(self) -> list[str]:
        """The exercises that are answered, and wrong, and of which nothing is said."""
        wrong = (name for name, e in self.exercises.items() if e["score"] is not None and not e["unanswered"] and e["score"] < e["points"])
        return [name for name in wrong if name not in self.diagnoses]

    @property
    def mistakes(self) -> dict[str, str]:
        """Exercise to the mistake in its answer, as one counts it in a class: the sentence, else the kind of slip and the code that it is in."""
        found = {}
        for name, e in self.exercises.items():
            if e["diagnosis"]:
                found[name] = display.told(e["diagnosis"], e.get("sure", True))
            elif slip := e.get("slip"):
                found[name] = counted(*slip)
        return found

    def save(self, course: Course) -> None:
        write_json(_file(course, self.chapter, self.student), asdict(self))


def set_aside(course: Course, chapter: str, student: str, cause: Cause, detail: str) -> Record:
    """A submission that a person has to look at first: no grade, and never a 0."""
    record = Record(student, chapter, Outcome.ASIDE, cause, detail, epoch=course.epoch)
    record.save(course)
    return record


def load(course: Course, chapter: str) -> list[Record]:
    """The records of a chapter, by student."""
    return sorted(map(_read, (course.records / chapter).glob("*.json")), key=lambda r: r.student)


def load_one(course: Course, chapter: str, student: str) -> Record:
    """The record of one student. Raises FileNotFoundError."""
    return _read(_file(course, chapter, student))


def _read(file: Path) -> Record:
    data = json.loads(file.read_text(encoding="utf-8"))
    data["outcome"], data["cause"] = Outcome(data["outcome"]), Cause(data["cause"]) if data["cause"] else None
    return Record(**data)


def _file(course: Course, chapter: str, student: str) -> Path:
    return course.records / chapter / f"{hashlib.sha256(student.encode()).hexdigest()[:24]}.json"  # an id may hold any character
