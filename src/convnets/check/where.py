"""Where is it: a small change of the student's own answer after which everything passes is searched beside the notebook, and its place is told.

It is offered under the verdict after the second answer that failed, where no sentence says what is wrong; `observe.where()` asks at any time.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from convnets.base import settings
from convnets.base.progress import in_notebook
from convnets.check import aside
from convnets.check.sources import Lost, Sources, needed
from convnets.evidence import display
from convnets.evidence.session import session
from convnets.evidence.verdict import Key, State, Verdict

SECONDS = 5  # for a search, whatever it finds
FAILURES = 2  # so many answers that failed, and the button is there
NOT_YET = "There is nothing to look for yet: write an answer, run it, and run its check."
ALL_RIGHT = "Everything passes: there is nothing to look for."
CHANGED = "Your answer has changed since it was checked: run its check again, then ask."
ELSEWHERE = "A mistake can be located only in a notebook, where the cells that were run are at hand."
AGAIN = "{} Restart the kernel, run the cells from the top, and ask again."
OTHERWISE = "Your cell, run again alone, does not do what it did in this notebook: a name of an earlier cell has changed since."
SEVERAL = "One small change would be enough for everything to pass, but there are several, in different places: none is sure to be the one."
NOTHING = f"No single small change was found in {SECONDS} s after which everything would pass. More than one thing may be wrong, or it takes another approach."


def cells() -> list[str]:
    """Every cell that was run in this session, the one at work last; none outside a notebook."""
    shell = _shell()
    return list(shell.history_manager.input_hist_raw[1:]) if shell else []


def located(exercise: str, key: Key, verdict: Verdict | None, run: Sequence[str]) -> str:
    """Where the mistake of a checked answer is, in a sentence, or why nothing can be said; ``run``: the cells up to its check."""
    if verdict is None or all(row.state in (State.UNANSWERED, State.MISSING) for row in verdict.rows):
        return NOT_YET
    if all(row.state is State.PASS for row in verdict.rows):
        return ALL_RIGHT
    if not run:
        return ELSEWHERE
    try:
        found = _sources(exercise, run)
        if _sources(exercise, [*cells(), run[-1]]).answer != found.answer:
            return CHANGED
    except Lost as e:
        return AGAIN.format(f"Your answer cannot be run again apart from this notebook: {e}.")
    said = aside.asked(job(exercise, key, found), SECONDS)
    if "lost" in said:
        return AGAIN.format(f"Your answer cannot be run again apart from this notebook: {said['lost']}.")
    failing = {row.label for row in verdict.rows if row.state is not State.PASS}
    if "failing" in said and set(said["failing"]) != failing:
        return AGAIN.format(OTHERWISE)
    return said.get("says") or (SEVERAL if said.get("found") else NOTHING)


def job(exercise: str, key: Key, found: Sources) -> dict[str, Any]:
    """What the process beside the notebook is asked: an answer, what it stands on, its check, and what that should yield."""
    return {"exercise": exercise, "key": key.public().to_json(), "before": found.before, "answer": found.answer, "check": found.check}


def noted(exercise: str, verdict: Verdict, run: Sequence[str], seen: dict[str, Any]) -> bool:
    """Count the answers to an exercise that failed; whether it is time to offer a search. The second answer is another one than the first."""
    if all(row.state in (State.PASS, State.UNANSWERED, State.MISSING) for row in verdict.rows):
        return False
    try:
        answer = _sources(exercise, run).answer
    except Lost:
        answer = repr({label: {k: v for k, v in o.items() if k != "seconds"} for label, o in seen.items()})
    failed = session.failed.setdefault(exercise, set())
    failed.add(answer)
    return len(failed) >= FAILURES and not verdict.diagnosis and in_notebook() and not settings.grading()


def offer(ask: Callable[[], str]) -> None:
    """A button under the verdict, and the process that it will ask; nothing where no widget lives."""
    import ipywidgets
    from IPython.display import display as show

    aside.prepare()
    button = ipywidgets.Button(
        description="Where is it?", icon="search", tooltip="Look for the place in your cell", layout={"width": "auto"}
    )
    place = ipywidgets.HTML()

    def look(_: object) -> None:
        button.disabled, place.value = True, "Looking …"
        try:
            place.value = display.sentence(ask())
        except KeyboardInterrupt:
            place.value, button.disabled = "", False

    button.on_click(look)
    show(ipywidgets.VBox([button, place])._repr_mimebundle_() | {"text/plain": ""}, raw=True)


def _sources(exercise: str, run: Sequence[str]) -> Sources:
    shell = _shell()
    if not run or f"check({exercise!r})" not in run[-1].replace('"', "'"):
        raise Lost("the check was not run as a cell of its own")
    return needed(run, shell.user_ns if shell else {})


def _shell() -> Any:
    IPython = sys.modules.get("IPython")
    return IPython.get_ipython() if IPython else None
