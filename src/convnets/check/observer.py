"""The words of a check cell: begin, observe, score; and where, for who asks."""

from collections.abc import Callable
from functools import partial
from typing import Any

from convnets import keys
from convnets.evidence import display, verdict
from convnets.evidence.session import session
from convnets.evidence.trial import observe


def check(exercise: str) -> "Observer":
    """Begin the check of an exercise, named ``"CHAPTER/EXERCISE"``, say ``"01_lenet/lenet5"``."""
    return Observer(exercise)


def so_far(chapter: str) -> None:
    """Show the points of this session, exercise by exercise, and what is still to be answered or checked.

    Raises UnknownName when there is no practice key for the chapter.
    """
    handins = keys.handins(chapter)
    worth = keys.exercises(chapter) | {name: told["points"] for name, told in handins.items()}
    display.display_progress(
        chapter,
        {name: (points, session.verdicts.get(f"{chapter}/{name}")) for name, points in worth.items()},
        [told["file"] for told in handins.values()],
    )


class Observer:
    """Collects the observations of one exercise; `score` says what they are worth."""

    def __init__(self, exercise: str) -> None:
        self.exercise = exercise
        self.cells: list[str] = []  # that were run up to this check
        self.seen: dict[str, dict[str, Any]] = {}
        self.key = None if session.emit else keys.practice(exercise)  # a missing key is said before any work is done

    def __call__(self, label: str, thunk: Callable[[], Any], *, weight: float = 1, hint: str = "") -> None:
        """Observe ``thunk()``, an expression over the student's names that yields plain data.

        ``weight`` and ``hint`` are read from the chapter's source when it is released, and stand in its key.
        """
        self._emit({"label": label, "state": "begin"})  # so that a death can be laid at this observation's door
        seen = observe(session.nonce, self.exercise, label, thunk, quiet=session.emit is not None)
        self.seen[label] = seen
        self._emit({"label": label, **seen})

    def score(self) -> float | None:
        """Show the verdict and return the points; while grading, return nothing: the judge writes the score."""
        if session.emit:
            return None
        if self.key is None:
            return 0.0  # None would be read by nbgrader as full marks
        from convnets.check import where  # never read while grading

        result = verdict.judge(self.key, self.seen)
        session.verdicts[self.exercise], self.cells = result, where.cells()
        display.display_verdict(result)
        if where.noted(self.exercise, result, self.cells, self.seen):
            where.offer(partial(self._located, self.key))
        return result.score

    def where(self) -> None:
        """Look for the place of the mistake, for 5 s: a small change of the answer after which everything passes. The change itself is not told."""
        if self.key is not None and not session.emit:
            display.display_sentence(self._located(self.key))

    def _located(self, key: verdict.Key) -> str:
        from convnets.check import where

        return where.located(self.exercise, key, session.verdicts.get(self.exercise) if self.cells else None, self.cells)

    def _emit(self, message: dict[str, Any]) -> None:
        if session.emit:
            session.emit({"v": 1, "exercise": self.exercise, **message})
