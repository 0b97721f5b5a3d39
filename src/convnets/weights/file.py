"""A safetensors file read with suspicion: its header first, within bounds, and nothing of it that does not add up.

The format (https://github.com/huggingface/safetensors#format): eight bytes with the header's length, a JSON object that gives each tensor's
type, shape and place, then the numbers. Nothing in such a file is code, and nothing here opens any other kind.
"""

import json
import math
import os
import stat
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

LIMIT = 100_000_000  # bytes of a file; nbgrader's own limit, and what most learning platforms take
HEADER_LIMIT = 1_000_000  # bytes; a network of 400 tensors has about 40,000
PICKLES = b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"  # torch.save, now and once
TYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip


class FileError(ValueError):
    """A file that is not taken; says why, and what to do, in a sentence without the file's name."""


@dataclass(frozen=True)
class Place:
    """What the header says of one tensor."""

    dtype: torch.dtype
    shape: tuple[int, ...]
    start: int
    end: int


def opened(path: Path) -> BinaryIO:
    """The file, open. Raises FileError for a link, a device and what is too large, FileNotFoundError where there is none."""
    if path.is_symlink():
        raise FileError("is a link to another file; hand in the file itself")
    flags = (getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))  # a pipe must not keep us waiting
    number = os.open(path, os.O_RDONLY | sum(flags))
    found = os.fstat(number)
    if stat.S_ISREG(found.st_mode) and found.st_size <= LIMIT:
        return open(number, "rb")
    os.close(number)
    if not stat.S_ISREG(found.st_mode):
        raise FileError("is a folder; name the file" if stat.S_ISDIR(found.st_mode) else "is no ordinary file")
    raise FileError(
        f"has {found.st_size / 1e6:,.0f} MB, and {LIMIT / 1e6:.0f} MB are the most: hand in a smaller network, or the head alone"
    )


def header(file: BinaryIO) -> tuple[dict[str, Place], dict[str, str]]:
    """Where each tensor lies, and the metadata; the file is left at its first number. Raises FileError."""
    size = os.fstat(file.fileno()).st_size
    start, first = file.read(8), file.read(1)
    if start.startswith(PICKLES) and first != b"{":  # some lengths begin like a pickle
        raise FileError("is a pickle, as torch.save writes it, and could run any code when it is opened, so it was not: use handin.write")
    if len(start) < 8:
        raise FileError("is empty: write it again" if not start else "is cut off after a few bytes: write it again, or upload it again")
    (length,) = struct.unpack("<Q", start)
    if length > HEADER_LIMIT or length < 2:
        raise FileError("is no safetensors file: write it with handin.write")
    text = first + file.read(length - 1)
    if len(text) < length:
        raise FileError("is cut off in its header: write it again, or upload it again")
    try:
        told = json.loads(text.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise FileError("is damaged, or no safetensors file: its header cannot be read; write it with handin.write") from None
    metadata = told.pop("__metadata__", {}) if isinstance(told, dict) else None
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise FileError("is damaged: its header is no table of tensors")
    places = {name: _place(name, entry) for name, entry in told.items()}
    end = 0
    for place in sorted(places.values(), key=lambda p: (p.start, p.end)):
        if place.start != end:
            raise FileError("is damaged: its tensors overlap, or leave gaps")
        end = place.end
    there = size - 8 - length
    if there < end:
        raise FileError(f"is cut off: {there:,} of {end:,} bytes of numbers are there; write it again, or upload it again")
    if there > end:
        raise FileError(f"holds {there - end:,} bytes more than its header tells of: write it with handin.write")
    return places, metadata


def tensors(file: BinaryIO, places: dict[str, Place]) -> dict[str, Tensor]:
    """The numbers themselves, of a file whose header was read. Raises FileError where one is NaN or infinite."""
    numbers = bytearray(file.read())
    found = {}
    for name, place in places.items():
        if place.start == place.end:
            value = torch.empty(place.shape, dtype=place.dtype)
        else:
            value = torch.frombuffer(numbers, dtype=torch.uint8, offset=place.start, count=place.end - place.start)
            value = value.clone().view(place.dtype).reshape(place.shape)
        if value.is_floating_point() and not value.isfinite().all():
            raise FileError(f"holds numbers that are none (NaN or infinite) in {shown(name)}: the training ran away; hand in other weights")
        found[name] = value
    return found


def shown(name: str) -> str:
    """A tensor's name, which may be anything, as a message can hold it."""
    text = "".join(c if c.isprintable() else "?" for c in name)
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _place(name: str, entry: Any) -> Place:
    try:
        dtype, shape, (start, end) = TYPES[entry["dtype"]], tuple(entry["shape"]), entry["data_offsets"]
        if len(name) > 200 or len(shape) > 8 or not all(type(n) is int and 0 <= n <= LIMIT for n in (*shape, start, end)):
            raise ValueError
        if end - start != math.prod(shape) * dtype.itemsize:
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise FileError(f"is damaged: its header says of {shown(name)} what cannot be") from None
    return Place(dtype, shape, start, end)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _refused(constant: str) -> None:
    raise ValueError(constant)
