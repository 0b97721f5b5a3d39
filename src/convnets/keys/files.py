"""The practice keys in this folder, and one beside a notebook."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from convnets.base.names import unknown
from convnets.evidence.verdict import Key

VERSION = 1


def practice(exercise: str) -> Key | None:
    """The practice key of ``"CHAPTER/EXERCISE"``; prints what to do and returns None when there is no key for the chapter.

    ``CHAPTER.key.json`` in the working folder (an instructor's own exercises) takes precedence over the keys of the package.
    Raises UnknownName when the chapter has a key, but not for this exercise.
    """
    chapter, _, name = exercise.partition("/")
    key = _read(chapter)
    if key is None:
        print(f"There is no practice key for chapter {chapter!r}, so this answer cannot be judged here and counts 0 for now.")
        print(f"Put {chapter}.key.json beside this notebook, or install the version of convnets that came with it.")
        return None
    exercises = key["exercises"]
    if name not in exercises:
        raise unknown("exercise", name, list(exercises), "convnets list exercises")
    return Key.from_json(name, exercises[name])


def chapters() -> list[str]:
    """The chapters that have a practice key in the package, in order."""
    return sorted(file.stem for file in Path(__file__).parent.glob("*.json"))


def exercises(chapter: str) -> dict[str, float]:
    """The exercises of a chapter and their points."""
    return {name: key["points"] for name, key in _known(chapter)["exercises"].items()}


def handins(chapter: str) -> dict[str, dict[str, Any]]:
    """What is handed in beside a chapter's notebook: name to its ``points`` and ``file``."""
    return _known(chapter).get("handins", {})


def shows(chapter: str) -> dict[str, list[Any]]:
    """The cells of a chapter that show or train, each by its `convnets.keys.waiting.mark`: the cell's name, and the exercises that it needs."""
    return _known(chapter).get("shows", {})


def _known(chapter: str) -> dict[str, Any]:
    key = _read(chapter)
    if key is None:
        raise unknown("chapter", chapter, chapters(), "convnets list chapters")
    return key


def _read(chapter: str) -> dict[str, Any] | None:
    places = Path.cwd() / f"{chapter}.key.json", Path(__file__).with_name(f"{chapter}.json")
    file = next((place for place in places if place.is_file()), None)
    return _parsed(file, file.stat().st_mtime_ns) if file else None


@lru_cache
def _parsed(file: Path, changed: int) -> dict[str, Any]:
    """Read once, until it is ``changed``: every check, and every cell that waits for one, asks for it."""
    return json.loads(file.read_text(encoding="utf-8"))
