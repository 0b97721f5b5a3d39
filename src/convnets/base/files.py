"""Files: written whole or not at all, known by their hash, kept so that nothing is computed twice."""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Found = TypeVar("Found")


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal; read piece by piece, however large it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(file: Path, data: Any) -> None:
    """Write data as JSON, whole or not at all."""
    write_whole(file, json.dumps(data, ensure_ascii=False))


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all, its folder too if it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def stored(file: Path | None, read: Callable[[Any], Found], compute: Callable[[], Any], *, again: bool = False) -> Found:
    """What a JSON file holds, as `read` takes it; computed and written where there is none, one that a full disk cut off, or `again`."""
    if file and file.is_file() and not again:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return read(json.loads(file.read_text(encoding="utf-8")))
    found = compute()
    if file:
        write_json(file, found)
    return read(found)
