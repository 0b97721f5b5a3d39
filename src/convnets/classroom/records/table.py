"""A class at a glance: the table in the terminal, the states, the CSV."""

import csv
from collections.abc import Iterable
from pathlib import Path

from rich.table import Table
from rich.text import Text

from convnets.base.console import console
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course
from convnets.classroom.judging.record import Record, load
from convnets.classroom.records.export import safe
from convnets.classroom.records.late import arrivals, how_late, standings
from convnets.classroom.states import WHAT_TO_DO, Outcome

COLOUR = {Outcome.GRADED: "green", Outcome.PARTLY: "yellow", Outcome.ASIDE: "red"}


def show(chapter: Chapter, records: Iterable[Record]) -> None:
    """One row a submission: points per exercise, the sum, state and cause, and the mistakes that were recognised."""
    records = list(records)
    out = Table(title=f"{chapter.name} · {chapter.title}", title_justify="left", show_lines=False)
    out.add_column("submission", no_wrap=True)
    for n, exercise in enumerate(chapter.judged.values(), 1):
        out.add_column(f"{n}\n/{exercise.points:g}", justify="right", no_wrap=True)
    out.add_column(f"sum\n/{sum(e.points for e in chapter.judged.values()):g}", justify="right", no_wrap=True)
    out.add_column("state", no_wrap=True)
    out.add_column("cause and diagnosis", ratio=1)
    for record in records:
        points = [_points(record, name) for name in chapter.judged]
        total = "–" if record.score is None else f"{record.score:g}" + "…" * bool(record.unscored)
        out.add_row(
            Text(record.student),
            *points,
            total,
            Text(str(record.outcome), COLOUR[record.outcome]),
            Text(_why(record, list(chapter.judged))),
        )
    terminal = console()
    terminal.print("exercises: " + " · ".join(f"{n} {name}" for n, name in enumerate(chapter.judged, 1)), style="dim")
    terminal.print(out)
    terminal.print(summary(records))


def summary(records: list[Record]) -> str:
    """How many ended in each state, in one line."""
    counts = {outcome: sum(r.outcome is outcome for r in records) for outcome in Outcome}
    return f"{len(records)} submissions: " + ", ".join(f"{n} {outcome}" for outcome, n in counts.items() if n)


def status(course: Course, chapter: str) -> int:
    """Every submission's state, cause and what to do about it, and how late it was; 1 when some were set aside."""
    records, found, came = load(course, chapter), standings(course, chapter), arrivals(course, chapter)
    late = {r.student: text for r in records if (text := how_late(found.get(r.student), came.get(r.student)))}
    out = Table("submission", "state", *(["late"] if late else []), "cause", "what to do", "remarks")
    for r in records:
        out.add_row(
            Text(r.student),
            Text(str(r.outcome), COLOUR[r.outcome]),
            *([late.get(r.student, "")] if late else []),
            str(r.cause or ""),
            WHAT_TO_DO.get(r.cause, ""),
            Text("\n".join([r.detail, *r.remarks][:6] if r.score is None else r.remarks[:6])),
        )
    console().print(out if records else f"{chapter} has not been graded yet: `convnets grade {chapter}`")
    if records:
        console().print(summary(records))
    return 1 if any(r.score is None for r in records) else 0


def write_csv(course: Course, chapter: Chapter, records: Iterable[Record]) -> Path:
    """One row a submission: points for each exercise, blank where nothing was graded; safe to open in a spreadsheet."""
    file = course.root / f"{chapter.name}.csv"
    with file.open("w", newline="", encoding="utf-8") as f:
        rows = csv.writer(f)
        rows.writerow(["student", "state", "cause", *chapter.judged, "sum", "out of"])
        for r in records:
            rows.writerow(
                [
                    safe(r.student),
                    r.outcome,
                    r.cause or "",
                    *(_or_blank(r.exercises.get(e, {}).get("score")) for e in chapter.judged),
                    _or_blank(r.score),
                    sum(e.points for e in chapter.judged.values()),
                ]
            )
    return file


def _or_blank(score: float | None) -> float | str:
    return "" if score is None else score


def _points(record: Record, exercise: str) -> Text:
    found = record.exercises.get(exercise)
    if found is None or found["score"] is None:
        return Text("–", "dim")
    if found["unanswered"]:
        return Text("·", "dim")
    return Text(f"{found['score']:g}", "green" if found["score"] == found["points"] else "")


def _why(record: Record, order: list[str]) -> str:
    parts = [f"{record.cause}: {record.detail}"] if record.cause else []
    parts += [f"{order.index(name) + 1}: {s}" for name in order for s in record.happened.get(f"exercise-{name}", [])]
    parts += [f"{order.index(name) + 1}: {said}" for name, said in record.diagnoses.items()]
    return "\n".join(parts)
