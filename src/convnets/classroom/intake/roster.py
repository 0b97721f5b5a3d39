"""Whose a file in a download is: from the names and numbers that a platform writes to the ids of a course."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from convnets.classroom.course import CourseError
from convnets.classroom.intake.submissions import one_line
from convnets.classroom.intake.times import platforms

KEYS = "name", "full name", "student", "identifier", "number"
IDS = "student_id", "username", "sis login id", "sis user id", "id number", "email address", "id"
TIMES = "timestamp", "last modified (submission)"


@dataclass(frozen=True)
class Owner:
    """Whose a file is: the id in its name, the platform's number, and what else the name says."""

    id: str
    number: str = ""
    name: str = ""
    canvas: bool = False
    late: bool = False
    time: datetime | None = None
    platform: bool = False  # a platform wrote the name: it alone says when


class Roster:
    """Names and numbers to ids, from a CSV file: ``name,id``, Moodle's grading worksheet, or Canvas's exported gradebook.

    The id is in the first column there is of `IDS`; all of `KEYS` (and Canvas's ``ID``) name the student; a column of `TIMES` says when.
    """

    def __init__(self) -> None:
        self.ids: dict[str, set[str]] = {}
        self.times: dict[str, datetime] = {}
        self.doubts: list[str] = []  # times that cannot be read, and in which row they stand

    @classmethod
    def read(cls, file: Path) -> "Roster":
        roster = cls()
        try:
            text = file.read_text(encoding="utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ","))
        except (ValueError, csv.Error) as e:
            raise CourseError(f"{file} is no CSV file in UTF-8: {e}") from None
        columns = {(c or "").strip().lower(): c for c in (rows[0] if rows else {})}
        id_column = next((columns[c] for c in IDS if c in columns), None)
        keys = [columns[c] for c in (*KEYS, "id") if c in columns and columns[c] != id_column]
        if id_column is None or not keys:
            raise CourseError(f"{file}: needs one column out of {', '.join(IDS)} for the id and one out of {', '.join(KEYS)} for the name")
        for n, row in enumerate(rows, 2):
            student = unicodedata.normalize("NFC", (row[id_column] or "").strip())
            for key in keys if student else ():
                roster.ids.setdefault(_letters(row[key] or ""), set()).add(student)
            for column in (columns[c] for c in TIMES if c in columns):
                if student and re.search(r"\d", row[column] or ""):
                    try:
                        roster.times[student] = platforms(row[column])
                    except CourseError as e:
                        roster.doubts.append(one_line(f"{file.name}, row {n}, {student}: {e}"))
        roster.ids.pop("", None)
        return roster

    def find(self, owner: Owner) -> str | None:
        """The id, if the number or the name belongs to exactly one student."""
        for key in (owner.number, f"participant{owner.number}" if owner.number else "", owner.id, owner.name):
            if len(found := self.ids.get(_letters(key), set())) == 1:
                return next(iter(found))
        return None


def _letters(text: str) -> str:
    """Letters and digits alone, so that Canvas's ``lovelaceada`` is ``Lovelace, Ada``."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
