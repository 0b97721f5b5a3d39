"""The files of a download, in a zip or a folder, within bounds: what is too large, broken or points elsewhere is refused in a line."""

import contextlib
import io
import os
import re
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from convnets.classroom.course import CourseError
from convnets.classroom.submissions import SIZE_LIMIT, one_line

JUNK = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)(/|$)")
MEMBERS = 50_000  # files in a download
STUDENT_LIMIT = 200_000_000  # bytes of one student's notebooks


class Refused(Exception):
    """One file, or one student's files, that are not taken; says why."""


@dataclass(frozen=True)
class File:
    """A file in a download: where it lies in it, and how to get its bytes."""

    path: str
    read: Callable[..., bytes]  # at most as many as a notebook may have, or as are named
    time: datetime | None = None


def read(where: Path) -> Iterator[File | str]:
    """The files of a zip or a folder; for what is refused, the reason."""
    if where.is_dir():
        yield from _folder(where)
    elif zipfile.is_zipfile(where):
        yield from _zip(where.open("rb"), "", depth=1)
    elif where.exists():
        raise CourseError(f"{where} is neither a folder nor a zip file")
    else:
        raise CourseError(f"there is no {where}")


def _folder(where: Path) -> Iterator[File | str]:
    count = 0
    for folder, inner, names in os.walk(where):
        inner.sort()
        for name in [n for n in inner if Path(folder, n).is_symlink()] + sorted(names):
            path = Path(folder, name)
            inside = path.relative_to(where).as_posix()
            count += 1
            if count > MEMBERS:
                raise CourseError(f"{where} holds more than {MEMBERS:,} files: is this the folder that you mean?")
            if JUNK.search(inside):
                continue
            if not stat.S_ISREG(path.lstat().st_mode):
                yield f"{one_line(inside)}: a link or a device, not a file"
            elif path.suffix.lower() == ".zip":
                yield from _zip(path.open("rb"), f"{inside}/", depth=1)
            else:
                time = datetime.fromtimestamp(path.lstat().st_mtime, UTC).replace(tzinfo=None)
                yield File(inside, lambda *limit, path=path: bounded(path.open("rb"), *limit), time)


def _zip(stream: io.BufferedIOBase, prefix: str, depth: int) -> Iterator[File | str]:
    """The files of a zip, and of a zip in it (a student who packed the work); no deeper."""
    try:
        packed = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as e:
        yield f"{one_line(prefix.rstrip('/'))}: a zip file that cannot be opened ({one_line(str(e))})"
        return
    members = packed.infolist()
    if len(members) > MEMBERS:
        raise CourseError(f"the zip file holds {len(members):,} files, more than the {MEMBERS:,} that are looked at")
    for member in members:
        name = _member_name(member)
        path = prefix + name
        if member.is_dir() or JUNK.search(path):
            continue
        if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:[\\/]", name) or ".." in re.split(r"[\\/]", name):
            yield f"{one_line(path)}: points outside the download"
        elif stat.S_ISLNK(member.external_attr >> 16):
            yield f"{one_line(path)}: a link, not a file"
        elif member.flag_bits & 0x1:
            yield f"{one_line(path)}: encrypted; unpack it and collect the folder"
        elif name.lower().endswith(".zip"):
            if depth > 1:
                yield f"{one_line(path)}: a zip in a zip in a zip"
                continue
            try:
                inner = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115, it is read until everything is sorted
                inner.write(bounded(packed.open(member), STUDENT_LIMIT))
                yield from _zip(inner, f"{path}/", depth + 1)
            except Refused as e:
                yield f"{one_line(path)}: {e}"
        else:
            yield File(path, lambda *limit, member=member: bounded(packed.open(member), *limit))


def _member_name(member: zipfile.ZipInfo) -> str:
    """A name without the flag for UTF-8 may be UTF-8 all the same: some zip writers do not set it."""
    name = member.orig_filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.partition("\0")[0])


def bounded(stream, limit: int = SIZE_LIMIT) -> bytes:
    """What is in a stream, never more than a notebook may hold, whatever its header says."""
    try:
        with stream:
            data = stream.read(limit + 1)
    except Exception as e:  # zipfile raises many kinds for a damaged member
        raise Refused(f"cannot be read ({one_line(str(e)) or type(e).__name__})") from None
    if len(data) > limit:
        raise Refused(f"more than {limit / 1e6:.0f} MB")
    return data
