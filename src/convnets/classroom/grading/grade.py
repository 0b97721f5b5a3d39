"""Grade a chapter: every submission ends in exactly one state, whatever it holds, and one process writes nbgrader's gradebook."""

import copy
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import nbformat
from filelock import FileLock
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde
from nbgrader.utils import capture_log
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import OperationalError
from traitlets.utils.importstring import import_item

from convnets.base.files import write_whole
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.restore import restore
from convnets.classroom.intake.submissions import SetAside, Submission, belongs, find, one_line
from convnets.classroom.judging import assignment
from convnets.classroom.judging.judge import Judge
from convnets.classroom.judging.locate import Locate, Purse
from convnets.classroom.judging.record import Record, load, load_one, set_aside
from convnets.classroom.judging.scoring import Scoring
from convnets.classroom.records import feedback as pages
from convnets.classroom.records import table
from convnets.classroom.running import cluster
from convnets.classroom.running.run import Run
from convnets.classroom.running.shell import MachineFailure, stopped
from convnets.classroom.states import Cause

LOGGED = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception|Failure)): (.+)$", re.M)  # the end of a traceback
WAITS = (1, 2, 4, 8, 15)  # seconds, while somebody else holds the gradebook's database locked


def grade(
    course: Course,
    chapter: str,
    *,
    student: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    feedback: bool = True,
    unsafe: bool = False,
    test_folder: Path | None = None,
    locate: str | None = None,
) -> int:
    """Grade, print the table, write the CSV and the feedback pages. Returns 0 when every submission was graded, 1 when some were set aside."""
    if test_folder:
        course.config.Scoring.test_folder = str(test_folder)
    if locate:
        course.config.Locate.when = locate
    found = find(course, chapter, student)
    if not found:
        where = course.root / "submitted" / (student or "STUDENT") / chapter
        raise CourseError(f"nothing was handed in: no folder {where}")
    if chapter in course.chapters:
        with cluster.runner(scheduler) if scheduler else nullcontext((None, None)) as (compute, slots):
            how: dict[str, Any] = dict(workers=workers or slots, compute=compute, unsafe=unsafe)
            records = list(grade_all(course, chapter, found, force=force, **how))
            if Locate(config=course.config).when == "later":
                records = list(_located_later(course, chapter, found, records, how))
    else:
        records = list(_by_nbgrader(course, chapter, found, unsafe))
    table.show(course.work(chapter), records)
    csv = table.write_csv(course, course.work(chapter), load(course, chapter))
    print(f"grades:   {csv}")
    if feedback:
        with _writing(course):
            print(f"feedback: {pages.write(course, records)}")
    return 1 if any(r.score is None for r in records) else 0


def grade_all(
    course: Course,
    chapter: str,
    found: list[Submission],
    *,
    workers: int | None = None,
    compute: Callable[..., Run] | None = None,
    force: bool = False,
    unsafe: bool = False,
    locate: bool | None = None,
) -> Iterator[Record]:
    """Each submission's record, in order. Workers run the notebooks, each in a process of its own; this thread alone records.

    ``compute`` runs them elsewhere; ``force`` runs again what was run before; ``locate``: whether mistakes are searched for, if not as the
    course has set it. What is interrupted leaves whole records and results behind, and nothing running.
    """
    judge = Judge.of(course, chapter, unsafe=unsafe)
    judge.compute = compute
    settings, locating = Scoring(config=course.config), Locate(config=course.config)
    if judge.chapter.handins:
        settings.pictures(course, judge.nonce)  # what is wrong with them is said before any work is done
    locate = locating.when == "now" if locate is None else locate
    judge.purse = Purse()
    steps = _steps(course, unsafe)
    columns = TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TextColumn("· left"), TimeRemainingColumn()
    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1)
    try:
        with Progress(*columns, transient=True) as progress:
            waiting = [(s, pool.submit(_prepare, judge, s, settings, locating if locate else None, force)) for s in found]
            for submission, ready in progress.track(waiting, total=len(found)):
                yield _finish(judge, submission, ready, steps)
    except BaseException:
        with stopped():
            pool.shutdown(cancel_futures=True)
        raise
    finally:
        pool.shutdown()
        judge.compute = judge.purse = None


def _located_later(course: Course, chapter: str, found: list[Submission], records: list[Record], how: dict[str, Any]) -> Iterator[Record]:
    """The same records; where an answer is wrong and no sentence says why, the place is searched for and what was found is recorded."""
    waiting = {r.student for r in records if r.unexplained}
    again = {r.student: r for r in grade_all(course, chapter, [s for s in found if s.student in waiting], locate=True, **how)}
    yield from (again.get(r.student, r) for r in records)


def _by_nbgrader(course: Course, name: str, found: list[Submission], unsafe: bool) -> Iterator[Record]:
    """An assignment that is no chapter, by `nbgrader autograde`, whose last step leaves a record."""
    assignment.ready(course, name, unsafe=unsafe)
    course.config.CourseStep.unsafe = unsafe
    api = course.api
    for submission in found:
        student = submission.student
        aside = assignment.refused(course, name, student)
        if not aside:
            with _writing(course):
                done = capture_log(_Autograde(submission, coursedir=api.coursedir, parent=api))
            aside = None if done["success"] else _why(done)
        if aside:
            _no_stale_score(course, submission)
            yield set_aside(course, name, student, *aside)
        else:
            yield load_one(course, name, student)


class _Autograde(Autograde):
    """nbgrader's, for one submission, whose student's id may hold what a glob takes for a pattern."""

    def __init__(self, submission: Submission, **named: Any) -> None:
        super().__init__(**named)
        self.force, self._submission = True, submission

    def init_notebooks(self) -> None:
        folder = self._format_source(self._submission.chapter, self._submission.student)
        self.assignments = {folder: [str(p) for p in Path(folder).iterdir() if p.suffix == ".ipynb"]}


def _why(done: dict[str, Any]) -> tuple[Cause, str]:
    """The cause in what nbgrader logged: the last error but its own that something went wrong, else the last line."""
    text = f"{done.get('log', '')}\n{done.get('error', '')}"
    told = [(kind, said) for kind, said in LOGGED.findall(text) if kind != "NbGraderException"]
    kind, said = told[-1] if told else ("", next(iter(re.findall(r"^\[ERROR\] (.+)$", text, re.M)), "nbgrader does not say why"))
    unreadable = any(word in kind for word in ("JSON", "Unicode", "Validation"))
    return (Cause.UNREADABLE if unreadable else Cause.MACHINE), one_line(said)[:300]


def _prepare(
    judge: Judge, submission: Submission, settings: Scoring, locating: Locate | None, force: bool
) -> tuple[NotebookNode, list[str]]:
    """Read, restore and run a submission, try its weights, locate its mistakes; all is stored, so that recording it afterwards costs nothing."""
    notebook, remarks = submission.read()
    belongs(judge.release, submission.chapter, notebook)
    restored = restore(judge.source, judge.release, notebook)
    seen = judge.run(restored, again=force)
    judge.score(submission.student, settings, again=force)
    if locating:
        judge.purse.earn(seen.seconds)
        judge.locate(restored, locating)
    return restored, remarks


def _finish(judge: Judge, submission: Submission, ready, steps) -> Record:
    course = judge.course
    try:
        notebook, remarks = ready.result()
        return _recorded(judge, submission, notebook, remarks, steps)
    except OperationalError as e:  # locked, read-only, full: nobody's submission is at fault
        raise CourseError(
            f"the gradebook {course.db_url} cannot be used: {e.orig}. What was run is kept: mend that, then grade again"
        ) from None
    except MissingEntry as e:  # made anew, or another one, since the release
        raise CourseError(f"the gradebook {course.db_url} has {one_line(str(e)).lower()}. Run `convnets release` first") from None
    except CourseError:  # the gradebook cannot be opened, or the course is at fault
        raise
    except SetAside as e:
        cause, detail = e.cause, str(e)
    except MachineFailure as e:
        cause, detail = Cause.MACHINE, str(e)
    except Exception as e:  # whatever one submission does to the machinery, the rest of the class is graded
        cause, detail = Cause.MACHINE, f"{type(e).__name__}: {str(e)[:300]}"
    _no_stale_score(course, submission)
    return set_aside(course, submission.chapter, submission.student, cause, detail)


def _recorded(judge: Judge, submission: Submission, notebook: NotebookNode, remarks: list[str], steps) -> Record:
    """Record while nobody else does; a database that somebody holds locked is waited for."""
    waits = iter(WAITS)
    while True:
        try:
            with _writing(judge.course):
                return _record(judge, submission, copy.deepcopy(notebook), remarks, steps)
        except OperationalError as e:
            if "locked" not in str(e.orig) or not (wait := next(waits, 0)):
                raise
            time.sleep(wait)


def _writing(course: Course) -> FileLock:
    """Held by the one process that writes the gradebook, of two instructors' who grade at once."""
    course.private.mkdir(parents=True, exist_ok=True)
    return FileLock(course.private / "writing.lock")


def _record(judge: Judge, submission: Submission, restored: NotebookNode, remarks: list[str], steps) -> Record:
    """Through nbgrader's own steps, ours among them, into its gradebook and its autograded folder."""
    course, notebook = judge.course, restored
    timestamp, doubts = submission.timestamp()
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(submission.student)
        gradebook.update_or_create_submission(submission.chapter, submission.student, **({"timestamp": timestamp} if timestamp else {}))
    resources = ResourcesDict()
    resources["nbgrader"] = {
        "student": submission.student,
        "assignment": submission.chapter,
        "notebook": submission.chapter,
        "db_url": course.db_url,
        "remarks": remarks + doubts,
        "judge": judge,  # has its course, and restored the notebook
    }
    for step in steps:
        notebook, resources = step(notebook, resources)
    folder = course.root / "autograded" / submission.student / submission.chapter
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{submission.chapter}.ipynb", nbformat.writes(notebook, version=4))
    if timestamp:
        write_whole(folder / "timestamp.txt", f"{timestamp} UTC")
    return resources["nbgrader"]["record"]


def _steps(course: Course, unsafe: bool) -> list:
    """The steps of the course's nbgrader configuration, ready to call."""
    config = course.config
    config.CourseStep.unsafe = unsafe
    names = [*config.Autograde.sanitize_preprocessors, *config.Autograde.autograde_preprocessors]
    return [import_item(name)(config=config) for name in names]


def _no_stale_score(course: Course, submission: Submission) -> None:
    """A submission that is set aside keeps no automatic score from an earlier one; what a person gave by hand stays."""
    with course.gradebook() as gradebook:
        try:
            old = gradebook.find_submission(submission.chapter, submission.student)
        except MissingEntry:
            return
        for notebook in old.notebooks:
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = None, True
        gradebook.db.commit()
    for folder in ("autograded", "feedback"):
        shutil.rmtree(course.root / folder / submission.student / submission.chapter, ignore_errors=True)
