"""A chapter's page: the notebook that students get, with the outputs that the chapter's own answers gave, as far as they give nothing away.

What would: whatever an answer's own cell prints; of a check all but its verdict, which shows no expected value of what passed and no hidden row; a listing
of a network that an exercise asks for, layer by layer; a warning or a traceback, which quotes the line it comes from. A figure may stay: it shows
what an answer does, not how. Last, everything that is left is looked through for lines that only an instructor may know.
"""

import ast
import copy
import re
from collections.abc import Iterable
from html import unescape

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from convnets.classroom.chapters import install
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.chapters.syntax import bound_names, parse
from convnets.classroom.course import CourseError
from convnets.classroom.releasing import leaks

WIDGET = "application/vnd.jupyter.widget-view+json"
SHOWN = "image/png", "image/jpeg", "image/svg+xml", "text/html", "text/plain", "text/markdown"
LISTING = re.compile(r"Layer \(type\)|^layer +kind|^\w+\(\n +\(\w+\): \w+\(", re.M)  # torchsummary's, measure.layers', a module's own
BAR = re.compile(r"^[^\n]*\d+%\|[^\n]*\[[\d:]+<[^\n]*\]$")  # a progress bar
WITHHELD = "(Your own network will be listed here.)\n"
JUDGED = "check", "handin"  # kinds of cell that end in a verdict
VERDICT = 'class="convnets-verdict"'


def page(chapter: Chapter, executed: NotebookNode, released: NotebookNode, *, note: str = "") -> NotebookNode:
    """The page of a chapter. Raises CourseError when the released notebook is another chapter's or stale, LeakError when an answer would show."""
    outputs = {cell.id: cell.get("outputs", []) for cell in executed.cells}
    if list(outputs) != [cell.id for cell in released.cells]:
        raise CourseError(f"notebooks/{chapter.name} is stale: run `convnets release {chapter.name[:2]}` first")
    made = copy.deepcopy(released)
    made.metadata.pop("widgets", None)
    answers = _depending(chapter)
    cells = []
    for cell in made.cells:
        kind = cell.id.partition("-")[0]
        if cell.id == install.CELL:
            continue
        cells.append(cell)
        if cell.cell_type == "code":
            cell.outputs = list(shown(kind, outputs[cell.id], own=cell.id in answers))
            cell.metadata = _page_metadata(kind, cell.id)
    if note:
        cells.insert(1, new_markdown_cell(note, id="note"))
    made.cells = cells
    leaks.check(chapter, {"page": readable(made)})
    return made


def whole(chapter: Chapter, executed: NotebookNode) -> NotebookNode:
    """The page with the answers, hidden tests and mark schemes in it, for instructors."""
    made = copy.deepcopy(executed)
    made.metadata.pop("widgets", None)
    made.cells = [cell for cell in made.cells if cell.id != install.CELL]
    for cell in made.cells:
        if cell.cell_type == "code":
            kind = cell.id.partition("-")[0]
            cell.outputs = list(shown("demo" if kind == "exercise" else kind, cell.outputs, own=False))
            cell.metadata = _page_metadata("demo" if kind in JUDGED else kind, cell.id)
    return made


def shown(kind: str, outputs: Iterable[NotebookNode], *, own: bool) -> Iterable[NotebookNode]:
    """What a page shows of a cell's outputs. ``own``: the cell works with what an exercise asks for."""
    for output in outputs:
        if output.output_type == "stream":
            if kind in ("exercise", *JUDGED) or output.name != "stdout":
                continue
            text = WITHHELD if own and LISTING.search(output.text) else output.text
            yield new_output("stream", name="stdout", text=text)
        elif output.output_type in ("display_data", "execute_result") and kind != "exercise":
            if kind in JUDGED and VERDICT not in output.data.get("text/html", ""):
                continue
            plain = output.data.get("text/plain", "")
            if BAR.match(plain) or (WIDGET in output.data and not set(output.data) & set(SHOWN[:4])):
                continue
            if own and LISTING.search(plain):
                yield new_output("stream", name="stdout", text=WITHHELD)
                continue
            data = {mime: output.data[mime] for mime in SHOWN if mime in output.data}
            yield new_output("display_data", data, metadata=output.metadata)


def readable(page: NotebookNode) -> str:
    """All the text of a page, its outputs' too, as it is read."""
    parts = []
    for cell in page.cells:
        parts.append(cell.source)
        for output in cell.get("outputs", []):
            parts += [
                output.get("text", ""),
                *(text(v) if k == "text/html" else v for k, v in output.get("data", {}).items() if k[:4] == "text"),
            ]
    return "\n".join(parts)


def text(html: str) -> str:
    """What stands in a page of HTML, without its tags."""
    html = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<(br|/p|/tr|/td|/li|/h\d|/div)\b[^>]*>", "\n", html)))


def _depending(chapter: Chapter) -> set[str]:
    """The ids of training and demonstration cells that read a name which comes from an exercise, directly or through another cell."""
    names = {name for exercise in chapter.exercises.values() for name in bound_names(exercise.cell.source)}
    found = set()
    for cell in chapter.cells:
        if cell.kind in ("training", "demo") and names & {n.id for n in ast.walk(parse(cell.source)) if isinstance(n, ast.Name)}:
            found.add(cell.id)
            names |= set(bound_names(cell.source)) - _imported(cell.source)
    return found


def _imported(source: str) -> set[str]:
    imports = [node for node in ast.walk(parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name.partition(".")[0] for node in imports for alias in node.names}


def _page_metadata(kind: str, cell_id: str) -> dict:
    """How MyST-NB shows a cell: a check folded, a figure with a few words for who cannot see it."""
    said = cell_id.partition("-")[2].replace("_", " ") or kind
    return {"tags": ["hide-input"] if kind in JUDGED else [kind], "mystnb": {"image": {"alt": f"Figure: {said}"}}}
