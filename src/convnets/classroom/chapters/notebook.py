"""A chapter as notebooks: nbgrader's source form, with cell ids and grade ids fixed by the tags."""

from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from convnets.classroom.chapters import install
from convnets.classroom.chapters.chapter import Cell, Chapter

ROLES = {  # kind: (grade, solution, locked), as nbgrader reads them
    "setup": (False, False, True),
    "exercise": (False, True, False),
    "check": (True, False, True),
    "written": (True, True, False),
    "handin": (True, False, True),
    "training": (False, False, False),
    "demo": (False, False, False),
}


def source_notebook(chapter: Chapter) -> NotebookNode:
    """The chapter in nbgrader's source form, answers in; the same to the byte for the same chapter."""
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "convnets": {"chapter": chapter.name},
    }
    notebook = new_notebook(cells=list(_cells(chapter)), metadata=metadata)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def _cells(chapter: Chapter) -> Iterator[NotebookNode]:
    """The author's cells, and before the first set-up the one that sees to the package. While grading it is left out, as it has no tag."""
    repository = install.repository(chapter.path.parents[2])
    for i, cell in enumerate(chapter.cells):
        if cell.kind == "setup":
            yield new_code_cell(install.cell(repository), id=install.CELL)
        yield _cell(cell)
        if i == 0 and (links := install.links(repository, chapter.name)):
            yield new_markdown_cell(links, id=install.LINKS)


def _cell(cell: Cell) -> NotebookNode:
    make = new_markdown_cell if cell.kind in ("text", "written") else new_code_cell
    node = make(cell.source, id=cell.id)
    if cell.kind == "text":
        return node
    grade, solution, locked = ROLES[cell.kind]
    node.metadata = {
        "nbgrader": {"grade_id": cell.id, "grade": grade, "solution": solution, "locked": locked, "task": False, "schema_version": 3},
        "tags": [cell.kind],
    }
    if grade:
        node.metadata["nbgrader"]["points"] = cell.points
    if cell.kind == "check":  # folded in JupyterLab, so that the verdict stands right under the answer; a click opens it
        node.metadata["jupyter"] = {"source_hidden": True}
        node.source = f"# Run this cell to check {cell.name}, {cell.points:g} point{'s' if cell.points != 1 else ''}\n{node.source}"
    return node


def write(notebook: NotebookNode) -> str:
    """The notebook as text, the same to the byte for the same notebook."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
