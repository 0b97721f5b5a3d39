"""An instructor's other assignments in the course folder, made with nbgrader's own "Create Assignment": they are graded by nbgrader's own rules.

Two things are ours all the same: their Python runs in the sandbox, and a record of each submission stands beside those of chapters, so that
status, report and export know them.
"""

import base64
import contextlib
import json
import os
import signal
import threading
from logging import Logger
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from convnets.classroom.chapters.assignment import label, read
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.submissions import is_linked, unfit
from convnets.classroom.judging.record import Record
from convnets.classroom.running import sandbox
from convnets.classroom.running.sandbox import SCRATCH
from convnets.classroom.running.shell import START_SECONDS, TOTAL_LIMIT, MachineFailure
from convnets.classroom.running.watch import Watch
from convnets.classroom.states import Cause, Outcome

UNLIMITED = 600  # seconds that a cell may take all the same


def ready(course: Course, name: str, *, unsafe: bool = False) -> None:
    """Raises CourseError when nobody's submission could be graded here: not released, no kernel, no sandbox."""
    with course.gradebook() as gradebook:
        known = any(a.name == name for a in gradebook.assignments)
    if not known:
        raise CourseError(f"{name} has not been released in {course.root}: run `convnets release {name}` first")
    for file in sorted((course.root / "source" / name).glob("*.ipynb")):
        _ready(nbformat.read(file, 4), unsafe)


def _ready(notebook: NotebookNode, unsafe: bool) -> None:
    if _is_python(notebook):
        sandbox.required(unsafe=unsafe)
        return
    kernel = notebook.metadata.get("kernelspec", {}).get("name", "")
    try:
        _ = Execute().kernel_manager_class(kernel_name=kernel).kernel_spec
    except KeyError:  # jupyter_client's NoSuchKernel
        raise CourseError(f"the notebook needs the kernel {kernel!r}, which is not installed here: install it, then grade again") from None


def _is_python(notebook: NotebookNode) -> bool:
    spec = notebook.metadata.get("kernelspec", {})
    language = spec.get("language") or notebook.metadata.get("language_info", {}).get("name") or spec.get("name") or "python"
    return language.lower().startswith("python")


def refused(course: Course, name: str, student: str) -> tuple[Cause, str] | None:
    """Why a submission is not even opened: its folder's name, a link in it, none of the assignment's notebooks."""
    folder, asked = course.root / "submitted" / student / name, course.notebook_names(name)
    if why := unfit(student):
        return Cause.NAME, why
    if is_linked(folder) or (linked := next((p for p in folder.rglob("*") if p.is_symlink()), None)):
        what = folder.name if is_linked(folder) else linked.relative_to(folder)
        return Cause.AMBIGUOUS, f"{what} is a link to somewhere else, not a file"
    if not any((folder / f"{notebook}.ipynb").is_file() for notebook in asked):
        return Cause.AMBIGUOUS, f"none of {', '.join(f'{notebook}.ipynb' for notebook in asked)} is in the folder"
    return None


def execute(notebook: NotebookNode, resources: ResourcesDict, config: Config, unsafe: bool, log: Logger) -> str:
    """Run it as nbgrader does, Python in the sandbox; returns why it ended early, "" if it did not. Raises CourseError, MachineFailure."""
    _ready(notebook, unsafe)
    if not _is_python(notebook) or not sandbox.find().safe:
        log.warning("%s runs without a sandbox", notebook.metadata.get("kernelspec", {}).get("name", "the kernel"))
        Execute(config=config).preprocess(notebook, resources)
        return ""
    return _sandboxed(notebook, Path(resources["metadata"]["path"]), config)


def _sandboxed(notebook: NotebookNode, folder: Path, config: Config) -> str:
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink() and p.suffix != ".ipynb"]
    if (size := sum(p.stat().st_size for p in files)) > SCRATCH // 2:
        raise MachineFailure(f"its files have {size / 1e6:,.0f} MB, and {SCRATCH / 2e6:.0f} MB are the most")
    settings = {name: config[name] for name in ("Execute", "ExecutePreprocessor", "NotebookClient") if name in config}
    data = {p.relative_to(folder).as_posix(): base64.b64encode(p.read_bytes()).decode() for p in files}
    job = json.dumps({"notebook": notebook, "files": data, "settings": settings}, default=str).encode()
    run = [i for i, c in enumerate(notebook.cells) if c.cell_type == "code" and c.source.strip()]
    seconds = START_SECONDS + len(run) * (Execute(config=config).timeout or UNLIMITED)
    heard, why = _heard(job, seconds)
    for i in run:
        notebook.cells[i].outputs = heard.get(i) or []
        if i not in heard and "skip-execution" not in notebook.cells[i].metadata.get("tags", []):
            notebook.cells[i].outputs = [new_output("error", ename="DeadKernelError", evalue="the kernel died", traceback=[why])]
    return why


def _heard(job: bytes, seconds: float) -> tuple[dict[int, list[NotebookNode]], str]:
    """Place to outputs of each cell that was run to its end, and why others were not. Raises MachineFailure when nothing was."""
    heard: dict[int, list[NotebookNode]] = {}
    ended, slow = None, threading.Event()
    surroundings = {"NBGRADER_EXECUTION": "autograde", "CONVNETS_GRADING": "", "CONVNETS_FAST": ""}
    with sandbox.find().started("execute.py", {}, surroundings) as process:

        def stop() -> None:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)

        looking, clock = Watch(process.pid, stop), threading.Timer(seconds, lambda: (slow.set(), stop()))
        clock.start()
        try:
            with contextlib.suppress(OSError):  # it has ended already
                process.stdin.write(job)
                process.stdin.close()
            left = TOTAL_LIMIT
            while ended is None and left > 0 and (line := process.stdout.readline(left)):
                left -= len(line)
                with contextlib.suppress(ValueError, TypeError, RecursionError):  # the student's code may write there too
                    place, told = json.loads(line)
                    if place == -1:
                        ended = str(told)
                    elif type(place) is int and isinstance(told, list):
                        heard[place] = [o for o in map(nbformat.from_dict, told) if _is_output(o)]
        finally:
            clock.cancel()
            looking.end()
            stop()
            process.wait()
            process.stdout.close()
    if ended is None:
        ended = looking.reason or (f"it took more than {seconds:.0f} s" if slow.is_set() else "its process ended, or said too much")
        if not heard and not (looking.reason or slow.is_set()):
            raise MachineFailure("the process that runs the notebook did not start")
    return heard, ended


def _is_output(told: Any) -> bool:
    with contextlib.suppress(Exception):  # whatever it is, it is none
        nbformat.validate(told, ref="output", version=4, version_minor=5)
        return True
    return False


def record(course: Course, name: str, student: str, ended: str) -> Record:
    """What the gradebook holds of a submission, as a record like those of chapters."""
    parts = read(course.root / "source" / name).judged
    with course.gradebook() as gradebook:
        notebooks = gradebook.find_submission(name, student).notebooks
        scores = {label(g.name, n.name, len(notebooks)): g.auto_score for n in notebooks for g in n.grades}
    exercises = {
        place: {"score": scores.get(place), "points": part.points, "unanswered": False, "diagnosis": [], "rows": []}
        for place, part in parts.items()
    }
    outcome, cause = (Outcome.PARTLY, Cause.DIED) if ended else (Outcome.GRADED, None)
    return Record(student, name, outcome, cause, ended, exercises, sandbox=sandbox.find().name, epoch=course.epoch)
