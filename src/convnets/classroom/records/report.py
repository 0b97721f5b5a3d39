"""What became of a class, and of one student, each as one HTML page that asks no host for anything: light, dark and on paper."""

import hashlib
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined

from convnets.base.files import write_whole
from convnets.base.names import unknown
from convnets.classroom.chapters import assignment
from convnets.classroom.chapters.chapter import Chapter, Exercise, Handin
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.restore import restore
from convnets.classroom.intake.submissions import SetAside, find
from convnets.classroom.judging.record import Record, load
from convnets.classroom.records.late import Standing, arrivals, duration, how_late, spelled, standings
from convnets.classroom.states import COLOUR, WHAT_TO_DO, Outcome
from convnets.evidence.display import HIDDEN, mark, told
from convnets.evidence.verdict import HIDDEN_NOTES, State
from convnets.handin import describe

BINS, HEIGHT = 12, 130  # of the distribution: how many bars at most, and the pixels of the highest
pages = Environment(loader=PackageLoader(__package__, "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
pages.globals["colour"] = COLOUR


def report(course: Course, chapter: Chapter) -> Path:
    """Write ``report/CHAPTER.html``, for the instructor; returns it."""
    records, found, came = load(course, chapter.name), standings(course, chapter.name), arrivals(course, chapter.name)
    graded = [r for r in records if r.score is not None]
    seconds = [r.seconds for r in graded] or [0.0]
    mistakes = Counter(said for r in graded for said in r.mistakes.items())
    late = [(r.student, how_late(found.get(r.student), came.get(r.student))) for r in records]
    out_of = sum(e.points for e in chapter.judged.values())
    bins, ticks = _bins([r.score for r in graded], out_of)
    due = next((s.due for s in found.values() if s.due and not s.extended), None)
    states = Counter((r.outcome, r.cause) for r in records)
    html = pages.get_template("report.html").render(
        chapter=chapter,
        records=records,
        out_of=out_of,
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        due=spelled(due) if due else "",
        outcomes=[(o, n) for o in Outcome if (n := sum(r.outcome is o for r in records))],
        median=f"{statistics.median(r.score for r in graded):g}" if graded else "–",
        late=[(student, text) for student, text in late if text],
        unmarked=sum(len(found[r.student].unmarked) for r in graded if r.student in found),
        bins=bins,
        ticks=ticks,
        states=[
            (o, c, n, WHAT_TO_DO.get(c, "")) for (o, c), n in sorted(states.items(), key=lambda s: (list(Outcome).index(s[0][0]), -s[1]))
        ],
        aside=[r for r in records if r.score is None],
        exercises=[_exercise(e, graded) for e in chapter.judged.values()],
        handins=[(h, _handed_in(h, graded)) for h in chapter.handins.values()],
        mistakes=mistakes.most_common(40),
        unexplained=sum(name in chapter.exercises for r in graded for name in r.unexplained),
        remarks=sorted((r for r in records if r.remarks), key=lambda r: -len(r.remarks)),
        final=lambda r: _final(r, found.get(r.student)),
        time_all=duration(sum(seconds)),
        time_median=duration(statistics.median(seconds)),
        time_most=duration(max(seconds)),
        traces=_traces(records),
    )
    file = course.root / "report" / f"{chapter.name}.html"
    write_whole(file, html)
    return file


def student_page(course: Course, chapter: Chapter, student: str) -> Path:
    """Write a page on one student's score, piece by piece, that can be shown to the student. Raises UnknownName for nobody's id."""
    records = {r.student: r for r in load(course, chapter.name)}
    if not records:
        raise CourseError(f"{chapter.name} has not been graded yet: `convnets grade {chapter.name}`")
    if student not in records:
        raise unknown("student", student, list(records), f"convnets status {chapter.name}")
    record, standing = records[student], standings(course, chapter.name).get(student, Standing())
    answers = _answers(course, chapter, student)
    found = record.exercises
    exercises = [
        _pieces(e, found.get(name, {}), answers.get(f"exercise-{name}", ("", []))[0], record.happened.get(f"exercise-{name}", []))
        for name, e in chapter.exercises.items()
    ]
    exercises += [_pieces(h, found.get(name, {}), _card(found.get(name, {})), []) for name, h in chapter.handins.items()]
    questions = [
        {
            "name": c.name,
            "points": c.points,
            "score": standing.manual.get(c.name),
            "comment": standing.comments.get(c.name, ""),
            "answer": answers.get(c.id, ("", []))[0],
            "pictures": answers.get(c.id, ("", []))[1],
            "happened": record.happened.get(c.id, []),
        }
        for c in chapter.written
    ]
    html = pages.get_template("student.html").render(
        chapter=chapter,
        record=record,
        standing=standing,
        out_of=sum(e.points for e in chapter.judged.values()),
        total="–" if record.score is None else f"{standing.final:g}",
        exercises=exercises,
        questions=questions,
        arrival=arrivals(course, chapter.name).get(student),
        todo=WHAT_TO_DO.get(record.cause, ""),
    )
    name = student if not set(student) & set('<>:"/\\|?*') else hashlib.sha256(student.encode()).hexdigest()[:16]
    file = course.root / "report" / chapter.name / f"{name}.html"
    write_whole(file, html)
    return file


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's; None for fewer than three pairs, or where either does not vary."""
    if len(one) < 3 or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return statistics.correlation(one, other)


def _exercise(exercise: Exercise | Handin, graded: list[Record]) -> dict[str, Any]:
    """Difficulty, discrimination and each observation's pass rate; rounding hides nothing, so counts are given with them."""
    mine = [(r.exercises[exercise.name], r.score) for r in graded if exercise.name in r.exercises and exercise.name not in r.unscored]
    shares = [e["score"] / e["points"] for e, _ in mine]
    mean = statistics.fmean(shares) if shares else 0.0
    found = correlation([e["score"] for e, _ in mine], [total - e["score"] for e, total in mine])
    observations = []
    for o in exercise.observations:
        states = Counter(row["state"] for e, _ in mine for row in e["rows"] if row["label"] == o.label)
        n, passed = states.total(), states.pop(State.PASS, 0)
        otherwise = ", ".join(f"{k} {state}" for state, k in states.most_common())
        observations.append(
            {
                "label": o.label,
                "public": o.public,
                "weight": o.weight,
                "rate": f"{passed} of {n}",
                "share": passed / n if n else 0,
                "otherwise": otherwise,
            }
        )
    return {
        "name": exercise.name,
        "points": exercise.points,
        "mean": f"{mean:.0%}" if shares else "–",
        "share": mean,
        "full": sum(s == 1 for s in shares),
        "unanswered": sum(e["unanswered"] for e, _ in mine),
        "discrimination": "–" if found is None else f"{found:.2f}".replace("-", "−"),
        "observations": observations,
    }


def _handed_in(asked: Handin, graded: list[Record]) -> list[dict[str, Any]]:
    """Each student's weights: what they are, their accuracy, what was said of them; the best first."""
    found = [(r.student, r.exercises[asked.name]) for r in graded if asked.name in r.exercises]
    return [
        {
            "student": student,
            "accuracy": "–" if e["accuracy"] is None else f"{e['accuracy']:.1%}",
            "points": "–" if e["score"] is None else f"{e['score']:g}",
            "what": describe(e["card"]) if e["card"] else "",
            "said": "; ".join(
                [
                    *filter(None, [told(e["diagnosis"], e.get("sure", True))]),
                    *(row["note"] for row in e["rows"] if e["accuracy"] is None and row["note"]),
                ]
            ),
        }
        for student, e in sorted(found, key=lambda pair: -1 if pair[1]["accuracy"] is None else pair[1]["accuracy"], reverse=True)
    ]


def _card(found: dict[str, Any]) -> str:
    """What a hand-in's card says, a line a fact."""
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in (found.get("card") or {}).items())


def _bins(scores: list[float], out_of: float) -> tuple[list[dict[str, float]], list[tuple[float, str]]]:
    """Bars of a histogram over 0 to the full points, in percent of the width, and what stands between them; full points are in the last."""
    if not scores:
        return [], []
    step = max(1, -(-out_of // BINS))
    n = int(-(-out_of // step))
    counts = Counter(min(int(s // step), n - 1) for s in scores)
    top = max(counts.values())
    made = [{"x": 100 * i / n, "width": 100 / n, "height": HEIGHT * counts[i] / top, "n": counts[i]} for i in range(n)]
    ticks = [(100 * i / n, f"{min(step * i, out_of):g}") for i in range(n + 1)]
    return made, ticks


def _final(record: Record, standing: Standing | None) -> str:
    if record.score is None or standing is None:
        return "–"
    return f"{standing.final:g}" + ("…" if standing.unmarked else "")


def _traces(records: Iterable[Record]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What all scores have in common, and where they differ in it: chapter, environment, epoch, sandbox."""
    graded = [r for r in records if r.score is not None]
    return [
        ("chapter", Counter(r.hashes.get("chapter", "–") for r in graded).most_common()),
        ("environment", Counter(r.hashes.get("environment", "–") for r in graded).most_common()),
        ("nonce's epoch", Counter(r.epoch for r in graded).most_common()),
        ("sandbox", Counter(r.sandbox for r in graded).most_common()),
    ]


def _answers(course: Course, chapter: Chapter, student: str) -> dict[str, tuple[str, list[str]]]:
    """What the student wrote, and the pictures in it as ``data:`` addresses, by the author's cell, as it was judged."""
    if chapter.name not in course.chapters:
        return {name: (c.source, []) for name, c in assignment.cells(course.root / "autograded" / student / chapter.name)}
    graded = course.root / "autograded" / student / chapter.name / f"{chapter.name}.ipynb"
    try:
        if graded.is_file():
            return {c.get("id", ""): (_as_typed(c), _pictures(c)) for c in nbformat.read(graded, 4).cells}
        restored = [restore(*course.notebooks(chapter.name), s.read()[0]) for s in find(course, chapter.name, student)]
        return {c.id: (_as_typed(c), _pictures(c)) for notebook in restored for c in notebook.cells}
    except (SetAside, ValueError):
        return {}


def _as_typed(cell: nbformat.NotebookNode) -> str:
    """Restoring put empty characters into markdown, against scripts; here everything is escaped anyway."""
    return cell.source.replace("\u200b", "") if cell.cell_type == "markdown" else cell.source


def _pictures(cell: nbformat.NotebookNode) -> list[str]:
    """Restoring drew them anew, so that they are pictures and nothing else."""
    return [
        f"data:{kind};base64,{data[kind]}"
        for data in cell.get("attachments", {}).values()
        for kind in ("image/png", "image/jpeg")
        if kind in data
    ]


def _pieces(exercise: Exercise | Handin, found: dict[str, Any], answer: str, happened: list[str]) -> dict[str, Any]:
    """Each observation with its share of the points; of a hidden one only whether it passed."""
    rows, weights = found.get("rows", []), sum(r.get("weight", 1) for r in found.get("rows", []))
    made = []
    for row in rows:
        state, worth = State(row["state"]), exercise.points * row.get("weight", 1) / weights
        sign, _, colour = mark(state, row.get("weight", 1))
        public = row["public"]
        made.append(
            {
                "label": row["label"] if public else HIDDEN,
                "mark": sign,
                "colour": colour,
                "note": (row.get("note", "") or ("" if state is State.PASS else str(state)))
                if public
                else HIDDEN_NOTES.get(state, str(state)),
                "hint": row.get("hint", "") if public else "",
                "points": f"{_earned(found, row, worth)} of {round(worth, 2):g}",
            }
        )
    return {
        "name": exercise.name,
        "points": exercise.points,
        "score": found.get("score"),
        "diagnosis": told(found.get("diagnosis", []), found.get("sure", True)),
        "where": found.get("where", ""),
        "rows": made,
        "answer": answer,
        "happened": happened,
    }


def _earned(found: dict[str, Any], row: dict[str, Any], worth: float) -> str:
    """What one observation gave: all or nothing, but for an accuracy, which has its curve."""
    if "accuracy" in found and row["weight"]:
        return "–" if found["score"] is None else f"{found['score']:g}"
    return f"{round(worth, 2) if row['state'] == State.PASS else 0:g}"
