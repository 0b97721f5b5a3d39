"""The search: try one edit after the other until one makes everything pass, then look a moment longer for a smaller one. It runs no code itself."""

import ast
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from convnets.repair.edit import DEFINITIONS, Edit

LONGER = 1.0  # seconds in which a smaller repair may still be found
ENOUGH = 5  # repairs


class Trial(Protocol):
    """Who runs what is to be tried. ``failing``: the observations that the answer fails, quickest first, public ones before hidden ones."""

    failing: Sequence[str]

    def passes(self, source: str, label: str) -> bool:
        """Whether an observation of this source is right."""

    def holds(self, source: str) -> bool:
        """Whether every other is right as well, what passed before included, and all of them under another nonce, where there is one."""


@dataclass(frozen=True)
class Repair:
    """An edit after which everything passes, and when it was found, in seconds and in edits tried."""

    edit: Edit
    seconds: float
    tried: int


def search(
    tree: ast.Module, edits: Iterable[Edit], trial: Trial, seconds: float, clock: Callable[[], float] = time.process_time
) -> list[Repair]:
    """The repairs that were found, the smallest first; none where the time was too short or no edit is enough."""
    started, found, seen = clock(), [], {ast.unparse(tree)}
    until = started + seconds
    for tried, edit in enumerate(edits, 1):
        if clock() > until or len(found) >= ENOUGH:
            break
        try:
            text = edit.text(tree)
        except (ValueError, TypeError, AttributeError, RecursionError):  # no tree that can be written down
            continue
        if text in seen:
            continue
        seen.add(text)
        if _right(text, trial):
            found.append(Repair(edit, clock() - started, tried))
            until = min(until, clock() + LONGER)
    return sorted(found, key=lambda r: r.edit.size)


def parts(tree: ast.Module, own: ast.Module, trial: Trial) -> list[str]:
    """The definitions of an answer with several that alone are to blame: with the chapter's ``own`` in its place everything passes."""
    theirs = {s.name: s for s in own.body if isinstance(s, DEFINITIONS)}
    mine = [s for s in tree.body if isinstance(s, DEFINITIONS)]
    if len({s.name for s in mine}) != len(mine) or len(mine) < 2:
        return []
    swapped = {s.name: ast.unparse(ast.Module([theirs[s.name] if o is s else o for o in tree.body], [])) for s in mine if s.name in theirs}
    return [name for name, text in swapped.items() if _right(text, trial)]


def _right(text: str, trial: Trial) -> bool:
    """Whether everything passes: it ends at the first failing observation that still fails."""
    return all(trial.passes(text, label) for label in trial.failing) and trial.holds(text)
