"""Grades for a learning platform: the CSV files that Canvas and Moodle import.

Canvas (https://teaching.resources.osu.edu/toolsets/carmencanvas/guides/calculating-final-grades/import-csv-file-carmen-grades, and its
lib/gradebook_importer.rb): the columns Student, ID, SIS User ID, SIS Login ID, Section come first, then one for each assignment; a row "Points
Possible" may follow the header; a student is found by ID, else by SIS User ID, SIS Login ID or name; a title that is new makes an assignment.
Moodle (https://docs.moodle.org/27/en/Grade_import): a header, one row a student; on upload one says which column names the student ("Map from")
and by what ("Map to": username, ID number or email address), and which column goes to which grade item.

Both overwrite what they hold, so only final scores are written: who was set aside, or has a written question that nobody marked, is left out and named.

A spreadsheet runs a cell that begins with = + - or @. The class's own table puts an apostrophe before it (`safe`), as OWASP advises. Here an apostrophe
would make another id of it, and the grade would be lost: ids are written as they are, but those of this kind into a file of their own, to be
uploaded without being opened; the main file is safe to open.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.course import Course, CourseError
from convnets.classroom.judging.record import load
from convnets.classroom.records.late import standings

FORMULA = "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"  # the wide ones count as formulas in some spreadsheets


def safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that looks like one gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def export(course: Course, chapter: Chapter, platform: str) -> int:
    """Write the upload for a platform and say who is in it and who is not. Returns 1 when somebody is left out."""
    records, found = load(course, chapter.name), standings(course, chapter.name)
    if not records:
        raise CourseError(f"{chapter.name} has not been graded yet: `convnets grade {chapter.name}`")
    graded = [r.student for r in records if r.score is not None and r.student in found]
    left: dict[str, list[str]] = {}
    for r in records:
        if r.student not in graded:
            left.setdefault(f"{r.outcome}, {r.cause}", []).append(r.student)
    for why, waiting in (
        ("a written question is not marked yet", chapter.written),
        ("weights are not scored yet", chapter.handins.values()),
    ):
        names = {asked.name for asked in waiting}
        if unmarked := [s for s in graded if names & set(found[s].unmarked)]:
            left[why] = unmarked
    scores = {s: found[s].final for s in graded if not found[s].unmarked}
    rows = list(_canvas(course, chapter, scores) if platform == "canvas" else _moodle(chapter, scores))
    head, body = (rows[:2], rows[2:]) if platform == "canvas" else (rows[:1], rows[1:])
    plain = [row for row in body if not any(isinstance(c, str) and c.startswith(FORMULA) for c in row)]
    file = _write(course.root / f"{chapter.name}-{platform}.csv", head + plain)
    print(f"{file}: {len(plain)} students")
    extra = course.root / f"{chapter.name}-{platform}-do-not-open.csv"
    extra.unlink(missing_ok=True)
    if len(plain) < len(body):
        _write(extra, head + [row for row in body if row not in plain])
        print(f"{extra}: {len(body) - len(plain)} students whose ids a spreadsheet would run as a formula; upload it, do not open it")
    for why, students in left.items():
        print(f"left out, {why}: {', '.join(students)}")
    return 1 if left else 0


def _canvas(course: Course, chapter: Chapter, scores: dict[str, float]) -> Iterable[list[object]]:
    with course.gradebook() as gradebook:
        numbers = {s.id: s.lms_user_id for s in gradebook.students}
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", chapter.name]
    yield ["    Points Possible", "", "", "", "", f"{chapter.points:g}"]
    for student, score in scores.items():
        number = numbers.get(student)  # known where the submissions came from Canvas
        yield ["", number, "", "", "", score] if number else [student, "", student, student, "", score]


def _moodle(chapter: Chapter, scores: dict[str, float]) -> Iterable[list[object]]:
    yield ["student", chapter.name]
    yield from ([student, score] for student, score in scores.items())


def _write(file: Path, rows: list[list[object]]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows(rows)
    return file
