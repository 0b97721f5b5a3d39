"""In which state a submission ends: always exactly one, each with a cause and what to do about it."""

from enum import StrEnum


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
    Cause.AMBIGUOUS: "keep the one notebook that is meant in the student's folder, then grade again",
    Cause.NAME: "rename the student's folder in submitted/, then grade again",
    Cause.UNSCORED: "the weights that were handed in have no points yet: mend what is named, or mark them by hand; the exercises' points stand",
    Cause.MACHINE: "the machinery failed, not the student; grade again",
}

COLOUR = {Outcome.GRADED: "good", Outcome.PARTLY: "part", Outcome.ASIDE: "bad"}  # what a page calls it; a terminal's are in table.py
