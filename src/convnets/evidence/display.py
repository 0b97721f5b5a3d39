"""A verdict as a student sees it: a small table in JupyterLab, light or dark, and the same as text."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from convnets.evidence.verdict import Row, State, Verdict

HIDDEN = "a hidden check"
BADGE = "display:inline-block;width:1.5em;line-height:1.5em;border-radius:50%;color:#fff;font-weight:bold"
UNCOUNTED = "no points hang on this"


class Mark(NamedTuple):
    """A sign; the colour behind it, on which white stands out by 4.5:1, whatever the page's own; and what it means."""

    sign: str
    colour: str
    meaning: str


RIGHT, WRONG = Mark("✓", "#00825e", "good"), Mark("✗", "#c8501e", "bad")  # Okabe and Ito's green and vermilion, darker
OPEN, ASIDE = Mark("○", "#737373", "quiet"), Mark("–", "#737373", "quiet")


def mark(state: State, weight: float = 1) -> Mark:
    """The mark of an observation; one that differs and carries no points is a remark, not a failure."""
    if state is State.PASS:
        return RIGHT
    if state is State.UNANSWERED:
        return OPEN
    return ASIDE if not weight and state in (State.DIFFERS, State.ERROR, State.TIMEOUT) else WRONG


def told(diagnosis: Sequence[str], sure: bool) -> str:
    """The diagnosis in one line: the sentence, or that it is perhaps this, or one of these."""
    if len(diagnosis) == 1:
        return diagnosis[0] if sure else f"Perhaps: {diagnosis[0]}"
    return "One of these: " + " · ".join(diagnosis) if diagnosis else ""


def as_text(verdict: Verdict) -> str:
    """One line an observation, the diagnosis, the points."""
    lines = []
    for row in verdict.rows:
        label, note, hint = _cells(row)
        lines.append(f"{mark(row.state, row.weight).sign} {label}" + (f": {note}" if note else ""))
        if hint and _hints(verdict):
            lines.append(f"    hint: {hint}")
    lines += [f"→ {line}" for line in _lines(verdict)[:1]] + [f"    · {line}" for line in _lines(verdict)[1:]]
    lines.append(_earned(verdict))
    return "\n".join(lines)


def as_html(verdict: Verdict) -> str:
    """The same as a table; colours inherit from the page but for the marks, so that it reads on light and dark."""
    body = []
    for row in verdict.rows:
        label, note, hint = _cells(row)
        said = escape(note)
        if hint and _hints(verdict):
            said += ("<br>" if said else "") + f"<em>Hint: {escape(hint)}</em>"
        sign, colour, _ = shown = mark(row.state, row.weight)
        meaning = UNCOUNTED if shown is ASIDE else row.state
        cells = (
            f'<td style="text-align:center;padding:.2em .6em" aria-label="{meaning}"><span style="{BADGE};background-color:{colour}">{sign}</span></td>',
            f'<td style="text-align:left;padding:.2em .6em">{escape(label)}</td>',
            f'<td style="text-align:left;white-space:normal;padding:.2em .6em">{said}</td>',
        )
        body.append(f"<tr>{''.join(cells)}</tr>")
    first, *more = map(escape, _lines(verdict) or [""])
    said = f"<strong>{first}</strong>" + (f"<ul>{''.join(f'<li>{line}</li>' for line in more)}</ul>" if more else "")
    said = f'<div style="border-left:4px solid {WRONG.colour};padding:.2em .8em;margin:.5em 0">{said}</div>' if first else ""
    return (
        f'<div class="convnets-verdict"><table style="margin:0"><tbody>{"".join(body)}</tbody></table>{said}'
        f"<p><strong>{escape(_earned(verdict))}</strong></p></div>"
    )


def _lines(verdict: Verdict) -> list[str]:
    """The diagnosis, a line each; several are introduced as what they are. After it, or alone, where the mistake stands."""
    where = [verdict.where] if verdict.where else []
    if len(verdict.diagnosis) > 1:
        return ["It looks like one of these:", *verdict.diagnosis, *where]
    return [*([told(verdict.diagnosis, verdict.sure)] if verdict.diagnosis else []), *where]


def _hints(verdict: Verdict) -> bool:
    """Hints stay until one sentence says what it is."""
    return not (verdict.diagnosis and verdict.sure)


def bundle(verdict: Verdict) -> dict[str, str]:
    """The MIME bundle of a verdict."""
    return {"text/plain": as_text(verdict), "text/html": as_html(verdict)}


def display_verdict(verdict: Verdict) -> None:
    """Show it under the cell, or print it where there is no notebook."""
    _display(bundle(verdict))


def sentence(text: str) -> str:
    """A sentence as HTML, set off like a diagnosis; what stands between backticks is code."""
    parts = [escape(part) if n % 2 == 0 else f"<code>{escape(part)}</code>" for n, part in enumerate(text.split("`"))]
    return (
        f'<div class="convnets-where" style="border-left:4px solid {WRONG.colour};padding:.2em .8em;margin:.5em 0">{"".join(parts)}</div>'
    )


def display_sentence(text: str) -> None:
    """Show a sentence under the cell, or print it where there is no notebook."""
    _display({"text/plain": text, "text/html": sentence(text)})


def display_progress(chapter: str, exercises: Mapping[str, tuple[float, Verdict | None]], files: Iterable[str] = ()) -> None:
    """Show how far a student has come: exercise to its points and its verdict, if it was checked in this session.

    ``files`` are handed in beside the notebook.
    """
    rows = []
    for name, (points, verdict) in exercises.items():
        if verdict is None:
            rows.append((OPEN.sign, name, f"– of {points:g}", "not checked in this session: run its check"))
        elif verdict.unanswered:
            rows.append((OPEN.sign, name, f"0 of {points:g}", "not answered yet"))
        else:
            full = verdict.score == verdict.points
            rows.append(
                (
                    (RIGHT if full else WRONG).sign,
                    name,
                    f"{verdict.score or 0:g} of {points:g}",
                    "" if full else told(verdict.diagnosis, verdict.sure) or verdict.where,
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
    aside = row.note and mark(row.state, row.weight) is ASIDE
    note = f"{row.note} ({UNCOUNTED})" if aside else row.note
    return (row.label, note, row.hint) if row.public else (HIDDEN, note, "")
