"""What an exercise's text asks, rule by rule: the words, the observation that sees whether it was done, and a wrong answer that proves it.

    | the text asks | seen by | broken by |
    |---|---|---|
    | with no layers at all it is 1 | growth of nothing | wrong_growth_empty_zero |

The table stands on the exercise's page of the answer bank, under ``## What the text asks``: quoted words, a label of the check, a heading beside it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from convnets.base.names import nearest
from convnets.classroom.chapters.bank import RULES, Answer, Section, sections
from convnets.classroom.chapters.chapter import Chapter, ChapterError
from convnets.classroom.chapters.syntax import SOLUTION

HEAD = ["the text asks", "seen by", "broken by"]
BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Rule:
    """One thing that the text asks: its words, the label of the observation that sees it, and the wrong answer that breaks it."""

    words: str
    label: str
    broken_by: str


def read(chapter: Chapter, folder: Path, bank: dict[str, list[Answer]]) -> dict[str, list[Rule]]:
    """The rules of each exercise that has a table. Raises ChapterError, with file and line, for a row that does not hold any more."""
    found = {}
    for exercise, answers in bank.items():
        file = folder / f"{exercise}.md"
        for section in (s for s in (sections(file) if file.is_file() else ()) if s.title == RULES):
            text, labels = told(chapter, exercise), [o.label for o in chapter.exercises[exercise].observations]
            found[exercise] = list(_rules(file, section, text, labels, [a.name for a in answers if not a.right]))
    return found


def told(chapter: Chapter, exercise: str) -> str:
    """What a student is told of an exercise: the text since the check before it, and its stub."""
    lines: list[str] = []
    for cell in chapter.cells:
        if cell.kind == "check" and cell.name == exercise:
            break
        if cell.kind == "check":
            lines = []
        elif cell.kind == "text" or (cell.kind == "exercise" and cell.name == exercise):
            lines.append(SOLUTION.sub("", cell.source))
    return "\n".join(lines)


def _rules(file: Path, section: Section, text: str, labels: list[str], mistakes: list[str]) -> Iterable[Rule]:
    rows = [(n, _cells(line)) for part in section.parts for n, line in enumerate(part.text.splitlines(), part.line)]
    if len(rows) < 3 or rows[0][1] != HEAD or section.parts[0].kind != "table":
        raise ChapterError(file, section.line, f"a table of rules begins with `| {' | '.join(HEAD)} |`, and has at least one row")
    for line, cells in rows[2:]:
        if len(cells) != len(HEAD):
            raise ChapterError(file, line, f"a row has {len(HEAD)} cells, this one {len(cells)}; a bar inside a cell is written \\|")
        rule = Rule(*cells)
        if not rule.words or _plain(rule.words) not in _plain(text):
            raise ChapterError(file, line, f"the exercise's text does not say {rule.words!r} (any more): quote it word for word")
        for kind, name, known in (("observation", rule.label, labels), ("wrong answer", rule.broken_by, mistakes)):
            if name not in known:
                near = ", ".join(map(repr, nearest(name, known))) or ", ".join(map(repr, known))
                raise ChapterError(file, line, f"there is no {kind} {name!r}. Nearest: {near}")
        yield rule


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in BAR.split(line.strip())[1:-1]]


def _plain(text: str) -> str:
    return " ".join(text.split())
