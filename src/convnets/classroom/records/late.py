"""Handed in late: a chapter's due date, a student's extension, and what the course takes off. All of it stands in nbgrader's gradebook."""

import json
import math
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

from convnets.base.names import nearest
from convnets.classroom.chapters.assignment import label
from convnets.classroom.chapters.chapter import kind
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.times import moment, spelled

DAY = 86_400  # seconds


class LatePolicy(LateSubmissionPlugin):
    """What a late submission loses: nothing, unless the course's `nbgrader_config.py` says so.

    ``c.LatePolicy.per_day = 0.1`` takes a tenth of what was earned for each day begun, ``c.LatePolicy.grace_minutes = 15`` lets a quarter of
    an hour pass, ``c.LatePolicy.at_most = 0.5`` leaves at least half. nbgrader's own ``c.LateSubmissionPlugin.penalty_method = "zero"``
    works as ever. Reckoned whenever a submission is graded, so grade again after marking by hand.
    """

    per_day = Float(0.0, min=0, max=1, help="the share of what was earned that is lost for each day begun after the due date").tag(
        config=True
    )
    grace_minutes = Float(0.0, min=0, help="this late is not late yet").tag(config=True)
    at_most = Float(1.0, min=0, max=1, help="no more than this share is ever lost").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Points to take off; None for none."""
        if total_seconds_late <= 60 * self.grace_minutes:
            return None
        if not self.per_day:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        return round(score * min(self.at_most, self.per_day * math.ceil(total_seconds_late / DAY)), 2)


@dataclass(frozen=True)
class Standing:
    """What the gradebook holds of one submission beside what the judge found."""

    score: float = 0.0  # automatic and manual points, before anything is taken off
    penalty: float = 0.0
    handed_in: datetime | None = None  # UTC, as everywhere in nbgrader
    due: datetime | None = None  # an extension included
    extended: bool = False
    seconds_late: float = 0.0
    # written question, or weights without points, to points by hand: None as long as nobody looked
    manual: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def unmarked(self) -> list[str]:
        """The written questions that nobody has marked yet, and weights that could not be scored."""
        return [name for name, points in self.manual.items() if points is None]

    @property
    def final(self) -> float:
        return round(self.score - self.penalty, 2)

    @property
    def late(self) -> str:
        """In words, empty when in time."""
        if not self.seconds_late:
            return ""
        taken = f", {self.penalty:g} points off" if self.penalty else ""
        return f"{duration(self.seconds_late)} late{taken}"


def standings(course: Course, chapter: str) -> dict[str, Standing]:
    """Student to standing, for everybody whom the gradebook knows in this chapter."""
    with course.gradebook() as gradebook:
        return {s.student_id: _standing(s) for s in gradebook.assignment_submissions(chapter)} if _known(gradebook, chapter) else {}


def _known(gradebook, chapter: str) -> bool:
    return any(a.name == chapter for a in gradebook.assignments)


def _standing(submission) -> Standing:
    grades = [(_question(g.name, n), g) for n in submission.notebooks for g in n.grades]
    return Standing(
        round(sum(g.score for _, g in grades), 2),
        sum(n.late_submission_penalty or 0.0 for n in submission.notebooks),
        submission.timestamp,
        submission.duedate,
        submission.extension is not None,
        submission.total_seconds_late,
        {name: None if g.manual_score is None and g.needs_manual_grade else g.score for name, g in grades if _by_hand(g)},
        {_question(c.name, n): c.comment for n in submission.notebooks for c in n.comments if c.comment and kind(c.name) != "exercise"},
    )


def _by_hand(grade) -> bool:
    """Whether a person gives these points: for a question, for weights without points, for what an assignment that is no chapter leaves open."""
    if kind(grade.name) in ("check", "handin"):
        return kind(grade.name) == "handin" and grade.auto_score is None
    return kind(grade.name) == "written" or grade.auto_score is None or grade.needs_manual_grade or grade.manual_score is not None


def _question(cell: str, notebook) -> str:
    name = cell.partition("-")[2]
    return name if kind(cell) in ("written", "handin", "check") else label(cell, notebook.name, len(notebook.assignment.notebooks))


def arrivals(course: Course, chapter: str) -> dict[str, dict[str, Any]]:
    """What `convnets collect` remembers: student to the download, its hash, the files in it, the time, and whether Canvas called it late."""
    found = (json.loads(f.read_text(encoding="utf-8")) for f in (course.private / "arrivals" / chapter).glob("*.json"))
    return {data["student"]: data for data in found}


def how_late(standing: Standing | None, arrival: dict[str, Any] | None) -> str:
    """How late a submission is by the gradebook; else that Canvas marked it so; empty when in time."""
    if standing and standing.late:
        return standing.late
    return "late, says Canvas, whose download does not say when" if arrival and arrival["marked_late"] and not arrival["time"] else ""


def set_due(course: Course, chapter: str, when: str, student: str | None = None) -> list[str]:
    """Set a chapter's due date, or one student's own; returns what was done, in lines. Raises CourseError for what is no time, and for nobody's id.

    An extension is a date: it stays where it is when the common one moves.
    """
    to = moment(when)
    past = ", which is past" if to < datetime.now(UTC).replace(tzinfo=None) else ""
    with course.gradebook() as gradebook:
        if student is None:
            extended = _extended(gradebook, chapter)
            gradebook.update_or_create_assignment(chapter, duedate=to)
            lines = [f"{chapter} is due {spelled(to)}{past}"]
            for other, own in extended.items():
                gradebook.grant_extension(chapter, other, minutes=max(0.0, (own - to) / timedelta(minutes=1)))
                lines.append(
                    f"for {other} still {spelled(own)}" if own > to else f"for {other} too: {spelled(own)}, an extension, was earlier"
                )
            return lines
        student = unicodedata.normalize("NFC", student)
        due = gradebook.find_assignment(chapter).duedate if _known(gradebook, chapter) else None
        if due is None:
            raise CourseError(f"{chapter} has no due date to extend: `convnets due {chapter} DATE` first")
        if to < due:
            raise CourseError(f"{spelled(to)} is before the due date, {spelled(due)}")
        students = {s.id for s in gradebook.students} | {f.name for f in (course.root / "submitted").glob("*/")}
        if students and student not in students:
            near = f" Nearest: {', '.join(map(repr, found))}." if (found := nearest(student, sorted(students))) else ""
            raise CourseError(
                f"no student called {student!r} here.{near} Somebody new: `nbgrader db student add ID` in {course.root} first"
            )
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(chapter, student)
        gradebook.grant_extension(chapter, student, minutes=(to - due) / timedelta(minutes=1))
        after = f", {duration((to - due).total_seconds())} after the others" if to > due else ", as for the others"
        return [f"{chapter} is due {spelled(to)} for {student}{after}{past}"]


def _extended(gradebook, chapter: str) -> dict[str, datetime]:
    """Student to due date, for those who have one of their own."""
    found = gradebook.assignment_submissions(chapter) if _known(gradebook, chapter) else []
    return {s.student_id: s.duedate for s in found if s.extension}


def due(course: Course, chapter: str) -> list[str]:
    """The due date and the extensions of a chapter, in lines."""
    with course.gradebook() as gradebook:
        date = gradebook.find_assignment(chapter).duedate if _known(gradebook, chapter) else None
        if date is None:
            return [f"{chapter} has no due date: `convnets due {chapter} DATE` sets one"]
        return [f"{chapter} is due {spelled(date)}", *(f"for {s}: {spelled(own)}" for s, own in _extended(gradebook, chapter).items())]


def duration(seconds: float) -> str:
    """Days, hours, minutes or seconds, whichever say it best."""
    unit, length = next(((u, n) for u, n in (("day", DAY), ("hour", 3600), ("minute", 60)) if seconds >= n), ("second", 1))
    n = round(seconds / length, 1)
    return f"{n:g} {unit}{'' if n == 1 else 's'}"
