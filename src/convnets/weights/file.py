"""A safetensors file read with suspicion: nothing in such a file is code, and nothing here opens any other kind.

The library that opens it (https://github.com/huggingface/safetensors#format) refuses a header that does not add up: tensors that overlap, leave gaps,
or are larger or smaller than the file.
"""

import os
import stat
from pathlib import Path

from torch import Tensor

LIMIT = 100_000_000  # bytes of a file; nbgrader's own limit, and what most learning platforms take
HEADER_LIMIT = 1_000_000  # bytes; a network of 400 tensors has about 40,000
PICKLES = b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"  # torch.save, now and once


class FileError(ValueError):
    """A file that is not taken; says why, and what to do, in a sentence without the file's name."""


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors of a file by name, and its metadata. Raises FileError for a link, a device, what is too large and what is damaged;
    FileNotFoundError where there is none."""
    from safetensors import SafetensorError, safe_open

    if path.is_symlink():
        raise FileError("is a link to another file; hand in the file itself")
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise FileError("is a folder; name the file" if stat.S_ISDIR(found.st_mode) else "is no ordinary file")
    if found.st_size > LIMIT:
        raise FileError(
            f"has {found.st_size / 1e6:,.0f} MB, and {LIMIT / 1e6:.0f} MB are the most: hand in a smaller network, or the head alone"
        )
    with path.open("rb") as file:
        start, first = file.read(8), file.read(1)
    if start.startswith(PICKLES) and first != b"{":  # some lengths begin like a pickle
        raise FileError("is a pickle, as torch.save writes it, and could run any code when it is opened, so it was not: use handin.write")
    if len(start) < 8:
        raise FileError("is empty: write it again" if not start else "is cut off after a few bytes: write it again, or upload it again")
    if int.from_bytes(start, "little") > HEADER_LIMIT:
        raise FileError("is no safetensors file: write it with handin.write")
    try:
        with safe_open(os.fspath(path), "pt") as opened:
            return {name: opened.get_tensor(name).clone() for name in opened.keys()}, opened.metadata() or {}  # noqa: SIM118
    except (SafetensorError, ValueError, TypeError, AttributeError, RuntimeError) as error:  # the others: a type that torch does not have
        why = shown(str(error).split(": ", 1)[-1])
        raise FileError(f"is cut off, damaged or no safetensors file ({why}): write it with handin.write, or upload it again") from None


def shown(name: str) -> str:
    """A text that may be anything, a tensor's name say, as a message can hold it."""
    text = "".join(c if c.isprintable() else "?" for c in name)
    return repr(text if len(text) <= 60 else text[:59] + "…")
