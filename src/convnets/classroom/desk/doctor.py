"""What is installed, what would be used, what is missing and how to get it."""

import importlib.metadata
import platform
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from rich.table import Table
from rich.text import Text

import convnets
from convnets import data, keys
from convnets.base import device, settings
from convnets.base.console import console
from convnets.classroom.running import sandbox, warm

GOOD, NOTE, BAD = "✓", "·", "✗"


def report() -> int:
    """Print one line a thing; 1 when something that the course needs is missing."""
    out = Table("", "what", "found", box=None, pad_edge=False)
    missing = False
    for mark, what, found in findings():
        missing = missing or mark == BAD
        out.add_row(Text(mark, {GOOD: "green", BAD: "red"}.get(mark, "dim")), what, Text(found))
    console().print(out)
    return 1 if missing else 0


def findings() -> Iterator[tuple[str, str, str]]:
    """Mark, thing, what was found and what to do about it."""
    enough = sys.version_info >= (3, 11)
    yield GOOD if enough else BAD, "Python", platform.python_version() + ("" if enough else ": 3.11 or newer is needed")
    for name in requirements():
        try:
            yield GOOD, name, importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield BAD, name, f"missing: {sys.executable} -m pip install {name}"
    yield GOOD, "device", device.describe()
    found = sandbox.find()
    yield GOOD if found.safe else NOTE, "sandbox", f"{found.name}: {found.note}" + ("" if found.safe else " (only grading needs it)")
    if found.safe:
        yield NOTE, "starts", warm.note(found)
    yield GOOD, "data", ", ".join(f"{name}: {note}" for name, note in data.at_hand().items())
    yield GOOD if keys.chapters() else NOTE, "chapters", ", ".join(keys.chapters()) or "no practice keys: run `convnets release`"
    yield GOOD if shutil.which("make") else NOTE, "make", shutil.which("make") or "missing: use `python -m convnets ...` instead"
    yield (
        NOTE,
        "fast mode",
        "on: every training takes a few batches (CONVNETS_FAST=1)" if settings.fast() else "off (CONVNETS_FAST=1 turns it on)",
    )
    yield NOTE, "home", f"{settings.home()} (CONVNETS_HOME sets it)"


def requirements() -> list[str]:
    """The names of the packages that the course is built on, from its own metadata, or from pyproject.toml beside it."""
    try:
        wanted = importlib.metadata.requires("convnets-course") or []
    except importlib.metadata.PackageNotFoundError:  # run from a bundle that was not installed
        file = Path(convnets.__file__).resolve().parents[2] / "pyproject.toml"
        wanted = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["dependencies"] if file.is_file() else []
    return [Requirement(r).name for r in wanted if "extra ==" not in r]
