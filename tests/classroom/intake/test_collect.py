"""Collect: whatever a platform's download or a folder holds, each notebook goes to its student or is refused in a line, and nothing is lost."""

import importlib
import io
import os
import resource
import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import nbformat
import pytest
from conftest import SAMPLE, convnets, needs_sandbox
from traitlets.config import Config

from convnets import cli
from convnets.classroom.grading import page
from convnets.classroom.intake import archive, times
from convnets.classroom.judging.record import load
from convnets.classroom.records.late import arrivals
from convnets.classroom.states import Outcome

FILE = f"{SAMPLE}.ipynb"


@pytest.fixture
def text(blank) -> str:
    return nbformat.writes(blank)


@pytest.fixture
def take(own_course, capsys):
    """Collect a download: the exit code and what was said."""

    def run(where: Path, *options: str) -> tuple[int, str]:
        code = cli.main(["collect", str(where), *options, "--course", str(own_course.root)])
        said = capsys.readouterr()
        assert code is not None and "Traceback" not in said.err
        return code, said.out + said.err

    return run


def packed(file: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return file


def folder(where: Path, members: dict[str, str]) -> Path:
    for name, data in members.items():
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(data, encoding="utf-8")
    return where


def students(course) -> dict[str, list[str]]:
    """Who handed in what, in the folders that grading reads."""
    found = (course.root / "submitted").glob(f"*/{SAMPLE}")
    return {f.parent.name: sorted(p.name for p in f.iterdir()) for f in found}


MOODLE_FOLDERS = {
    "Ada Lovelace_101_assignsubmission_file_/{f}": "Ada Lovelace",
    "김민수_102_assignsubmission_file/work (1).ipynb": "김민수",
    "o'brien [x] +1_103_assignsubmission_file_/sub folder/{f}": "o'brien [x] +1",
    'Say "hi", Élodie_104_assignsubmission_file_/{f}': 'Say "hi", Élodie',
}
MOODLE_FLAT = {
    "Ada Lovelace_101_assignsubmission_file_{f}": "Ada Lovelace",
    "김민수_102_assignsubmission_file_my_work_2_3_x.ipynb": "김민수",
}
CANVAS = {
    "lovelaceada_4021_9001_{f}": "4021",
    "kimminsu_LATE_4022_9002_{s}-1.ipynb": "4022",
    "김민수_4023_9003_my_notebook_v2.ipynb": "4023",
    "anon_x7Qab_9004_{f}": "anon_x7Qab",
}
PLAIN = {"ada/{f}": "ada", "김민수/{s}/{f}": "김민수", "grace/work.ipynb": "grace", "o'brien [x] +1/data/../deep/{f}": "o'brien [x] +1"}


def spelled(layout: dict[str, str]) -> dict[str, str]:
    return {name.format(f=FILE, s=SAMPLE): student for name, student in layout.items()}


@pytest.mark.parametrize("layout", [MOODLE_FOLDERS, MOODLE_FLAT, CANVAS], ids=["moodle", "moodle-flat", "canvas"])
@pytest.mark.parametrize("how", ["zip", "folder", "zip in a folder's name", "zip alone in a folder"])
def test_a_platforms_names_become_students(layout, how, own_course, take, tmp_path, text):
    members = dict.fromkeys(spelled(layout), text)
    if how == "zip":
        where = packed(tmp_path / "all.zip", members)
    elif how == "folder":
        where = folder(tmp_path / "all", members)
    elif how == "zip alone in a folder":
        (where := tmp_path / "downloads").mkdir()
        packed(where / "all.zip", members)
    else:
        where = packed(tmp_path / "all.zip", {f"submissions/{n}": t for n, t in members.items()})
    code, said = take(where)
    assert (code, students(own_course)) == (0, {s: [FILE] for s in layout.values()}), said
    canvas = {s for s in layout.values() if s.isdigit()}
    with own_course.gradebook() as gradebook:
        assert {s.id for s in gradebook.students if s.lms_user_id == s.id} == canvas


def test_several_zips_of_a_platform_in_one_folder_are_several_downloads(own_course, take, tmp_path, text):
    """Canvas gives a large class, and every assignment, as a zip of its own: nobody becomes a student called after a zip, and a roster may lie there."""
    (where := tmp_path / "downloads").mkdir()
    packed(where / "submissions.zip", {f"lovelaceada_4021_9001_{FILE}": text, "notes_4022_9002_essay.docx": "x"})
    packed(where / "submissions (1).zip", {f"kimminsu_LATE_4023_9003_{FILE}": text})
    (where / "roster.csv").write_text("name,id\n4021,ada\n")
    code, said = take(where, "--roster", str(where / "roster.csv"))
    assert (code, set(students(own_course))) == (0, {"ada", "4023"}) and "4022: no notebook" in said, said
    assert arrivals(own_course, SAMPLE)["4023"]["download"] == "submissions (1).zip"


def test_a_platforms_zip_among_students_own_is_no_student_and_hands_in_for_nobody(own_course, take, tmp_path, text):
    """A student may name files in a zip as a platform would: it is refused in a line, and the rest of the folder is taken."""
    (where := tmp_path / "all").mkdir()
    packed(where / "mallory.zip", {f"adalovelace_4021_9001_{FILE}": text + " "})
    packed(where / "kim.zip", {f"my work/{FILE}": text})
    folder(where, {f"grace/{FILE}": text})
    code, said = take(where)
    assert (code, set(students(own_course))) == (1, {"kim", "grace"}) and "all/mallory.zip: its files are named as a platform" in said, said


class AsWindowsDoes(zipfile.ZipInfo):
    """A member whose name is written in these bytes, without saying in which encoding."""

    def __init__(self, like: zipfile.ZipInfo, raw: bytes) -> None:
        super().__init__(like.filename)
        self.extra, self.raw = like.extra, raw

    def _encodeFilenameFlags(self):
        return self.raw, self.flag_bits & ~0x800


@pytest.mark.parametrize("kind", ["backslashes", "cp949", "cp437", "a field of its own", "NFD", "UTF-8 without a flag"])
def test_zips_of_other_systems_hold_the_same_students(kind, own_course, take, tmp_path, text):
    names = ["Ada", "Élodie"] if kind == "cp437" else ["Ada", "김민수"]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as z:
        for n, name in enumerate(names):
            info = zipfile.ZipInfo(f"{name}_{n}_assignsubmission_file_/{FILE}")
            if kind == "backslashes":
                z.writestr(zipfile.ZipInfo(f"{name}_{n}_assignsubmission_file_\\"), "")
                info.filename = info.filename.replace("/", "\\")
            elif kind == "NFD":
                info.filename = unicodedata.normalize("NFD", info.filename)
            else:
                whole = info.filename
                raw = whole.encode(kind if kind.startswith("cp") else "utf-8")
                if kind == "a field of its own":
                    raw = whole.encode("ascii", "replace")
                    field = struct.pack("<BL", 1, zlib.crc32(raw)) + whole.encode()
                    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
                info = AsWindowsDoes(info, raw)
            z.writestr(info, text)
    code, said = take(tmp_path / "all.zip")
    assert (code, set(students(own_course))) == (0, set(names)), said


def test_a_time_that_cannot_be_read_is_named_and_stops_nothing(own_course, take, tmp_path, text):
    (tmp_path / "people.csv").write_text("name,id,timestamp\nada,ada,20. marras 2026\nkim,kim,2026-11-20 10:00Z\n", encoding="utf-8")
    code, said = take(folder(tmp_path / "all", {f"ada/{FILE}": text, f"kim/{FILE}": text}), "--roster", str(tmp_path / "people.csv"))
    assert code == 0 and set(students(own_course)) == {"ada", "kim"}
    assert "people.csv, row 2, ada: '20. marras 2026' is no time" in said
    assert "timestamp.txt" not in students(own_course)["ada"] and "timestamp.txt" in students(own_course)["kim"]


def test_plain_folders_and_files_named_after_students(own_course, take, tmp_path, text):
    layout = {n.replace("data/../deep/", "deep/"): s for n, s in spelled(PLAIN).items()} | {"emmy.ipynb": "emmy"}
    where = folder(tmp_path / "all", dict.fromkeys(layout, text) | {"README.txt": "not a student's", "kim/notes.docx": "x"})
    os.mkfifo(where / "pipe.ipynb")
    (where / "linked.ipynb").symlink_to(where / "emmy.ipynb")
    (where / "elsewhere").symlink_to(tmp_path)
    (where / "ada" / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC")
    code, said = take(where)
    assert code == 1 and said.count("a link or a device") == 3 and "kim: no notebook, only notes.docx" in said and "README" not in said
    assert students(own_course) == {s: [FILE] for s in layout.values()} | {"ada": [FILE, "timestamp.txt"]}
    # nobody's: its name says the chapter alone
    assert "does not say whose it is" in take(folder(tmp_path / "one", {FILE: text}))[1]


def test_a_hostile_zip_harms_nobody_and_loses_nobody(own_course, take, tmp_path, text, monkeypatch):
    monkeypatch.setattr(archive.bounded, "__defaults__", (1_000_000,))
    good = {f"Good {i}_{i}_assignsubmission_file_/{FILE}": text for i in range(3)}
    inner = packed(tmp_path / "inner.zip", {f"my work/{FILE}": text, "__MACOSX/._x.ipynb": b"\0"}).read_bytes()
    deep = packed(tmp_path / "deep.zip", {"inner.zip": inner}).read_bytes()
    where = packed(
        tmp_path / "all.zip",
        good
        | {
            f"../../../evil_9_assignsubmission_file_/{FILE}": text,
            f"/tmp/evil/{FILE}": text,
            f"C:\\evil\\{FILE}": text,
            f"a\\..\\..\\{FILE}": text,
        }
        | {f"Bomb_20_assignsubmission_file_/{FILE}": b"0" * 30_000_000}
        | {"Zipped_21_assignsubmission_file_/work.zip": inner, "Deep_22_assignsubmission_file_/deep.zip": deep}
        | {"Broken_23_assignsubmission_file_/work.zip": b"PK\x03\x04 nothing", f"two\nlines_24_assignsubmission_file_/{FILE}": text}
        | {f"{'x' * 300}_25_assignsubmission_file_/{FILE}": text, f".hidden_26_assignsubmission_file_/{FILE}": text},
    )
    with zipfile.ZipFile(where, "a") as z:
        link = zipfile.ZipInfo(f"Linked_27_assignsubmission_file_/{FILE}")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        z.writestr(link, "/etc/passwd")
        locked = zipfile.ZipInfo(f"Locked_28_assignsubmission_file_/{FILE}")
        z.writestr(locked, text)
        locked.flag_bits |= 1  # as an encrypted member says of itself; written into the directory on closing
    before = {p for p in tmp_path.rglob("*") if own_course.root not in p.parents}
    code, said = take(where, "90")
    assert code == 1
    assert set(students(own_course)) == {"Good 0", "Good 1", "Good 2", "Zipped"}
    for reason, n in {
        "points outside the download": 4,
        "more than 1 MB": 1,
        "a zip in a zip in a zip": 1,
        "cannot be opened": 1,
        "cannot be a student's id": 3,
        "a link, not a file": 1,
        "encrypted": 1,
    }.items():
        assert said.count(reason) == n, (reason, said)
    assert said.count("refused: ") == 12 and "12 refused" in said
    assert {p for p in tmp_path.rglob("*") if own_course.root not in p.parents} == before, "written outside the course"
    assert not (own_course.private / "incoming").exists()


def test_ten_thousand_files_are_sorted_in_seconds_and_more_than_a_class_has_are_refused(own_course, take, tmp_path, text, monkeypatch):
    many = {f"Student {i}_{i}_assignsubmission_file_/notes{j}.txt": b"x" for i in range(100) for j in range(100)}
    where = packed(tmp_path / "all.zip", many | {f"Student 1_1_assignsubmission_file_/{FILE}": text})
    code, said = take(where)
    assert code == 0 and list(students(own_course)) == ["Student 1"] and said.count("no notebook") == 99
    one = {f"Ada_1_assignsubmission_file_/{i}.ipynb": text + " " * i for i in range(60)}
    code, said = take(packed(tmp_path / "one.zip", one), "90")
    assert code == 1 and len(students(own_course)["Ada"]) == 50 and said.count("more than 50 notebooks") == 1
    monkeypatch.setattr(archive, "MEMBERS", 1000)
    code, said = take(where)
    assert code == 1 and "more than the 1,000" in said


def zipped(members: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as z:
        for name, data in members.items():
            z.writestr(name, data)
    return made.getvalue()


def overlapping() -> bytes:
    """A zip whose members all have the same bytes, as a bomb has."""
    made = bytearray(zipped({f"{i}.ipynb": "x" * 1000 for i in range(50)}))
    with zipfile.ZipFile(io.BytesIO(made)) as z:
        starts = [made.find(f"{i}.ipynb".encode(), z.start_dir) - 46 + 42 for i in range(50)]
    for start in starts:
        made[start : start + 4] = bytes(4)
    return bytes(made)


def damaged(text: str) -> bytes:
    """A zip in which a member has other bytes than its checksum says."""
    return zipped({FILE: text}).replace(text.encode()[:100], b"{" + b" " * 99, 1)


HOSTILE = {  # what one student hands in; None: all of it is refused in one line; a number: so many files are
    "empty members": (lambda text: {"work.zip": zipped(dict.fromkeys(map(str, range(50_002)), b""))}, None),
    "many zips": (lambda text: {f"{i}.zip": zipped({f"{i}.ipynb": text + " " * i}) for i in range(150)}, None),
    "many zips in a zip": (lambda text: {"all.zip": zipped({f"{i}.zip": zipped({f"{i}.ipynb": text}) for i in range(150)})}, None),
    "large zips": (lambda text: {f"{i}.zip": b"PK\5\6" + bytes(1_500_000) for i in range(2)}, None),
    "long names": (lambda text: {"work.zip": zipped({f"{i}{'n' * 65_000}.ipynb": text for i in range(12)})}, 10),
    "overlapping members": (lambda text: {"work.zip": overlapping()}, 10),
    "a wrong checksum": (lambda text: {"work.zip": damaged(text)}, 1),
    "no list of files": (lambda text: {"work.zip": zipped({FILE: text})[:-30]}, 1),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("how", ["zip", "folder"])
def test_a_student_whose_zips_are_too_much_is_refused_and_everybody_else_is_taken(kind, how, own_course, take, tmp_path, text, monkeypatch):
    monkeypatch.setattr(archive, "STUDENT_LIMIT", 2_000_000)
    monkeypatch.setattr(archive.Allowance, "__init__", lambda self: self.__dict__.update(files=10_000, zips=20, bytes=2_000_000))
    make, lines = HOSTILE[kind]
    members = {f"Mallory_1_assignsubmission_file_/{name}": data for name, data in make(text).items()}
    members |= {f"Good {i}_{i + 2}_assignsubmission_file_/{FILE}": text for i in range(3)}
    members |= {"Zipped_9_assignsubmission_file_/work.zip": zipped({FILE: text})}
    if how == "folder":
        for name, data in members.items():
            (tmp_path / "all" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "all" / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    where = tmp_path / "all" if how == "folder" else packed(tmp_path / "all.zip", members)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 20, before[1]))  # fewer than there are zips
    try:
        code, said = take(where)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    if kind == "large zips" and how == "folder":
        lines = 2  # what lies on the disk is not copied, and is no zip
    assert set(students(own_course)) - {"Mallory"} == {"Good 0", "Good 1", "Good 2", "Zipped"}, said
    assert code == 1 and "Mallory" not in students(own_course)
    assert said.count("refused: ") == (1 if lines is None else lines + (kind in ("long names", "overlapping members"))), said
    if lines is None:
        assert "refused: Mallory" in said and "nothing of it was taken" in said
    assert max(map(len, said.splitlines())) < 400


def test_fifty_thousand_files_of_one_student_in_a_folder(own_course, take, tmp_path, text, monkeypatch):
    monkeypatch.setattr(archive, "STUDENT_FILES", 100)
    monkeypatch.setattr(archive.Allowance, "__init__", lambda self: self.__dict__.update(files=100, zips=20, bytes=2_000_000))
    where = folder(tmp_path / "all", {f"good/{FILE}": text} | {f"mallory/data/{i}.txt": "" for i in range(500)} | {f"mallory/{FILE}": text})
    code, said = take(where)
    assert code == 1 and set(students(own_course)) == {"good"} and "refused: mallory: more than 100 files" in said


def test_nobody_hands_in_for_another_by_a_files_name(own_course, take, tmp_path, text):
    """A file that is called as a platform calls another student's, in one's own folder or zip, stays one's own."""
    inner = zipped({f"Victim_7_assignsubmission_file_/{FILE}": text + " "})
    moodle = {f"Ada_1_assignsubmission_file_/Victim_7_assignsubmission_file_{FILE}": text, f"Bob_2_assignsubmission_file_/{FILE}": text}
    take(packed(tmp_path / "all.zip", moodle | {"Eve_3_assignsubmission_file_/work.zip": inner}))
    assert set(students(own_course)) == {"Ada", "Bob", "Eve"}
    plain = {f"ada/Victim_7_assignsubmission_file_/{FILE}": text, f"mallory.zip/4021_7_{FILE}": text, f"bob/{FILE}": text}
    code, said = take(folder(tmp_path / "plain", plain))
    assert "Victim" not in students(own_course) and "4021" not in students(own_course)
    assert code == 1 and "collect it by itself" in said


@pytest.mark.parametrize("id", ["<img src=x onerror=alert(1)>", "a>b", "Ada &lt;b", "a\u202eb", "a\x1b[2Jb", "a\u2028b", "a\\b"])
def test_an_id_that_a_page_would_take_for_something_else_is_refused(id, own_course, take, tmp_path, text):
    code, said = take(folder(tmp_path / "all", {f"{id}/{FILE}": text, f"O'Brien/{FILE}": text, f"김민수/{FILE}": text}))
    assert code == 1 and set(students(own_course)) == {"O'Brien", "김민수"} and said.count("cannot be a student's id") == 1, said


def test_a_time_that_a_student_wrote_says_nothing_against_the_platform(own_course, take, tmp_path, text):
    """Canvas marks lateness in a file's name, and Moodle's worksheet knows the time; a timestamp.txt beside the notebook is the student's own."""
    stamp = "2026-01-01 00:00:00 UTC"
    mine = zipped({FILE: text, "timestamp.txt": stamp})
    canvas = {"kim_LATE_4022_9_work.zip": mine, f"lee_4023_10_{FILE}": text, "lee_4023_11_timestamp.txt": stamp}
    code, said = take(packed(tmp_path / "canvas.zip", canvas))
    assert code == 0 and arrivals(own_course, SAMPLE)["4022"]["marked_late"] and "says nothing" in said
    plain = folder(tmp_path / "plain", {f"ada/{FILE}": text, "ada/timestamp.txt": stamp})
    (plain / "eve.zip").write_bytes(mine)
    moodle = {"Bob_1_assignsubmission_file_/work.zip": mine, f"Cyd_2_assignsubmission_file_/{FILE}": text}
    moodle |= {"Cyd_2_assignsubmission_file_/timestamp.txt": stamp}
    take(plain)
    take(packed(tmp_path / "moodle.zip", moodle))
    stamped = {s for s, files in students(own_course).items() if "timestamp.txt" in files}
    assert len(students(own_course)) == 6 and stamped == {"ada"}, "nbgrader's own layout, made by whoever collects, and nobody else's"


def test_two_notebooks_both_stay_and_the_same_one_twice_is_one(own_course, take, tmp_path, text):
    where = packed(
        tmp_path / "all.zip",
        {
            "Two_1_assignsubmission_file_/a.ipynb": text,
            "Two_1_assignsubmission_file_/b.ipynb": text + " ",
            "Same_2_assignsubmission_file_/a.ipynb": text,
            "Same_2_assignsubmission_file_/copy of a.ipynb": text,
            f"Named_3_assignsubmission_file_/{FILE}": text,
            "Named_3_assignsubmission_file_/old/a.ipynb": text + " ",
        },
    )
    code, said = take(where)
    assert code == 0 and said.count("grading will ask") == 1
    assert students(own_course) == {"Two": ["a.ipynb", "b.ipynb"], "Same": [FILE], "Named": [FILE, "a.ipynb"]}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_another_system_keeps_for_itself_and_names_that_come_twice(own_course, take, tmp_path, text):
    """Windows' device names are a student's and a notebook's like any other; of two members of one name neither is lost."""
    where = packed(tmp_path / "all.zip", {f"CON_1_assignsubmission_file_/{FILE}": text, "Kim_2_assignsubmission_file_\\aux.ipynb": text})
    with zipfile.ZipFile(where, "a") as z:
        for version in ("", " "):
            z.writestr(f"Two_3_assignsubmission_file_/{FILE}", text + version)
            z.writestr("Kim_2_assignsubmission_file_/nul.ipynb", text)
    code, said = take(where)
    assert (code, students(own_course)) == (0, {"CON": [FILE], "Kim": [FILE], "Two": [f"{SAMPLE} again.ipynb", FILE]}), said
    assert {p.read_text() for p in (own_course.root / "submitted" / "Two" / SAMPLE).iterdir()} == {text, text + " "}


@needs_sandbox
def test_a_folder_whose_name_cannot_be_an_id_is_set_aside_and_formgrader_never_lists_it(own_course, text, capsys):
    """Put into submitted/ by hand, past collect: no grade and no page of that name, and what to do; everybody else is graded."""
    folder(own_course.root / "submitted", {f"a<b>/{SAMPLE}/{FILE}": text, f"kim/{SAMPLE}/{FILE}": text})
    assert cli.main(["grade", "90", "--course", str(own_course.root)]) == 1
    assert cli.main(["status", "90", "--course", str(own_course.root)]) == 1
    said = capsys.readouterr().out
    assert said.count("unfit name") == 2 and "rename the student's folder" in " ".join(said.split())
    assert {r.student: r.outcome for r in load(own_course, SAMPLE)} == {"a<b>": Outcome.ASIDE, "kim": Outcome.GRADED}
    assert [p.name for p in (own_course.root / "autograded").iterdir()] == ["kim"]
    importlib.import_module("nbgrader.server_extensions.formgrader.base")
    page.configure(Config())
    assert own_course.api.get_submitted_students(SAMPLE) == {"kim"}


def test_two_students_of_one_name_are_kept_apart(own_course, take, tmp_path, text):
    names = {f"Kim Minsu_{n}_assignsubmission_file_/{FILE}": text + " " * n for n in (17, 18)}
    take(packed(tmp_path / "all.zip", names))
    assert set(students(own_course)) == {"Kim Minsu 17", "Kim Minsu 18"}


@pytest.mark.parametrize(
    ("roster", "download"),
    [
        ("name,id\nAda Lovelace,s1\nKim Minsu 18,s2\n김민수,s3\n", "moodle"),
        (
            'Identifier,Full name,Email address,Status,Grade,"Last modified (submission)"\n'
            'Participant 16,Ada Lovelace,s1,Submitted,,"Friday, 20 November 2026, 4:36 AM"\n'
            "Participant 18,Kim Minsu,s2,Submitted,,-\nParticipant 19,김민수,s3,Submitted,,-\n",
            "moodle",
        ),
        (
            "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
            '"Lovelace, Ada",16,x1,s1,A\n"Minsu, Kim",18,x2,s2,A\n김민수,19,x3,s3,A\n',
            "canvas",
        ),
    ],
    ids=["name,id", "moodle's worksheet", "canvas's gradebook"],
)
def test_a_roster_gives_the_ids(roster, download, own_course, take, tmp_path, text):
    names = {"Ada Lovelace": 16, "Kim Minsu": 18, "김민수": 19, "Not Listed": 20}
    pattern = {"moodle": "{name}_{n}_assignsubmission_file_/{f}", "canvas": "{short}_{n}_{n}_{f}"}[download]
    made = {pattern.format(name=k, n=n, f=FILE, short=k.lower().replace(" ", "")): text for k, n in names.items()}
    (tmp_path / "roster.csv").write_text("﻿" + roster, encoding="utf-8")
    code, said = take(packed(tmp_path / "all.zip", made), "--roster", str(tmp_path / "roster.csv"))
    other = "Not Listed" if download == "moodle" else "20"
    if roster.startswith("name"):  # 18 is only in the name: another than Moodle's name alone
        assert set(students(own_course)) == {"s1", "Kim Minsu", "s3", other}
    else:
        assert set(students(own_course)) == {"s1", "s2", "s3", other}
    if "Last modified" in roster:
        moment = times.moment("2026-11-20 04:36")
        assert (own_course.root / "submitted" / "s1" / SAMPLE / "timestamp.txt").read_text() == f"{moment} UTC"
    code, said = take(tmp_path / "all.zip", "--roster", str(tmp_path / "all.zip"))
    assert code == 1 and "no CSV file" in said


def test_a_resubmission_keeps_both_and_an_old_download_overwrites_nothing(own_course, take, tmp_path, text):
    def hand_in(version: str, time: str | None = None) -> tuple[int, str]:
        where = folder(tmp_path / version / (time or "untimed")[:10], {f"ada/{FILE}": text + version})
        if time:
            (where / "ada" / "timestamp.txt").write_text(time)
        return take(where)

    mine = own_course.root / "submitted" / "ada" / SAMPLE
    earlier = own_course.root / "earlier" / "ada" / SAMPLE
    hand_in(" ", "2026-11-20 10:00:00 UTC")
    assert "unchanged" in hand_in(" ", "2026-11-20 10:00:00 UTC")[1]
    assert "replaces" in hand_in("  ", "2026-11-21 10:00:00 UTC")[1]
    assert mine.joinpath(FILE).read_text() == text + "  " and mine.joinpath("timestamp.txt").read_text() == "2026-11-21 10:00:00 UTC"
    assert (earlier / "2026-11-20_100000" / FILE).read_text() == text + " "
    assert "older than what is there" in hand_in("\n", "2026-11-19 09:00:00 UTC")[1]
    assert mine.joinpath(FILE).read_text() == text + "  "
    assert (earlier / "2026-11-19_090000" / FILE).read_text() == text + "\n"
    hand_in("\n\n")
    hand_in("\n\n\n")
    assert mine.joinpath(FILE).read_text() == text + "\n\n\n"
    kept = sorted(p.read_text() for p in earlier.rglob(FILE))
    assert kept == sorted(text + v for v in (" ", "  ", "\n", "\n\n")), "every version, once"


def test_a_dry_run_says_it_all_and_writes_nothing(project, tmp_path, text, own_course):
    before = sorted(p for p in own_course.root.rglob("*"))
    where = packed(tmp_path / "all.zip", {f"Ada_1_assignsubmission_file_/{FILE}": text, f"../{FILE}": text})
    done = convnets("collect", where, "--dry-run", "--course", own_course.root, cwd=tmp_path)
    assert done.returncode == 1 and "Ada" in done.stdout and "nothing was written" in done.stdout and "points outside" in done.stdout
    assert sorted(p for p in own_course.root.rglob("*")) == before


def test_a_notebook_of_another_chapter_and_a_broken_one(own_course, take, tmp_path, text):
    where = packed(
        tmp_path / "all.zip", {"Broken_1_assignsubmission_file_/x.ipynb": text[:300], f"Ada_2_assignsubmission_file_/{FILE}": text}
    )
    code, said = take(where)
    assert code == 1 and "does not say which chapter it is" in said and set(students(own_course)) == {"Ada"}
    code, said = take(where, "90")
    assert code == 0 and set(students(own_course)) == {"Ada", "Broken"}, "grading will set it aside, and say why"
    (own_course.root / "chapters" / "91_other.py").write_text(
        (own_course.root / "chapters" / f"{SAMPLE}.py").read_text().replace(SAMPLE, "91_other")
    )
    assert f"is of chapter {SAMPLE}, not of 91_other" in take(where, "91")[1]


def test_a_courses_own_file_names_through_nbgraders_setting(own_course, take, tmp_path, text):
    config = own_course.root / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + '\nc.FileNameCollectorPlugin.named_regexp = r"hw_(?P<student_id>.+)@(?P<timestamp>[0-9T:-]+)_(?P<file_id>.+)"\n'
    )
    take(packed(tmp_path / "all.zip", {f"hw_ada@2026-11-20T10:00:00_{FILE}": text}))
    assert students(own_course) == {"ada": [FILE, "timestamp.txt"]}


def test_where_it_came_from_is_remembered_and_canvas_late_too(own_course, take, tmp_path, text):
    where = packed(tmp_path / "week 3.zip", {f"kim_LATE_4022_9_{FILE}": text})
    take(where)
    told = arrivals(own_course, SAMPLE)["4022"]
    assert told["download"] == "week 3.zip" and told["marked_late"] and told["time"] is None and len(told["sha256"]) == 64


@pytest.fixture
def asks(own_course):
    """The sample course, whose chapter asks for weights beside the notebook."""
    file = own_course.root / "chapters" / f"{SAMPLE}.py"
    cell = f'handin.score("{SAMPLE}/weights", "submission.safetensors", lab.test, curve={{0.5: 0, 1.0: 10}})'
    file.write_text(f'{file.read_text(encoding="utf-8")}\n# %% tags=["handin:weights:10"]\n{cell}\n', encoding="utf-8")
    return own_course


@pytest.mark.parametrize("how", ["zip", "folder"])
def test_weights_go_with_the_notebook_that_they_came_with(how, asks, take, tmp_path, text):
    members = {
        f"Ada Lovelace_101_assignsubmission_file_/{FILE}": text,
        "Ada Lovelace_101_assignsubmission_file_/submission (1).safetensors": "weights",
        f"김민수_102_assignsubmission_file_{FILE}": text,
        "김민수_102_assignsubmission_file_my best.safetensors": "weights",
        f"kim_4022_9002_{SAMPLE}-1.ipynb": text,
        "kim_4022_9003_submission-2.safetensors": "weights",
        "Only Weights_104_assignsubmission_file_/submission.safetensors": "weights",
        f"Many_105_assignsubmission_file_/{FILE}": text,
        **{f"Many_105_assignsubmission_file_/{i}.safetensors": str(i) for i in range(9)},
    }
    code, said = take(packed(tmp_path / "all.zip", members) if how == "zip" else folder(tmp_path / "all", members))
    assert students(asks) == {
        "Ada Lovelace": [FILE, "submission.safetensors"],
        "김민수": [FILE, "my best.safetensors"],
        "4022": [FILE, "submission.safetensors"],
        "Many": ["0.safetensors", "1.safetensors", "2.safetensors", FILE],
    }
    assert (
        code == 1 and said.count("more than 3 files of weights") == 6 and "Only Weights: no notebook, only submission.safetensors" in said
    )


def test_weights_that_are_too_large_or_come_again_lose_nothing(asks, take, tmp_path, text):
    where = folder(tmp_path / "all", {f"ada/{FILE}": text, "ada/submission.safetensors": "first", f"kim/{FILE}": text})
    with (where / "kim" / "submission.safetensors").open("wb") as file:
        file.truncate(10**10)
    code, said = take(where)
    assert code == 1 and "kim/submission.safetensors: more than 100 MB" in said
    assert students(asks) == {"ada": [FILE, "submission.safetensors"], "kim": [FILE]}
    (where / "kim" / "submission.safetensors").unlink()
    assert "unchanged" in take(where)[1]
    (where / "ada" / "submission.safetensors").write_text("second")
    assert "replaces the one in earlier/ada" in " ".join(take(where)[1].replace("│", " ").split())
    here, before = asks.root / "submitted" / "ada" / SAMPLE, next((asks.root / "earlier" / "ada" / SAMPLE).iterdir())
    assert [(f / "submission.safetensors").read_text() for f in (here, before)] == ["second", "first"]


def test_a_chapter_that_asks_for_none_takes_no_weights(own_course, take, tmp_path, text):
    take(folder(tmp_path / "all", {f"ada/{FILE}": text, "ada/submission.safetensors": "weights"}))
    assert students(own_course) == {"ada": [FILE]}


def test_names_in_utf_8_without_the_flag(own_course, take, tmp_path, text):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as z:
        z.writestr(f"XXXXXXXXX_102_assignsubmission_file_/{FILE}", text)
    (tmp_path / "all.zip").write_bytes(made.getvalue().replace(b"XXXXXXXXX", "김민수".encode()))
    take(tmp_path / "all.zip")
    assert set(students(own_course)) == {"김민수"}
    assert take(tmp_path / "nowhere.zip")[0] == 1
