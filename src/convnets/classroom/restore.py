"""Put a submission in order: the author's cells, in the author's words and order, with the student's answers in them.

A pure function. A student's cell is known by its grade id, else by its cell id, else by the names that it defines; everything else is
kept where it stood, as the student's own. Training and demonstration cells are recognised by the author's ids and marked, so that
they can be left out while grading; a student's tags decide nothing.
"""

import copy
import itertools
import re
from typing import Any

import nbformat
from nbformat import NotebookNode

from convnets.classroom.syntax import bound_names
from convnets.plain import printable

CELL_TYPES = ("code", "markdown", "raw")
EXECUTABLE = re.compile(r"javascript|vbscript|data(?=\s*:)|\\href", re.I)
SOURCE_LIMIT = 20_000  # characters in one cell: to show it may take a time that grows with their square
MOST_CELLS = 2_000  # that are looked at
OWN_CELLS, OWN_CHARACTERS = 500, 200_000  # of a student's own cells, all together, that are kept


def restore(source: NotebookNode, release: NotebookNode, submission: NotebookNode, *, whole: bool = False) -> NotebookNode:
    """The submission with the author's cells put back. ``metadata.convnets`` of the result lists remarks and whether it was damaged.

    What is far more than anybody writes is cut, unless ``whole``: shown to others, it would keep their machine busy for hours.
    """
    authored = {c.id: c for c in source.cells}
    stubs = {c.id: c for c in release.cells}
    claimed, extras, remarks = _sort_out(stubs, authored, _plain_cells(submission, whole))
    cells = [*extras.get("", [])]
    for cell in source.cells:
        kind = cell.id.partition("-")[0]
        mine = claimed.get(cell.id)
        if kind in ("exercise", "written"):
            new = copy.deepcopy(stubs[cell.id])
            if mine is None:
                remarks.append(f"{cell.id} was missing")
            else:
                new.source = mine["source"] if kind == "exercise" else inert(mine["source"])
                if mine["cut"]:
                    remarks.append(f"{cell.id} was longer than {SOURCE_LIMIT:,} characters; the rest was cut off")
                if mine["cell_type"] != new.cell_type:
                    remarks.append(f"{cell.id} had been turned into {mine['cell_type']}; it was read as {new.cell_type}")
        else:
            new = copy.deepcopy(cell)
            if kind in ("training", "demo"):  # nbgrader keeps no such cells, and warns of each
                new.metadata.pop("nbgrader", None)
            if kind == "text" and mine is not None and mine["source"].strip() != cell.source.strip():
                extras.setdefault(cell.id, []).insert(0, _own(mine, 0))  # notes that a student wrote into the text
            if kind in ("check", "setup", "handin") and mine is None:
                remarks.append(f"{cell.id} was missing")
            elif kind in ("check", "setup", "handin") and mine["source"].strip() != stubs[cell.id].source.strip():
                remarks.append(f"{cell.id} had been edited; the author's was put back")
        cells += [new, *extras.get(cell.id, [])]
    cells = cells if whole else _bounded(cells, len(submission.get("cells") or ()), remarks)
    for n, cell in enumerate(cells):
        if cell.id.startswith("own-"):
            cell.id = f"own-{n}"
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=copy.deepcopy(source.metadata))
    notebook.nbformat_minor = 5
    notebook.metadata["convnets"] = {"remarks": remarks, "damaged": any("was missing" in r or "turned into" in r for r in remarks)}
    return notebook


def _plain_cells(submission: NotebookNode, whole: bool) -> list[dict[str, Any]]:
    """The cells as plain type, source, id and grade id, whatever shape they came in."""
    found = []
    cells, most, longest = submission.get("cells"), None if whole else MOST_CELLS, None if whole else SOURCE_LIMIT
    for cell in cells[:most] if isinstance(cells, list) else []:
        if not isinstance(cell, dict):
            continue
        source = cell.get("source", "")
        source = "".join(s for s in (source if isinstance(source, list) else [source]) if isinstance(s, str))
        source = printable(source)
        metadata = cell.get("metadata")
        nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
        kind = cell.get("cell_type")
        found.append(
            {
                "cell_type": kind if kind in CELL_TYPES else "raw",
                "source": source[:longest],
                "cut": longest is not None and len(source) > longest,
                "id": str(cell.get("id", "")),
                "grade_id": str(grade_id or ""),
            }
        )
    return found


def _sort_out(
    stubs: dict[str, NotebookNode], authored: dict[str, NotebookNode], cells: list[dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], dict[str, list[NotebookNode]], list[str]]:
    """Which cell answers for which of the author's, and which are the student's own, by the author's cell that they follow."""
    remarks: list[str] = []
    owner = [c["grade_id"] if c["grade_id"] in authored else c["id"] if c["id"] in authored else "" for c in cells]
    for gid in (g for g in stubs if g.startswith("exercise-") and g not in owner):
        names = set(bound_names(stubs[gid].source))
        for i, cell in enumerate(cells):  # metadata stripped: known by what it defines
            if not owner[i] and names and names & set(bound_names(cell["source"])):
                owner[i] = gid
                remarks.append(f"{gid} had lost its metadata; it was recognised by its names")
                break
    chosen: dict[str, int] = {}
    for gid in dict.fromkeys(filter(None, owner)):
        copies = [i for i, o in enumerate(owner) if o == gid]
        worked = [i for i in copies if cells[i]["source"].strip() not in ("", stubs[gid].source.strip())]
        exact = [i for i in worked if cells[i]["id"] == gid]
        chosen[gid] = (exact or worked or copies)[0]
        if len(copies) > 1:
            rest = "the copies ran as the student's own cells" if gid.startswith("exercise-") else "the copies were left out"
            remarks.append(f"{gid} stood {len(copies)} times; one was taken, {rest}")
    extras: dict[str, list[NotebookNode]] = {}
    last = ""
    for i, cell in enumerate(cells):
        gid = owner[i]
        if gid and chosen[gid] == i:
            last = gid
        elif not gid or gid.startswith("exercise-"):
            extras.setdefault(last, []).append(_own(cell, i))
    return {gid: cells[i] for gid, i in chosen.items()}, extras, remarks


def _bounded(cells: list[NotebookNode], handed_in: int, remarks: list[str]) -> list[NotebookNode]:
    """Without far more cells of a student's own, or far longer ones, than anybody writes."""
    if handed_in > MOST_CELLS:
        remarks.append(f"{handed_in:,} cells: only the first {MOST_CELLS:,} were looked at")
    own = [i for i, c in enumerate(cells) if c.id.startswith("own-")]
    lengths = list(itertools.accumulate(len(cells[i].source) for i in own))
    kept = sum(n <= OWN_CHARACTERS for n in lengths[:OWN_CELLS])
    if kept < len(own):
        remarks.append(f"{len(own):,} cells of one's own with {lengths[-1]:,} characters: only the first {kept} were kept")
    left_out = set(own[kept:])
    return [c for i, c in enumerate(cells) if i not in left_out]


def _own(cell: dict[str, Any], i: int) -> NotebookNode:
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell, "raw": nbformat.v4.new_raw_cell}[
        cell["cell_type"]
    ]
    return make(inert(cell["source"]) if cell["cell_type"] == "markdown" else cell["source"], id=f"own-{i}")


def inert(markdown: str) -> str:
    """A student's markdown that reads the same and does nothing: feedback and formgrader would run a script in it, in the instructor's session.

    An empty character (U+200B) after ``<``, ``&`` and the ``!`` of a picture, and in the names of executable links, keeps them from being tags,
    entities, requests and links.
    """
    return EXECUTABLE.sub("\\g<0>\u200b", re.sub(r"[<&](?=\S)|!(?=\[)", "\\g<0>\u200b", markdown))
