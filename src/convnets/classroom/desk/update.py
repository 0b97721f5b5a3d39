"""A student's answers, carried into a chapter that was released anew: the new notebook beside the old one, and in words what changed."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from convnets.base.files import write_whole
from convnets.classroom.chapters.chapter import kind
from convnets.classroom.chapters.syntax import bound_names
from convnets.classroom.course import Course, CourseError
from convnets.classroom.intake.formats import normal, read_notebook
from convnets.classroom.intake.recognise import chapters_told, plain_cells, recognise
from convnets.classroom.intake.restore import happened, restore
from convnets.classroom.states import Happened, SetAside

MOVED = (Happened.RECOGNISED, Happened.ELSEWHERE, Happened.JOINED, Happened.COPIED, Happened.RETYPED, Happened.LOOK)  # worth saying


def update(file: Path, course: Course | None = None, notebooks: Path = Path("notebooks")) -> int:
    """Write ``NAME-updated.ipynb`` beside the notebook. Raises CourseError when it is none, or its chapter is not there."""
    if not file.is_file():
        raise CourseError(f"there is no {file}")
    try:
        old = read_notebook(file.name, file.read_bytes())
    except SetAside as e:
        raise CourseError(str(e)) from None
    new = _released(file, old, course, notebooks)
    carried, said = carry(old, new)
    target = next(p for n in range(1, 1000) if not (p := file.with_name(f"{file.stem}-updated{f'-{n}' if n > 1 else ''}.ipynb")).exists())
    write_whole(target, nbformat.writes(carried, version=4))
    print(f"{target}: your answers in the chapter as it is now; {file.name} is left as it was")
    print("\n".join(f"- {line}" for line in said) if said else "nothing of the chapter has changed")
    return 0


def carry(old: NotebookNode, new: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The new release with the answers and own cells of the old notebook, and what a student should know."""
    old = _named(old, new)
    made = restore(new, new, _without_old_text(old, new), whole=True)
    had = {c.id: c for c in old.cells}
    told = happened(made)
    found = {r.cell for r in told if r.what in (Happened.RECOGNISED, Happened.ELSEWHERE)}
    said = [
        f"new: {_title(c)}" for c in new.cells if kind(c.id) in ("exercise", "written", "handin") and c.id not in had and c.id not in found
    ]
    said += [
        f"changed: {_title(c)}"
        for c in new.cells
        if kind(c.id) in ("check", "setup", "handin") and c.id in had and normal(had[c.id].source) != normal(c.source)
    ]
    texts = [
        c
        for c in new.cells
        if kind(c.id) in ("text", "training", "demo") and (c.id not in had or normal(had[c.id].source) != normal(c.source))
    ]
    if texts:
        said.append(
            f"{len(texts)} cells of text or training are new or changed; what you wrote into the old ones stays in the old notebook"
        )
    kept = {c.id for c in new.cells}
    answers = [c for c in had.values() if kind(c.id) in ("exercise", "written") and c.id not in kept]
    said += [f"gone: {_title(c)}; your answer is kept as a cell of your own" for c in answers]
    stubs = {c.id: c.source for c in new.cells}
    for cell in made.cells:
        missing = set(bound_names(stubs.get(cell.id, ""))) - set(bound_names(cell.source))
        if kind(cell.id) == "exercise" and cell.source != stubs[cell.id] and missing:
            said.append(f"look again: {_title(cell)} now asks for {', '.join(sorted(missing))}, which your answer does not define")
    said += [str(r) for r in told if r.what in MOVED]
    made.metadata["convnets"] = dict(new.metadata.get("convnets", {}))
    return made, said


def _released(file: Path, old: NotebookNode, course: Course | None, notebooks: Path) -> NotebookNode:
    known = [*(course.chapters if course else []), *(p.name for p in notebooks.glob("[0-9][0-9]_*"))]
    name = next((n for n in chapters_told(old) if n in known), next((n for n in known if n in file.stem), None))
    if name is None:
        raise CourseError(f"{file} does not say which chapter it is; chapters here: {', '.join(dict.fromkeys(known)) or 'none'}")
    for released in ([course.release_file(name)] if course else []) + [notebooks / name / f"{name}.ipynb"]:
        if released.is_file() and released.resolve() != file.resolve():
            return nbformat.read(released, 4)
    raise CourseError(f"the new {name}.ipynb is not here: go to the course's folder, and keep your own notebook somewhere else")


def _named(old: NotebookNode, new: NotebookNode) -> NotebookNode:
    """The old notebook, each cell with its author's id: where it was lost, that of the new chapter's cell that it is."""
    cells = [c for c in old.cells if isinstance(c, dict)]
    found = plain_cells({"cells": cells}, whole=True)
    known = recognise({c.id: c for c in new.cells}, found)
    named = []
    for cell, plain, owner in zip(cells, found, known.owner, strict=True):
        named.append(nbformat.from_dict(cell | {"id": plain.grade_id or owner or plain.id, "source": plain.source}))
    return nbformat.from_dict(old | {"cells": named})


def _without_old_text(old: NotebookNode, new: NotebookNode) -> NotebookNode:
    """The old notebook without what its author wrote: a text is kept only where it is the new one with something added, a student's note."""
    now = {c.id: normal(c.source) for c in new.cells}

    def stays(cell: NotebookNode) -> bool:
        if kind(cell.id) == "text":
            return now.get(cell.id, "\0") in normal(cell.source)
        return kind(cell.id) not in ("check", "setup", "handin", "training", "demo", "install", "open") or cell.id in now

    return nbformat.from_dict(old | {"cells": [c for c in old.cells if stays(c)]})


def _title(cell: NotebookNode) -> str:
    what, _, name = cell.id.partition("-")
    return {"exercise": "the exercise", "written": "the question", "check": "the check of", "handin": "the hand-in"}.get(what, what) + (
        f" {name}" if name else ""
    )
