"""The files of a download, in a zip or a folder, within bounds: what is too large, broken or points elsewhere is refused in a line.

The limits of a download are its own; those of a student's files are each student's, so that one who hands in too much costs nobody else.
"""

import contextlib
import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from convnets.classroom.course import CourseError
from convnets.classroom.intake.submissions import SIZE_LIMIT, one_line

JUNK = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)(/|$)")
MEMBERS, LISTING = 500_000, 100_000_000  # files in a download, and bytes of a zip's list of them
STUDENT_FILES, STUDENT_LISTING, STUDENT_ZIPS = 10_000, 4_000_000, 20  # of one student, the same; and zips
STUDENT_LIMIT = 200_000_000  # bytes of one student's notebooks, and of the zips that they come in
LONGEST_PATH, LONGEST_SHOWN = 1_000, 120  # characters
UNIX = 3  # the system that a zip says it was made on
DEEPEST = 2  # a zip in a zip


class Refused(Exception):
    """One file that is not taken; says why."""


class Large(Refused):
    """A file that is larger than it may be."""


class TooMuch(Refused):
    """A student's files, of which none is taken; says why."""


@dataclass(frozen=True)
class File:
    """A file in a download: where it lies in it, and how to get its bytes."""

    path: str
    read: Callable[..., bytes]  # at most as many as a notebook may have, or as are named
    time: datetime | None = None
    on_disk: Path | None = None
    depth: int = 0  # how many zips it lies in

    @property
    def is_zip(self) -> bool:
        return self.path.lower().endswith(".zip")


@dataclass(frozen=True)
class Refusal:
    """A file in a download that is not taken, and why."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{shown(self.path)}: {self.reason}"


@dataclass
class Allowance:
    """What is left of what one student's files may take."""

    files: int = STUDENT_FILES
    zips: int = STUDENT_ZIPS
    bytes: int = STUDENT_LIMIT

    def spend(self, files: int) -> None:
        """Raises TooMuch."""
        self.files -= files
        if self.files < 0:
            raise TooMuch(f"more than {STUDENT_FILES:,} files")


class Download:
    """A zip or a folder. Use as a context manager; ``store`` is a folder for the zips that are in it.

    Of the zips in it one at a time is open: a class may hand in more of them than a process may hold open.
    """

    def __init__(self, where: Path, store: Path) -> None:
        self.where, self.store = where, store
        self._outer: zipfile.ZipFile | None = None
        self._inner: tuple[Path, zipfile.ZipFile] | None = None
        self._stored = 0

    def __enter__(self) -> "Download":
        return self

    def __exit__(self, *_: object) -> None:
        for opened in (self._outer, self._inner and self._inner[1]):
            if opened:
                _close(opened)

    def files(self) -> Iterator[File | Refusal]:
        """Its files, zips among them, and what is refused. Raises CourseError for what is no download."""
        if self.where.is_dir():
            yield from self._folder()
        elif zipfile.is_zipfile(self.where):
            try:
                self._outer = _opened(self.where, LISTING)
            except Refused as e:
                raise CourseError(f"{self.where}: {e}") from None
            members = self._outer.infolist()
            if len(members) > MEMBERS:
                raise CourseError(f"the zip file holds {len(members):,} files, more than the {MEMBERS:,} that are looked at")
            yield from _members(members, "", 1, lambda: self._outer)
        elif self.where.exists():
            raise CourseError(f"{self.where} is neither a folder nor a zip file")
        else:
            raise CourseError(f"there is no {self.where}")

    def unpacked(self, file: File, left: Allowance) -> Iterator[File | Refusal]:
        """The files of a zip that a student handed in, and of a zip in it; no deeper. Raises TooMuch."""
        if not file.is_zip:
            yield file
            return
        left.zips -= 1
        if left.zips < 0:
            raise TooMuch(f"more than {STUDENT_ZIPS} zip files")
        if file.depth >= DEEPEST:
            yield Refusal(file.path, "a zip in a zip in a zip")
            return
        try:
            place = file.on_disk or self._kept(file, left)
            members = self._open(place).infolist()
        except TooMuch:
            raise
        except Refused as e:
            yield Refusal(file.path, str(e))
            return
        left.spend(len(members))
        for found in _members(members, f"{file.path}/", file.depth + 1, lambda: self._open(place)):
            if isinstance(found, File):
                yield from self.unpacked(found, left)
            else:
                yield found

    def _folder(self) -> Iterator[File | Refusal]:
        count, below = 0, {}  # files in all, and in each folder, and in each folder of one
        for folder, inner, names in os.walk(self.where):
            inner[:] = sorted(n for n in inner if not JUNK.search(n))
            part = Path(folder).relative_to(self.where).parts[:2]
            for name in [n for n in inner if Path(folder, n).is_symlink()] + sorted(names):
                path = Path(folder, name)
                inside = path.relative_to(self.where).as_posix()
                count += 1
                below[part] = below.get(part, 0) + 1
                if count > MEMBERS:
                    raise CourseError(f"{self.where} holds more than {MEMBERS:,} files: is this the folder that you mean?")
                if len(part) and below[part] > (MEMBERS // 5 if len(part) == 1 else 2 * STUDENT_FILES):
                    yield Refusal("/".join(part), f"more than {below[part] - 1:,} files: the rest is not looked at")
                    inner.clear()
                    break
                if JUNK.search(inside):
                    continue
                status = path.lstat()
                if not stat.S_ISREG(status.st_mode):
                    yield Refusal(inside, "a link or a device, not a file")
                elif status.st_nlink > 1 and status.st_uid != path.parent.stat().st_uid:
                    yield Refusal(inside, "another name of somebody else's file")
                elif len(inside) > LONGEST_PATH:
                    yield Refusal(inside, f"a name of {len(inside):,} characters")
                else:
                    time = datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None)
                    yield File(inside, lambda *limit, inside=inside: bounded(lambda: unlinked(self.where, inside), *limit), time, path)

    def _kept(self, file: File, left: Allowance) -> Path:
        """A copy of a zip that lies in another one, to be opened when something of it is read. Raises Refused, TooMuch."""
        try:
            data = file.read(left.bytes)
        except Large:
            raise TooMuch(f"zips of more than {STUDENT_LIMIT / 1e6:.0f} MB") from None
        left.bytes -= len(data)
        self._stored += 1
        place = self.store / f"{self._stored}.zip"
        place.write_bytes(data)
        return place

    def _open(self, place: Path) -> zipfile.ZipFile:
        if self._inner and self._inner[0] != place:
            _close(self._inner[1])
            self._inner = None
        if not self._inner:
            self._inner = place, _opened(place, STUDENT_LISTING)
        return self._inner[1]


class _Bounded(io.BufferedReader):
    """A file of which zipfile cannot read an endless list of names into memory."""

    def __init__(self, place: Path, listing: int) -> None:
        super().__init__(unlinked(place.parent, place.name).detach())
        self.listing: int | None = listing

    def read(self, size: int | None = -1) -> bytes:
        if self.listing is not None and size is not None and size > self.listing:
            raise TooMuch(f"its list of files has {size / 1e6:,.0f} MB")
        return super().read(size)


def _opened(place: Path, listing: int) -> zipfile.ZipFile:
    """A zip, whose list of files is read. Raises Refused."""
    try:
        stream = _Bounded(place, listing)
    except OSError as e:
        raise Refused(f"a zip file that cannot be opened ({one_line(str(e))[:200]})") from None
    try:
        packed = zipfile.ZipFile(stream)
    except Refused:
        stream.close()
        raise
    except Exception as e:  # zipfile raises many kinds for a damaged file
        stream.close()
        raise Refused(f"a zip file that cannot be opened ({one_line(str(e))[:200] or type(e).__name__})") from None
    stream.listing = None
    return packed


def _close(packed: zipfile.ZipFile) -> None:
    """A ZipFile does not close a file that it did not open."""
    packed.fp.close()
    packed.close()


def _members(members: list[zipfile.ZipInfo], prefix: str, depth: int, packed: Callable[[], zipfile.ZipFile]) -> Iterator[File | Refusal]:
    """The files of a zip; ``packed()`` is the open zip whenever one is read."""
    for member in members:
        name = _member_name(member)
        path = prefix + name
        kind = stat.S_IFMT(member.external_attr >> 16)
        if name.endswith("/") or JUNK.search(path[-LONGEST_PATH:]):
            continue
        if len(path) > LONGEST_PATH:
            yield Refusal(path, f"a name of {len(path):,} characters")
        elif name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:[\\/]", name) or ".." in re.split(r"[\\/]", name):
            yield Refusal(path, "points outside the download")
        elif kind == stat.S_IFLNK:
            yield Refusal(path, "a link, not a file")
        elif kind not in (0, stat.S_IFREG):
            yield Refusal(path, "a device, not a file")
        elif member.flag_bits & 0x1:
            yield Refusal(path, "encrypted; unpack it and collect the folder")
        else:
            yield File(path, lambda *limit, member=member: bounded(lambda: packed().open(member), *limit), depth=depth)


def _member_name(member: zipfile.ZipInfo) -> str:
    """A name as it was meant: ``/`` between folders where a Windows program wrote ``\\``, and in NFC.

    Without the flag for UTF-8 a name may be UTF-8 all the same, or stand beside it in a field of its own, or be Korean Windows' cp949.
    """
    name = member.orig_filename
    if not member.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        name = _unicode_field(member.extra, raw) or _decoded(raw) or name
    name = unicodedata.normalize("NFC", name.partition("\0")[0])
    return name if "/" in name and member.create_system == UNIX else name.replace("\\", "/")


def _unicode_field(extra: bytes, raw: bytes) -> str:
    """The name in a zip's field for Unicode paths (0x7075), if it still belongs to the name beside it; else nothing."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == 0x7075 and len(field) > 5 and field[0] == 1 and struct.unpack("<L", field[1:5])[0] == zlib.crc32(raw):
            with contextlib.suppress(UnicodeError):
                return field[5:].decode("utf-8")
    return ""


def _decoded(raw: bytes) -> str:
    """Bytes that are UTF-8, or cp949 in which they are Hangul, syllables in use for the most part: two accents of cp437 make a rare one."""
    with contextlib.suppress(UnicodeError):
        return raw.decode("utf-8")
    with contextlib.suppress(UnicodeError):
        name = raw.decode("cp949")
        hangul = [c for c in name if not c.isascii()]
        if all("\uac00" <= c <= "\ud7a3" for c in hangul) and 2 * sum(len(c.encode("euc_kr")) == 2 for c in hangul) >= len(hangul):
            return name
    return ""


def bounded(opened: Callable[[], IO[bytes] | io.BufferedIOBase], limit: int = SIZE_LIMIT) -> bytes:
    """What is in a stream, never more than a notebook may hold, whatever its header says. Raises Refused."""
    try:
        with opened() as stream:
            data = stream.read(limit + 1)
    except Exception as e:  # zipfile raises many kinds for a damaged member
        raise Refused(f"cannot be read ({one_line(str(e))[:200] or type(e).__name__})") from None
    if len(data) > limit:
        raise Large(f"more than {limit / 1e6:.0f} MB")
    return data


def unlinked(root: Path, inside: str) -> io.BufferedIOBase:
    """A file below a folder, opened so that no link on the way is followed: its owner may change it while it is looked at. Raises OSError."""
    if os.open not in os.supports_dir_fd:  # Windows
        return Path(root, inside).open("rb")
    *folders, name = inside.split("/")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            below = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
    finally:
        os.close(at)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError("a link or a device, not a file")
    return os.fdopen(file, "rb")


def shown(path: str) -> str:
    """A file's place in a line, whatever it holds and however long it is."""
    path = one_line(path)
    return path if len(path) <= LONGEST_SHOWN else f"{path[: LONGEST_SHOWN // 2]}…{path[-LONGEST_SHOWN // 2 :]}"
