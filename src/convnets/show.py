"""A verdict as a student sees it: a small table in JupyterLab, light or dark, and the same as text."""

from collections.abc import Iterable, Mapping
from html import escape

from convnets.verdict import Row, State, Verdict

MARK = {State.PASS: "✓", State.UNANSWERED: "○"}
COLOUR = {State.PASS: "#009e73", State.UNANSWERED: "#888888"}  # Okabe and Ito's green; the vermilion below reads on light and dark
WRONG = "✗", "#d55e00"
HIDDEN = "a hidden check"


def as_text(verdict: Verdict) -> str:
    """One line an observation, the diagnosis, the points."""
    lines = []
    for row in verdict.rows:
        label, note, hint = _cells(row)
        lines.append(f"{MARK.get(row.state, WRONG[0])} {label}" + (f": {note}" if note else ""))
        if hint and not verdict.diagnosis:
            lines.append(f"    hint: {hint}")
    lines += [f"→ {sentence}" for sentence in verdict.diagnosis]
    lines.append(_earned(verdict))
    return "\n".join(lines)


def as_html(verdict: Verdict) -> str:
    """The same as a table; colours inherit from the page but for the marks, so that it reads on light and dark."""
    body = []
    for row in verdict.rows:
        label, note, hint = _cells(row)
        said = escape(note)
        if hint and not verdict.diagnosis:
            said += ("<br>" if said else "") + f"<em>Hint: {escape(hint)}</em>"
        mark, colour = MARK.get(row.state, WRONG[0]), COLOUR.get(row.state, WRONG[1])
        cells = (
            f'<td style="color:{colour};font-weight:bold;text-align:center;padding:.2em .6em" aria-label="{row.state}">{mark}</td>',
            f'<td style="text-align:left;padding:.2em .6em">{escape(label)}</td>',
            f'<td style="text-align:left;white-space:normal;padding:.2em .6em">{said}</td>',
        )
        body.append(f"<tr>{''.join(cells)}</tr>")
    said = "".join(
        f'<p style="border-left:4px solid {WRONG[1]};padding:.2em .8em;margin:.5em 0"><strong>{escape(s)}</strong></p>'
        for s in verdict.diagnosis
    )
    return (
        f'<div class="convnets-verdict"><table style="margin:0"><tbody>{"".join(body)}</tbody></table>{said}'
        f"<p><strong>{escape(_earned(verdict))}</strong></p></div>"
    )


def bundle(verdict: Verdict) -> dict[str, str]:
    """The MIME bundle of a verdict."""
    return {"text/plain": as_text(verdict), "text/html": as_html(verdict)}


def display_verdict(verdict: Verdict) -> None:
    """Show it under the cell, or print it where there is no notebook."""
    _display(bundle(verdict))


def display_progress(chapter: str, exercises: Mapping[str, tuple[float, Verdict | None]], files: Iterable[str] = ()) -> None:
    """Show how far a student has come: exercise to its points and its verdict, if it was checked in this session.

    ``files`` are handed in beside the notebook.
    """
    rows = []
    for name, (points, verdict) in exercises.items():
        if verdict is None:
            rows.append((MARK[State.UNANSWERED], name, f"– of {points:g}", "not checked in this session: run its check"))
        elif verdict.unanswered:
            rows.append((MARK[State.UNANSWERED], name, f"0 of {points:g}", "not answered yet"))
        else:
            full = verdict.score == verdict.points
            rows.append(
                (
                    MARK[State.PASS] if full else WRONG[0],
                    name,
                    f"{verdict.score or 0:g} of {points:g}",
                    "" if full else "; ".join(verdict.diagnosis),
                )
            )
    total = sum(v.score or 0 for _, v in exercises.values() if v)
    things = ", and ".join([f"{chapter}.ipynb, saved", *files])
    sentence = f"{total:g} of {sum(p for p, _ in exercises.values()):g} points so far, by the checks you can see. Hand in {things}."
    width = max(len(name) for _, name, _, _ in rows)
    text = "\n".join([*(f"{mark} {name:<{width}}  {points}  {note}".rstrip() for mark, name, points, note in rows), sentence])
    cells = "".join(
        "<tr>" + "".join(f'<td style="text-align:left;padding:.2em .6em">{escape(c)}</td>' for c in row) + "</tr>" for row in rows
    )
    _display(
        {
            "text/plain": text,
            "text/html": f'<table style="margin:0"><tbody>{cells}</tbody></table><p><strong>{escape(sentence)}</strong></p>',
        }
    )


def _display(data: dict[str, str]) -> None:
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(data["text/plain"])
    else:
        display(data, raw=True)


def _earned(verdict: Verdict) -> str:
    """The last line: what it is worth."""
    return f"{verdict.exercise}: {'–' if verdict.score is None else f'{verdict.score:g}'} of {verdict.points:g} points"


def _cells(row: Row) -> tuple[str, str, str]:
    return (row.label, row.note, row.hint) if row.public else (HIDDEN, row.note, "")
