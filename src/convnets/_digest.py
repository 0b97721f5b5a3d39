"""The hash of a file."""

import hashlib
from pathlib import Path


def digest(path: Path) -> str:
    """SHA-256 of its bytes, in hexadecimal; read piece by piece, however large it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
