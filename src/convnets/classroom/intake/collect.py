"""From what a learning platform lets one download to `submitted/STUDENT/CHAPTER/`, over nbgrader's file name collector.

Names as the platforms make them, read in their sources: Moodle writes ``Full Name_123456_assignsubmission_file_/work.ipynb``, or with
folders off ``Full Name_123456_assignsubmission_file_work.ipynb`` (mod/assign/classes/downloader.php; the number belongs to one assignment, so
the name is the id); Canvas writes ``lastfirst_LATE_4021_98765_work.ipynb`` (lib/content_zipper.rb; 4021 is the user, and the id). A course
with names of its own sets nbgrader's ``c.FileNameCollectorPlugin.named_regexp``, which is tried first.
"""

import contextlib
import hashlib
import logging
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from nbgrader.plugins import FileNameCollectorPlugin
from rich.table import Table
from rich.text import Text
from traitlets.config import Config

from convnets.base.console import console
from convnets.base.files import digest, write_json, write_whole
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.archive import JUNK, STUDENT_LIMIT, Allowance, Download, File, Refusal, Refused, TooMuch, shown
from convnets.classroom.intake.formats import read_notebook
from convnets.classroom.intake.recognise import chapters_told
from convnets.classroom.intake.roster import Owner, Roster
from convnets.classroom.intake.submissions import Submission, earlier, is_linked, one_line, unfit
from convnets.classroom.intake.times import platforms, stamp
from convnets.classroom.states import SetAside
from convnets.handin import LIMIT

MOODLE = r"(?P<student_id>[^_/]+)_(?P<number>\d+)_assignsubmission_[a-z]+_?/?(?P<file_id>.+)"
ANON = r"anon_[A-Za-z0-9]{5}"
CANVAS = rf"(?:(?!(?:LATE_)?{ANON}_\d)(?P<name>[^/]+?)_)?(?P<late>LATE_)?(?P<student_id>\d+|{ANON})_(?P<attachment>\d+)_(?P<file_id>.+)"
EXCHANGE = r"(?P<student_id>.+?)\+(?P<assignment>[^+/]+)\+(?P<timestamp>\d{4}-\d\d-\d\d [^+/]+)(?:\+[^+/]*)?/(?P<file_id>.+)"
TOTAL = 20_000_000_000  # bytes of all notebooks in a download
NOTEBOOKS = 50  # of one student
TOLD = 10  # refused files of one folder that are named
APART = "its files are named as a platform names them: if that is a download, collect it by itself"
WEIGHTS, WEIGHT_FILES = ".safetensors", 3  # what a chapter may ask for beside its notebook, and of how many of them a student's are taken
COPY = re.compile(r"( ?\(\d+\)|-\d+| - Copy)+$")  # what browsers and Canvas add to a name that is taken


@dataclass
class Arrival:
    """What one student handed in for one chapter: names and stored copies of the notebooks and of weights, and where they came from."""

    student: str
    chapter: str
    notebooks: dict[str, Path] = field(default_factory=dict)
    weights: dict[str, Path] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    time: datetime | None = None
    marked_late: bool = False
    canvas_id: str = ""
    becomes: str = ""  # in words
    counts: bool = True  # it is what will be graded, and was not there before


def collect(
    course: Course, where: Path, chapter: str | None, *, roster: Path | None = None, dry_run: bool = False, file_times: bool = False
) -> int:
    """Take in a download; prints what goes where. Returns 0 when everything was taken, 1 when something was refused."""
    people = Roster.read(roster) if roster else Roster()
    incoming = course.private / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    downloads, apart = _downloads(where)
    arrivals, refused, others = [], [f"{where.name}/{one_line(p.name)}: {APART}" for p in apart], []
    try:
        for download in downloads:
            with tempfile.TemporaryDirectory(dir=incoming) as store, Download(download, Path(store)) as opened:
                found, no, without = _sorted(course, opened, chapter, people, file_times, {p.name for p in apart})
                arrivals, refused, others = arrivals + found, refused + no, others + without
                for arrival in found:
                    try:
                        arrival.becomes = _place(course, arrival, dry_run)
                    except Refused as e:
                        refused.append(str(e))
                if not dry_run:
                    _remember(course, download, [a for a in found if a.becomes])
    finally:
        with contextlib.suppress(OSError):
            incoming.rmdir()
    _show(course, [a for a in arrivals if a.becomes], refused, others, dry_run)
    return 1 if refused else 0


def _downloads(where: Path) -> tuple[list[Path], list[Path]]:
    """The downloads that are meant: a platform's zips, if a folder holds nothing else but a roster; those that lie among other things.

    One that is alone may hold other files too; of several each file must be named by the platform, as no student's own zip is by chance.
    """
    inside = sorted(p for p in where.iterdir() if not JUNK.search(p.name)) if where.is_dir() else []
    enough = any if len(inside) == 1 else all
    zips = [p for p in inside if (p.suffix.lower() == ".zip" or len(inside) == 1) and p.is_file() and not p.is_symlink()]
    made = [p for p in zips if _platforms(p, enough)]
    if made and all(p in made or p.suffix.lower() == ".csv" for p in inside):
        return made, []
    return [where], made


def _platforms(where: Path, enough: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether a platform made this zip, by the names of any, or of all, of its files."""
    with contextlib.suppress(CourseError), Download(where, where.parent) as download:
        names = [f.path for f in download.files()]
        return bool(names) and enough(any(re.match(rf"(?:[^/]+/)?{p}", name) for p in (MOODLE, CANVAS)) for name in names)
    return False


def _sorted(
    course: Course, download: Download, chapter: str | None, people: Roster, file_times: bool, apart: set[str]
) -> tuple[list[Arrival], list[str], list[str]]:
    """Every notebook with its owner and chapter; what was refused; the students who handed in no notebook."""
    where, store, listed, refusals = download.where, download.store, [], []
    for file in download.files():
        if file.path not in apart:
            (refusals if isinstance(file, Refusal) else listed).append(file)
    works = [*course.chapters, *course.assignments]
    strip = _wrapper([f.path for f in listed], works)
    owners: dict[str, Owner] = {}
    collectors = _collectors(course.config)
    for file in listed:
        try:
            if owner := _owner(collectors, file.path[strip:], works):
                owners[file.path] = owner
        except Refused as e:
            refusals.append(Refusal(file.path, str(e)))
    listed = _latest(listed, owners, strip)
    twice = {i for i, n in Counter(id for id, _ in {(o.id, o.number) for o in owners.values() if not o.canvas}).items() if n > 1}
    handed_in: dict[str, list[tuple[Owner, File]]] = {}
    for file in listed:
        if owner := owners.get(file.path):
            try:
                student = _student(people.find(owner) or (f"{owner.id} {owner.number}" if owner.id in twice else owner.id))
                handed_in.setdefault(student, []).append((owner, file))
            except Refused as e:
                refusals.append(Refusal(file.path, str(e)))
    refused: list[str] = []
    files: list[tuple[str, Owner, File]] = []
    for student, theirs in handed_in.items():
        left = Allowance()
        try:
            left.spend(len(theirs))
            unpacked = [(student, owner, found) for owner, file in theirs for found in download.unpacked(file, left)]
        except TooMuch as e:
            refused.append(f"{student}: {e}; nothing of it was taken")
            continue
        files += [(student, owner, found) for student, owner, found in unpacked if isinstance(found, File)]
        refusals += [f[2] for f in unpacked if isinstance(f[2], Refusal)]
    found: dict[tuple[str, str], Arrival] = {}
    empty: dict[str, str] = {}
    total, full, weights = 0, set(), []
    sizes: dict[str, list[int]] = {}  # student to the bytes of each notebook
    for student, owner, file in files:
        try:
            if not file.path.lower().endswith(".ipynb"):
                weights += [(student, file)] if file.path.lower().endswith(WEIGHTS) else []
                empty.setdefault(student, file.path)
                continue
            spent = sizes.setdefault(student, [])
            if len(spent) >= NOTEBOOKS or sum(spent) > STUDENT_LIMIT:
                full.add(student)
                continue
            data = file.read()
            spent.append(len(data))
            total += len(data)
            if total > TOTAL:
                raise CourseError(f"{where} holds more than {TOTAL / 1e9:.0f} GB of notebooks: nothing was taken")
            name = _chapter(course, data, file.path, chapter)
            arrival = found.setdefault((student, name), Arrival(student, name, canvas_id=owner.number if owner.canvas else ""))
            _add(arrival, file, data, store)
            arrival.marked_late |= owner.late
            arrival.time = people.times.get(student) or owner.time or (file.time if file_times else None) or arrival.time
        except Refused as e:
            refusals.append(Refusal(file.path, str(e)))
    for student, file in weights:
        try:
            total += _add_weights(course, [a for a in found.values() if a.student == student], file, store)
        except Refused as e:
            refusals.append(Refusal(file.path, str(e)))
        if total > TOTAL:
            raise CourseError(f"{where} holds more than {TOTAL / 1e9:.0f} GB: nothing was taken. Collect it in parts")
    theirs = _nbgraders_times(files, found.values())
    refused += [f"{s}: more than {NOTEBOOKS} notebooks or {STUDENT_LIMIT / 1e6:.0f} MB; the rest is left out" for s in sorted(full)]
    with_notebook = {student for student, _ in found}
    others = [f"{s}: no notebook, only {one_line(PurePosixPath(p).name)}" for s, p in sorted(empty.items()) if s not in with_notebook]
    others += people.doubts
    others += [f"{s}: the timestamp.txt that is among the student's own files says nothing" for s in theirs]
    return sorted(found.values(), key=lambda a: (a.chapter, a.student)), [*refused, *_lines(refusals, strip)], others


def _latest(files: list[File], owners: dict[str, Owner], strip: int) -> list[File]:
    """Without what a student put into nbgrader's exchange before the last of it."""
    last: dict[tuple[str, str], datetime] = {}
    entries = {f.path: found for f in files if (found := re.match(EXCHANGE, f.path[strip:])) and f.path in owners}
    for path, found in entries.items():
        key = found["student_id"], found["assignment"]
        last[key] = max(owners[path].time, last.get(key, owners[path].time))
    return [f for f in files if not (found := entries.get(f.path)) or owners[f.path].time == last[found["student_id"], found["assignment"]]]


def _nbgraders_times(files: list[tuple[str, Owner, File]], arrivals: Iterable[Arrival]) -> list[str]:
    """Set the times that nbgrader wrote, in folders laid out as it does; the students who have such a file where only they can have written it.

    Where a platform named the files, or a student packed them, it is the student's, and no word against the platform's.
    """
    stamps = {f.path: (owner, f) for _, owner, f in files if PurePosixPath(f.path).name == "timestamp.txt"}
    theirs = []
    for arrival in arrivals:
        owner, said = stamps.get(str(PurePosixPath(arrival.sources[0]).with_name("timestamp.txt")), (None, None))
        if not said:
            continue
        if owner.platform or ".zip/" in said.path.lower():
            theirs.append(arrival.student)
        elif arrival.time is None:
            with contextlib.suppress(CourseError, Refused, UnicodeDecodeError):
                arrival.time = stamp(said.read()[:100].decode())
    return theirs


def _lines(refusals: list[Refusal], strip: int) -> list[str]:
    """What was refused, a line each; of one folder's files a few, and how many more."""
    lines, more = [], Counter()
    for refusal in refusals:
        top = refusal.path[strip:].partition("/")[0]
        more[top] += 1
        if more[top] <= TOLD:
            lines.append(str(refusal))
    return lines + [f"{shown(top)}: {n - TOLD:,} more files" for top, n in more.items() if n > TOLD]


def _wrapper(paths: list[str], chapters: list[str]) -> int:
    """How many characters of every path are one folder around everything, which is nobody's."""
    tops = {p.partition("/")[0] for p in paths}
    if len(tops) != 1 or not all("/" in p for p in paths):
        return 0
    inner = [p.partition("/")[2] for p in paths]
    named = any(re.match(pattern, i) for i in inner for pattern in (MOODLE, CANVAS)) and not re.match(MOODLE, paths[0])
    deep = all("/" in i and i.partition("/")[0] not in chapters for i in inner) and len({i.partition("/")[0] for i in inner}) > 1
    return len(tops.pop()) + 1 if named or deep else 0


def _collectors(config: Config) -> list[FileNameCollectorPlugin]:
    """nbgrader's collector, once with the course's own pattern and once with each platform's."""
    made = []
    for pattern in ({}, {"named_regexp": MOODLE}, {"named_regexp": CANVAS}, {"named_regexp": EXCHANGE}):
        plugin = FileNameCollectorPlugin(config=config, **pattern)
        plugin.log, plugin.valid_ext = _quiet, [".ipynb"]
        made += [plugin] if plugin.named_regexp else []
    return made


def _owner(collectors: list[FileNameCollectorPlugin], path: str, chapters: list[str]) -> Owner | None:
    """Whose file this is, by its name; None for a file beside the students' folders. Raises Refused when its name should say and does not."""
    for plugin in collectors:
        if found := plugin.collect(path if path.endswith(".ipynb") else f"{path}.ipynb"):
            try:
                time = platforms(found["timestamp"]) if found.get("timestamp") else None
            except CourseError as e:
                raise Refused(str(e)) from None
            canvas = plugin.named_regexp == CANVAS
            number = found["student_id"] if canvas else found.get("number") or ""
            return Owner(found["student_id"], number, found.get("name") or "", canvas, bool(found.get("late")), time, platform=True)
    top, _, rest = path.partition("/")
    if re.match(MOODLE, rest):
        raise Refused(f"a name of Moodle's, but in {shown(top)}: if that is a download, collect it by itself")
    if not rest:
        if not path.lower().endswith((".ipynb", ".zip")):
            return None
        top = COPY.sub("", PurePosixPath(top).stem)
        if top in chapters:
            raise Refused("its name does not say whose it is: put it into a folder with the student's name")
    return Owner(top.removesuffix(".zip"))


_quiet = logging.getLogger("convnets.collect")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False


def _student(text: str) -> str:
    """An id that can be the name of a folder and stand on a page. Raises Refused for any other."""
    text = unicodedata.normalize("NFC", text).strip()
    if why := unfit(text):
        raise Refused(why)
    return text


def _chapter(course: Course, data: bytes, path: str, asked: str | None) -> str:
    """The chapter that a notebook says it is, by its metadata or its checks, else its file's name, else the one asked for.

    An assignment that is no chapter is known by what its notebooks are called. Raises Refused for another than the one asked for.
    """
    told: list[str] = []
    with contextlib.suppress(SetAside):  # what cannot be read is taken all the same: grading says why
        told = chapters_told(read_notebook(path, data))
    stem = PurePosixPath(path).stem
    name = next((c for c in told if c in course.chapters), next((c for c in course.chapters if c in stem), asked))
    if name is None:
        called = COPY.sub("", PurePosixPath(_file_name(path)).stem)
        others = [a for a in course.assignments if called in course.notebook_names(a)]
        name = others[0] if len(others) == 1 else None
    if name is None:
        raise Refused("does not say which chapter it is: `convnets collect ZIP CHAPTER`")
    if asked not in (None, name):
        raise Refused(f"is of chapter {name}, not of {asked}")
    return name


def _add(arrival: Arrival, file: File, data: bytes, store: Path) -> None:
    of_bytes = hashlib.sha256(data).hexdigest()
    copy = store / f"{hashlib.sha256(arrival.student.encode()).hexdigest()[:16]}-{arrival.chapter}-{of_bytes}"
    arrival.sources.append(file.path)
    if copy in arrival.notebooks.values():
        return
    copy.write_bytes(data)
    name = _name(file.path) or "notebook.ipynb"
    while name in arrival.notebooks:
        name = f"{PurePosixPath(name).stem} again.ipynb"
    arrival.notebooks[name] = copy


def _add_weights(course: Course, arrivals: list[Arrival], file: File, store: Path) -> int:
    """Put weights beside the notebook that they came with, if its chapter asks for some; returns their bytes. Raises Refused."""
    asking = {a.chapter: [h.file for h in course.work(a.chapter).handins.values()] for a in arrivals}
    taken = [a for a in arrivals if asking[a.chapter]]
    if not taken:
        return 0
    if len(taken) > 1:
        raise Refused(f"belongs to {' or '.join(a.chapter for a in taken)}: put it into the folder of the one that is meant")
    (arrival,) = taken
    if len(arrival.weights) >= WEIGHT_FILES:
        raise Refused(f"more than {WEIGHT_FILES} files of weights; the rest is left out")
    data = file.read(LIMIT)
    copy = store / hashlib.sha256(f"{arrival.student} {file.path}".encode()).hexdigest()
    copy.write_bytes(data)
    name = _name(file.path) or WEIGHTS
    meant = f"{COPY.sub('', PurePosixPath(name).stem)}{WEIGHTS}"
    name = meant if meant in asking[arrival.chapter] and meant not in arrival.weights else name
    while name in arrival.weights:
        name = f"{PurePosixPath(name).stem} again{WEIGHTS}"
    arrival.weights[name] = copy
    arrival.sources.append(file.path)
    return len(data)


def _name(path: str) -> str:
    """A file's own name, no longer than a file system takes."""
    return one_line(PurePosixPath(_file_name(path)).name).encode()[-200:].decode(errors="ignore").lstrip(". ")


def _file_name(path: str) -> str:
    """What the student called it: the platform's prefix left off."""
    for pattern in (MOODLE, CANVAS):
        if found := re.match(pattern, path.rpartition("/")[2]) or re.match(rf"(?:.*/)?{pattern}", path):
            return found["file_id"]
    return path


def _place(course: Course, arrival: Arrival, dry_run: bool) -> str:
    """Put an arrival where `convnets grade` looks for it; what was there is kept. Returns in words what becomes of it."""
    folder = course.root / "submitted" / arrival.student / arrival.chapter
    if is_linked(folder):
        raise Refused(f"{arrival.student}: {folder.relative_to(course.root)} is a link to somewhere else")
    asked = [f"{name}.ipynb" for name in course.notebook_names(arrival.chapter)]
    names = {asked[0]: next(iter(arrival.notebooks.values()))} if len(asked) == len(arrival.notebooks) == 1 else arrival.notebooks
    for name in [*names] if len(asked) > 1 else ():
        if (meant := f"{COPY.sub('', PurePosixPath(name).stem)}.ipynb") in asked and meant not in names:
            names = {meant if n == name else n: file for n, file in names.items()}
    names = names | arrival.weights
    ready = None if dry_run else _ready(arrival, names)
    asks = len(arrival.notebooks) > 1 and not {*asked} & {*names}
    said = f"new, {len(arrival.notebooks)} notebooks: grading will ask which is meant" if asks else "new"
    target = folder
    if folder.is_dir() and any(folder.iterdir()):
        before = Submission(arrival.student, folder, arrival.chapter).timestamp()[0]
        kinds = [p for p in folder.iterdir() if p.suffix in (".ipynb", WEIGHTS) and p.is_file() and not p.is_symlink()]
        if {digest(p) for p in kinds} == {digest(p) for p in names.values()}:
            if arrival.time and before != arrival.time and not dry_run and before is None:
                write_whole(folder / "timestamp.txt", f"{arrival.time} UTC")
            arrival.counts = False
            return "unchanged"
        if before and arrival.time and arrival.time < before:
            target, arrival.counts = earlier(course.root, arrival.student, arrival.chapter, arrival.time), False
            said = f"older than what is there: kept in {target.relative_to(course.root)}"
        else:
            when = before or datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            kept = earlier(course.root, arrival.student, arrival.chapter, when)
            said = f"replaces the one in {kept.relative_to(course.root)}" + said.removeprefix("new")
            if not dry_run:
                kept.parent.mkdir(parents=True, exist_ok=True)
                folder.rename(kept)
    if ready:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            target.rmdir()  # empty
        ready.rename(target)
    return said


def _ready(arrival: Arrival, names: dict[str, Path]) -> Path:
    """The folder as it will be, so that one renaming puts it in its place."""
    ready = Path(tempfile.mkdtemp(dir=next(iter(names.values())).parent))
    for name, file in names.items():
        shutil.copyfile(file, ready / name)
    if arrival.time:
        (ready / "timestamp.txt").write_text(f"{arrival.time} UTC", encoding="utf-8")
    ready.chmod(0o755)
    return ready


def _remember(course: Course, where: Path, taken: list[Arrival]) -> None:
    """Where each submission came from, for the report; a Canvas user's number, for the upload of grades."""
    whole = digest(where) if where.is_file() else ""
    for a in (a for a in taken if a.counts):
        data = {"student": a.student, "download": where.name, "sha256": whole, "files": a.sources, "marked_late": a.marked_late}
        file = course.private / "arrivals" / a.chapter / f"{hashlib.sha256(a.student.encode()).hexdigest()[:24]}.json"
        write_json(file, data | {"time": str(a.time) if a.time else None})
    if from_canvas := {a.student: a.canvas_id for a in taken if a.canvas_id.isdigit()}:
        with course.gradebook() as gradebook:
            for student, number in from_canvas.items():
                gradebook.update_or_create_student(student, lms_user_id=number)


def _show(course: Course, taken: list[Arrival], refused: list[str], others: list[str], dry_run: bool) -> None:
    out = Table("student", "chapter", "handed in as", "handed in at (UTC)", "what becomes of it")
    for a in taken:
        late = " · late, says Canvas" if a.marked_late else ""
        names = ", ".join(one_line(_file_name(s)).rpartition("/")[2] for s in a.sources)
        out.add_row(Text(a.student), a.chapter, Text(names), f"{a.time or 'not known'}{late}", Text(a.becomes))
    terminal = console()
    if taken:
        terminal.print(out)
    for line in [*(f"refused: {r}" for r in refused), *others]:
        terminal.print(Text(line))
    notebooks, students = sum(len(a.notebooks) for a in taken), len({a.student for a in taken})
    place = f"would go to {course.root / 'submitted'}; nothing was written" if dry_run else f"are in {course.root / 'submitted'}"
    terminal.print(Text(f"{notebooks} notebooks of {students} students {place}; {len(refused)} refused"), soft_wrap=True)
