"""nbgrader's exchange: what students put into its inbound folder is theirs until it is copied, links and all, so it is copied file by file.

Stock ``nbgrader collect`` follows a link planted there, to the course's secret or to somebody's work, and stops at the first name it cannot read.
"""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect

from convnets.classroom.intake.archive import STUDENT_FILES, STUDENT_LIMIT, Download, Refusal, Refused, TooMuch, shown
from convnets.classroom.intake.submissions import earlier, is_linked, one_line, unfit

SLOW = timedelta(hours=1)  # between the time that a submission names and its last change


class Collect(ExchangeCollect):
    """Takes plain files of the student's own alone; what is refused is said in a line, and costs nobody else. What was there before is kept."""

    def init_src(self) -> None:
        """One submission of each student: the latest, or the latest in time with ``--before-duedate``."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            known = {s.id for s in gradebook.students}
            try:
                self.duedate = gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                self.duedate = None
        latest: dict[str, dict[str, Any]] = {}
        for record in sorted(self._records(known), key=lambda r: r["timestamp"]):
            before = latest.get(record["username"])
            if before and self.duedate and self.before_duedate and record["timestamp"] > self.duedate:
                continue
            latest[record["username"]] = record
        self.src_records = list(latest.values())

    def copy_files(self) -> None:
        """Put each where grading looks for it."""
        self.log.info("Processing %d submissions of '%s'", len(self.src_records), self.coursedir.assignment_id)
        for record in self.src_records:
            student, chapter = record["username"], self.coursedir.assignment_id
            place = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, chapter))
            before = self.coursedir.get_existing_timestamp(str(place)) if place.is_dir() else None
            newer = self.update and (before is None or record["timestamp"] > before)
            if place.is_dir() and not newer and not (self.before_duedate and before != record["timestamp"]):
                self.log.info("Submission already exists, use --update to update: %s %s", student, chapter)
                continue
            try:
                self._take(record, place, before)
            except (Refused, OSError) as e:
                self._refuse(record["filename"], one_line(str(e)))

    def _records(self, known: set[str]) -> Iterator[dict[str, Any]]:
        """Name, time and folder of every submission of the assignment whose name and owner can be right."""
        for entry in sorted(os.scandir(self.inbound_path), key=lambda e: e.name):
            student, _, rest = entry.name.partition(f"+{self.coursedir.assignment_id}+")
            if not rest or self.coursedir.student_id not in ("", "*", student):
                continue
            try:
                yield self._record(entry, student, known)
            except Refused as e:
                self._refuse(entry.name, str(e))

    def _record(self, entry: os.DirEntry, student: str, known: set[str]) -> dict[str, Any]:
        if not entry.is_dir(follow_symlinks=False):
            raise Refused("a link or a file, not a folder")
        if why := unfit(student):
            raise Refused(why)
        try:
            record = self._path_to_record(entry.path)
        except Exception as e:  # whatever a name that holds no time makes of itself
            raise Refused(f"its name does not say when it was handed in ({one_line(str(e))[:100]})") from None
        status = entry.stat(follow_symlinks=False)
        try:
            owner = pwd.getpwuid(status.st_uid).pw_name
        except KeyError:
            owner = student
        if owner != student and owner in known:
            raise Refused(f"belongs to {owner}, who is another student")
        changed = datetime.fromtimestamp(status.st_ctime, UTC).replace(tzinfo=None)
        if changed - record["timestamp"] > SLOW:
            self.log.warning("%s: says %s, and was changed at %s UTC", shown(entry.name), record["timestamp"], f"{changed:%Y-%m-%d %H:%M}")
        return record | {"username": student}

    def _take(self, record: dict[str, Any], place: Path, before: datetime | None) -> None:
        if is_linked(place):
            raise Refused(f"{place} is a link to somewhere else")
        private = Path(self.coursedir.root, ".convnets", "incoming")
        private.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=private) as store:
            ready = Path(store, "ready")
            ready.mkdir()
            self.do_copy(os.path.join(self.inbound_path, record["filename"]), str(ready))
            if not any(ready.rglob("*.ipynb")):
                raise Refused("no notebook that could be taken")
            ready.chmod(0o755)
            if self.coursedir.groupshared:
                self.set_perms(str(ready), 0o664, 0o2775)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir():
                when = before or datetime.fromtimestamp(place.stat().st_mtime, UTC)
                kept = earlier(Path(self.coursedir.root), place.parent.name, place.name, when)
                kept.parent.mkdir(parents=True, exist_ok=True)
                place.rename(kept)
            ready.rename(place)
        shutil.rmtree(private, ignore_errors=True)
        self.log.info("Collected: %s %s", record["username"], self.coursedir.assignment_id)

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy the plain files of a folder, each opened without following a link. Raises TooMuch."""
        left = STUDENT_LIMIT
        with Download(Path(src), Path(dest)) as download:
            for n, file in enumerate(download.files()):
                if n >= STUDENT_FILES:
                    raise TooMuch(f"more than {STUDENT_FILES:,} files")
                inside = Path(file.path)
                if any(fnmatch(part, p) for part in inside.parts for p in self.coursedir.ignore):
                    continue
                if not any(fnmatch(inside.name, p) for p in self.coursedir.include):
                    continue
                try:
                    if isinstance(file, Refusal):
                        raise Refused(file.reason)
                    data = file.read(min(left, 1000 * self.coursedir.max_file_size))
                except Refused as e:
                    self._refuse(f"{Path(src).name}: {shown(file.path)}", str(e))
                    continue
                left -= len(data)
                Path(dest, inside).parent.mkdir(parents=True, exist_ok=True)
                Path(dest, inside).write_bytes(data)

    def _refuse(self, what: str, why: str) -> None:
        self.log.error("refused: %s: %s", one_line(what)[:300], why)
