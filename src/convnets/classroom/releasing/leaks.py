"""Nothing that only an instructor may know reaches a student: looked for in the finished files, not assumed of the tools that made them.

A chapter's secrets are looked for where they can be, in what is made of this chapter: a solution's lines anywhere, what its hidden tests call and
ask for in its checks and its key. Prose may well hold a word that is a hidden label too, and a later chapter may give what an earlier one asked for.
"""

import ast
import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import nbformat

from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.chapters.syntax import HIDDEN, MARK_SCHEME, SOLUTION, parse

SHORTEST = 12  # characters: a shorter line tells nothing
RUN = 3  # so many lines of a solution one after the other are no coincidence, even where each of them is public


class LeakError(RuntimeError):
    """A line that only an instructor may know stands in what a student gets."""


class Text(NamedTuple):
    """What a file of a chapter tells: all of it, and each of its checks, or each string of a key."""

    whole: str
    checks: tuple[str, ...]


def check(chapter: Chapter, texts: Mapping[str, Text | str]) -> None:
    """Raise LeakError when one of ``texts`` (what it is: what it tells; a page tells all in one) holds a secret of the chapter."""
    told = "\n".join(_public(cell.source) for cell in chapter.cells if cell.kind != "written")
    asked = [cell for cell in chapter.cells if cell.kind == "check"]
    known = [cell.public_source for cell in asked]
    hidden = [o.label for exercise in chapter.exercises.values() for o in exercise.observations if not o.public]
    expressions = _expressions(cell.source for cell in asked) - _expressions(known)
    public = {line.strip() for line in told.splitlines()}
    for what, text in texts.items():
        whole, checks, near = (*text, "\n".join(known)) if isinstance(text, Text) else (text, (text,), told)
        lines = [line.strip() for line in whole.splitlines()]
        if marker := next((line for line in lines if re.match(r"### (BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", line)), None):
            raise LeakError(f"{chapter.name}: the {what} for students still holds the marker {marker!r}: a region was not taken out")
        present = set(lines)
        for kind, secret in _secrets(chapter):
            alone = [s for s in secret if len(s) >= SHORTEST and s not in public]
            if found := next((s for s in alone if s in present), None):
                raise LeakError(f"{chapter.name}: the {what} for students holds a line of {kind}: {found!r}")
            if kind == "a solution" and (run := _copied(secret, lines)):
                raise LeakError(f"{chapter.name}: the {what} for students repeats {RUN} lines of a solution, from {run!r} on")
        if found := next((label for label in hidden if label not in near and any(_names(label, c) for c in checks)), None):
            raise LeakError(f"{chapter.name}: the {what} for students names the hidden check {found!r}")
        if found := min(expressions & _expressions(checks), default=None):
            raise LeakError(f"{chapter.name}: the {what} for students holds what a hidden check asks for: {found!r}")


def readable(file: str) -> Text:
    """What a notebook's cells, or a key's strings, tell. Raises LeakError when a cell has an output."""
    data = json.loads(file)
    if "cells" not in data:
        strings = tuple(_strings(data))
        return Text("\n".join(strings), strings)
    notebook = nbformat.reads(file, 4)
    parts, checks = [*_strings(notebook.metadata)], []
    for cell in notebook.cells:
        if cell.get("outputs"):
            raise LeakError(f"the notebook for students has an output under {cell.get('id')}")
        parts += [cell.source, *_strings(cell.metadata), *_strings(cell.get("attachments", {}))]
        checks += [cell.source] if "observe(" in cell.source else []
    return Text("\n".join(parts), tuple(checks))


def _names(label: str, check: str) -> bool:
    """Whether a check's code, or a page, holds a label; of a key's one-line strings only the label itself, for a sentence may use its words."""
    return label in check if "\n" in check else label == check


def _expressions(sources: Iterable[str]) -> set[str]:
    """What the observations in these checks ask for: the bodies of their lambdas, however they are laid out."""
    found = set()
    for source in sources:
        with contextlib.suppress(SyntaxError):  # a key's strings, or a page
            found |= {ast.unparse(node.body) for node in ast.walk(parse(source)) if isinstance(node, ast.Lambda)}
    return {body for body in found if len(body) >= SHORTEST}


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
