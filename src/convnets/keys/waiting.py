"""A cell that shows or trains may need an exercise that is open, or not right yet. It says so in a line, and "Run All" goes on.

Only the chapters' own cells are known here, by what stands in them, and what each needs is written into a chapter's practice key when it is
released. Whoever needs nothing but right answers, a student's own cell, and a chapter's cell that a student changed keep their errors.
"""

import hashlib
import sys
from typing import Any

from convnets.base import settings
from convnets.evidence.session import session
from convnets.keys import files


def mark(source: str) -> str:
    """What a chapter's cell is known by, whatever an editor did to the ends of its lines."""
    return hashlib.sha256("\n".join(line.rstrip() for line in source.strip().splitlines()).encode("utf-8", "replace")).hexdigest()[:16]


def install() -> None:
    """Begin to watch this notebook's cells, once; nothing happens outside a notebook, and while grading."""
    IPython = sys.modules.get("IPython")
    shell = IPython.get_ipython() if IPython else None
    if shell is None or settings.grading() or hasattr(shell, "_convnets_waiting"):
        return
    shell._convnets_waiting = Waiting(shell)


class Waiting:
    """Stands between a cell that fails and its traceback."""

    def __init__(self, shell: Any) -> None:
        self.show, self.source = shell.showtraceback, ""
        self.waived: BaseException | None = None
        self.missed: set[str] = set()  # exercises for which a cell was left out
        shell.showtraceback = self.showtraceback
        shell.events.register("pre_run_cell", self.before)
        shell.events.register("post_run_cell", self.after)

    def before(self, info: Any) -> None:
        self.source, self.waived = info.raw_cell, None

    def after(self, result: Any) -> None:
        if self.waived is not None and result is not None and result.error_in_exec is self.waived:
            result.error_in_exec = None  # the kernel replies that all is well
        self.source = ""

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **settings: Any) -> None:
        """In the place of the shell's own."""
        error = exc_tuple[1] if exc_tuple else sys.exc_info()[1]
        try:
            line = self.line(error)
        except Exception:  # whatever is odd about an error, it must be shown
            line = ""
        if not line:
            return self.show(exc_tuple, *args, **settings)
        if plt := sys.modules.get("matplotlib.pyplot"):
            plt.close("all")  # half a figure says nothing
        self.waived = error
        print(line)

    def line(self, error: BaseException | None) -> str:
        """What this cell needs, if that is why it fails; "" for an error that must be seen."""
        if not isinstance(error, Exception) or session.emit or not self.source or not (known := _known(self.source)):
            return ""
        chapters = [name.partition("/")[0] for name in session.verdicts]
        chapter, (cell, needs) = max(known, key=lambda k: chapters[::-1].index(k[0]) * -1 if k[0] in chapters else -len(chapters))
        verdicts = {name: session.verdicts.get(f"{chapter}/{name}") for name in needs}
        said = {name: _said(verdict) for name, verdict in verdicts.items()}
        waits = {name: text for name, text in said.items() if text}
        stub = any(type(e) is NotImplementedError and not e.args for e in _chain(error))
        unchecked = [name for name, verdict in verdicts.items() if verdict is None]
        if not waits and (stub or (isinstance(error, NameError) and self.missed & set(unchecked))):
            waits = dict.fromkeys(unchecked, "whose check has not been run yet")
        if not waits:
            return ""
        self.missed |= set(waits)
        kind, _, name = cell.partition("-")
        alike: dict[str, list[str]] = {}
        for name, text in waits.items():
            alike.setdefault(text, []).append(f"`{name}`")
        exercises = ", and ".join(f"exercise{'s' * (len(n) > 1)} {' and '.join(n)}, {_many(text, len(n))}" for text, n in alike.items())
        what = "" if stub or isinstance(error, NameError) else f" ({' '.join(f'{type(error).__name__}: {error}'.split())[:200]})"
        return f"Left out: this {'training' if kind == 'training' else 'cell'} needs {exercises}.{what}"


def _said(verdict: Any) -> str:
    """What stands in an exercise's way; "" for a right answer, or one that was not checked."""
    if verdict is None or (verdict.score is not None and verdict.score >= verdict.points):
        return ""
    if verdict.unanswered:
        return "which is not answered yet"
    return f"which is not right yet: its check gave {verdict.score or 0:g} of {verdict.points:g}"


def _many(text: str, n: int) -> str:
    """The same of several exercises."""
    one = {"which is": "which are", "its check gave": "each check gave", "check has not": "checks have not"}
    for single, several in one.items() if n > 1 else ():
        text = text.replace(single, several)
    return text


def _known(source: str) -> list[tuple[str, tuple[str, list[str]]]]:
    """The chapters' cells that this one is: chapter, cell and the exercises that it needs."""
    found = ((chapter, files.shows(chapter).get(mark(source))) for chapter in files.chapters())
    return [(chapter, (cell[0], cell[1])) for chapter, cell in found if cell]


def _chain(error: BaseException | None) -> list[BaseException]:
    """An error and what it arose from."""
    chain: list[BaseException] = []
    while error is not None and error not in chain and len(chain) < 20:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
