"""Files: written whole or not at all, and known by their hash."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any


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
