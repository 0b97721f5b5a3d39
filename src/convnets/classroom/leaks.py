"""Nothing that only an instructor may know reaches a student: looked for in the finished files, not assumed of the tools that made them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import nbformat

from convnets.classroom.chapter import Chapter
from convnets.classroom.syntax import HIDDEN, MARK_SCHEME, SOLUTION

SHORTEST = 12  # characters: a shorter line tells nothing
RUN = 3  # so many lines of a solution one after the other are no coincidence, even where each of them is public


class LeakError(RuntimeError):
    """A line that only an instructor may know stands in what a student gets."""


def check(chapter: Chapter, texts: Mapping[str, str]) -> None:
    """Raise LeakError when one of ``texts`` (what it is: its text) holds a secret of the chapter."""
    told = "\n".join(_public(cell.source) for cell in chapter.cells if cell.kind != "written")
    public = {line.strip() for line in told.splitlines()}
    for what, text in texts.items():
        lines = [line.strip() for line in text.splitlines()]
        if marker := next((line for line in lines if re.match(r"### (BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", line)), None):
            raise LeakError(f"{chapter.name}: the {what} for students still holds the marker {marker!r}: a region was not taken out")
        present = set(lines)
        for kind, secret in _secrets(chapter):
            alone = [s for s in secret if len(s) >= SHORTEST and s not in public]
            if found := next((s for s in alone if s in present), None):
                raise LeakError(f"{chapter.name}: the {what} for students holds a line of {kind}: {found!r}")
            if kind == "a solution" and (run := _copied(secret, lines)):
                raise LeakError(f"{chapter.name}: the {what} for students repeats {RUN} lines of a solution, from {run!r} on")
        for exercise in chapter.exercises.values():
            for o in exercise.observations:
                if not o.public and o.label in text and o.label not in told:
                    raise LeakError(f"{chapter.name}: the {what} for students names the hidden check {o.label!r}")


def readable(file: str) -> str:
    """The text of a notebook's cells, or of a key's strings, as it is read. Raises LeakError when a cell has an output."""
    data = json.loads(file)
    if "cells" not in data:
        return "\n".join(_strings(data))
    notebook = nbformat.reads(file, 4)
    parts = [*_strings(notebook.metadata)]
    for cell in notebook.cells:
        if cell.get("outputs"):
            raise LeakError(f"the notebook for students has an output under {cell.get('id')}")
        parts += [cell.source, *_strings(cell.metadata), *_strings(cell.get("attachments", {}))]
    return "\n".join(parts)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for value in [*data, *data.values()] if isinstance(data, dict) else data:
            yield from _strings(value)


def _public(source: str) -> str:
    for region in (HIDDEN, SOLUTION, MARK_SCHEME):
        source = region.sub("", source)
    return source


def _secrets(chapter: Chapter) -> Iterable[tuple[str, list[str]]]:
    for cell in chapter.cells:
        if cell.kind == "written":
            yield "a model answer or its rubric", _lines(cell.source)
        for kind, region in (("a solution", SOLUTION), ("a hidden check", HIDDEN)):
            for found in region.findall(cell.source):
                yield kind, _lines(found)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not re.match(r"\s*### (BEGIN|END) ", line)]


def _copied(secret: list[str], lines: list[str]) -> str | None:
    if len(secret) < RUN:
        return None
    text = "\n".join(lines)
    for i in range(len(secret) - RUN + 1):
        run = secret[i : i + RUN]
        if sum(map(len, run)) >= RUN * SHORTEST and "\n".join(run) in text:
            return run[0]
    return None
