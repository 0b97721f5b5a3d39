"""In which state a submission ends: always exactly one, each with a cause and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from convnets.evidence.plain import printable


class Outcome(StrEnum):
    """The state of a submission."""

    GRADED = "graded"
    PARTLY = "partly graded"  # what could be judged was, and its points stand
    ASIDE = "set aside"  # no grade at all until a person has looked; never a 0


class Cause(StrEnum):
    """Why a submission is not simply graded."""

    DIED = "died"
    OUT_OF_TIME = "out of time"
    RESTARTED = "restarted"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    ANOTHER = "not this chapter"
    AMBIGUOUS = "ambiguous files"
    NAME = "unfit name"
    MACHINE = "machine failed"
    UNSCORED = "weights not scored"


WHAT_TO_DO = {
    Cause.DIED: "the process died in a cell (os._exit, a crash, out of memory); the points of the other exercises stand",
    Cause.OUT_OF_TIME: "a cell used up its time; the points of the other exercises stand",
    Cause.RESTARTED: "the process had to be restarted too often; what was judged before stands",
    Cause.DAMAGED: "cells were missing, copied or changed; the author's were put back, look at the remarks",
    Cause.UNREADABLE: "the file cannot be read, as the cause says; ask for it again",
    Cause.ANOTHER: "the file holds another chapter or another course: ask for the right one, and put it into the student's folder",
    Cause.AMBIGUOUS: "keep the one notebook that is meant in the student's folder, then grade again",
    Cause.NAME: "rename the student's folder in submitted/, then grade again",
    Cause.UNSCORED: "the weights that were handed in have no points yet: mend what is named, or mark them by hand; the exercises' points stand",
    Cause.MACHINE: "the machinery failed, not the student; grade again",
}

COLOUR = {Outcome.GRADED: "good", Outcome.PARTLY: "part", Outcome.ASIDE: "bad"}  # what a page calls it; a terminal's are in table.py


class Happened(StrEnum):
    """What happened to one of the author's cells, or to a student's answer, on its way."""

    MISSING = "missing"
    RETYPED = "turned into another kind of cell"
    EDITED = "edited"
    COPIED = "copied"
    RECOGNISED = "recognised"  # its id and metadata were lost
    ELSEWHERE = "answered in another cell"
    JOINED = "joined"
    CUT = "cut off"
    PICTURE = "a picture is missing"
    LOOK = "a person has to look"
    FAILED = "a line failed"


DAMAGE = (Happened.MISSING, Happened.RETYPED)


@dataclass(frozen=True)
class Remark:
    """``cell``: the author's cell that it is about, "" for the notebook; ``text`` follows the cell's name, or "your answer", in a sentence."""

    what: Happened
    cell: str
    text: str

    def __str__(self) -> str:
        return f"{self.cell} {self.text}".strip()


class SetAside(Exception):
    """This submission cannot be graded as it is; a person has to look."""

    def __init__(self, cause: Cause, detail: str) -> None:
        super().__init__(one_line(detail))
        self.cause = cause


def one_line(text: str) -> str:
    """A sentence with a file's name in it, which may hold any character."""
    return " ".join(printable(text).split())
