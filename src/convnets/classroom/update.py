"""A student's answers, carried into a chapter that was released anew: the new notebook beside the old one, and in words what changed."""

import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from convnets.classroom.course import Course, CourseError
from convnets.classroom.restore import inert, restore
from convnets.classroom.run import write_whole
from convnets.classroom.submissions import SetAside, as_v4
from convnets.classroom.syntax import bound_names


def update(file: Path, course: Course | None = None, notebooks: Path = Path("notebooks")) -> int:
    """Write ``NAME-updated.ipynb`` beside the notebook. Raises CourseError when it is none, or its chapter is not there."""
    if not file.is_file():
        raise CourseError(f"there is no {file}")
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
        old = as_v4(file, data)
    except (ValueError, RecursionError) as e:
        raise CourseError(f"{file} is no notebook: {e}") from None
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
    made = restore(new, new, _without_old_text(old, new), whole=True)
    _as_written(made, old)
    had = {c.id: c for c in _cells(old)}
    said = [
        f"new: {_title(c)}"
        for c in new.cells
        if _kind(c) in ("exercise", "written", "handin") and c.id not in had and not _recognised(made, c)
    ]
    said += [
        f"changed: {_title(c)}"
        for c in new.cells
        if _kind(c) in ("check", "setup", "handin") and c.id in had and had[c.id].source != c.source
    ]
    texts = [c.id for c in new.cells if _kind(c) in ("text", "training", "demo") and getattr(had.get(c.id), "source", None) != c.source]
    if texts:
        said.append(
            f"{len(texts)} cells of text or training are new or changed; what you wrote into the old ones stays in the old notebook"
        )
    kept = {c.id for c in new.cells}
    answers = [c for c in had.values() if _kind(c) in ("exercise", "written") and c.id not in kept]
    said += [f"gone: {_title(c)}; your answer is kept as a cell of your own" for c in answers]
    stubs = {c.id: c.source for c in new.cells}
    for cell in made.cells:
        missing = set(bound_names(stubs.get(cell.id, ""))) - set(bound_names(cell.source))
        if _kind(cell) == "exercise" and cell.source != stubs[cell.id] and missing:
            said.append(f"look again: {_title(cell)} now asks for {', '.join(sorted(missing))}, which your answer does not define")
    said += [line for line in made.metadata.convnets.remarks if "stood" in line or "recognised" in line or "turned into" in line]
    made.metadata.pop("convnets")
    made.metadata["convnets"] = dict(new.metadata.get("convnets", {}))
    return made, said


def _released(file: Path, old: NotebookNode, course: Course | None, notebooks: Path) -> NotebookNode:
    told = old.metadata.get("convnets", {}) if isinstance(old.metadata, dict) else {}
    chapter = told.get("chapter") if isinstance(told, dict) else None
    known = [*(course.chapters if course else []), *(p.name for p in notebooks.glob("[0-9][0-9]_*"))]
    name = chapter if chapter in known else next((n for n in known if n in file.stem), None)
    if name is None:
        raise CourseError(f"{file} does not say which chapter it is; chapters here: {', '.join(dict.fromkeys(known)) or 'none'}")
    for released in ([course.release_file(name)] if course else []) + [notebooks / name / f"{name}.ipynb"]:
        if released.is_file() and released.resolve() != file.resolve():
            return nbformat.read(released, 4)
    raise CourseError(f"the new {name}.ipynb is not here: go to the course's folder, and keep your own notebook somewhere else")


def _without_old_text(old: NotebookNode, new: NotebookNode) -> NotebookNode:
    """The old notebook without what its author wrote: a text is kept only where it is the new one with something added, a student's note."""
    now = {c.id: c.source.strip() for c in new.cells}

    def stays(cell: NotebookNode) -> bool:
        if _kind(cell) == "text":
            return now.get(cell.id, "\0") in cell.source
        return _kind(cell) not in ("check", "setup", "handin", "training", "demo") or cell.id in now

    return nbformat.from_dict(old | {"cells": [c for c in _cells(old) if stays(c)]})


def _as_written(made: NotebookNode, old: NotebookNode) -> None:
    """Restoring makes a student's markdown inert, for the instructor's browser; in the student's own notebook it stays what it was."""
    before = {inert(c.source): c.source for c in _cells(old) if c.get("cell_type") == "markdown"}
    for cell in made.cells:
        if _kind(cell) in ("own", "written"):
            cell.source = before.get(cell.source, cell.source)


def _recognised(made: NotebookNode, cell: NotebookNode) -> bool:
    return any(c.id == cell.id and c.source != cell.source for c in made.cells)


def _cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells, each with its author's id where it has lost it but kept nbgrader's, and its source in one piece."""
    found = []
    for cell in notebook.cells:
        if not isinstance(cell, dict):
            continue
        source, told = cell.get("source", ""), cell.get("metadata", {})
        told = told.get("nbgrader", {}) if isinstance(told, dict) else {}
        grade_id = told.get("grade_id") if isinstance(told, dict) else None
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        found.append(nbformat.from_dict(cell | {"source": source, "id": str(grade_id or cell.get("id", ""))}))
    return found


def _kind(cell: NotebookNode) -> str:
    return cell.id.partition("-")[0]


def _title(cell: NotebookNode) -> str:
    kind, _, name = cell.id.partition("-")
    return {"exercise": "the exercise", "written": "the question", "check": "the check of", "handin": "the hand-in"}.get(kind, kind) + (
        f" {name}" if name else ""
    )
