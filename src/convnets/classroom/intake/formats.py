"""Notebooks as they are found: in any encoding, of any format up to 4, with any line ends, from whatever wrote them."""

import functools
import json
import re
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from convnets.classroom.states import Cause, SetAside

CELL_TYPES = ("code", "markdown", "raw")
LINE_END = re.compile(r"\r+\n|\r")  # Windows, also where it was converted twice, and the Macintosh of old


def read_notebook(name: str, data: bytes) -> NotebookNode:
    """The notebook in these bytes of a file of this name, its sources in one piece. Raises SetAside when it is none."""
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode(json.detect_encoding(data))
        found = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise SetAside(Cause.UNREADABLE, f"{name} is no notebook: {_first_line(e)}") from None
    return as_v4(name, found)


def as_v4(name: str, data: Any) -> NotebookNode:
    """What a file holds, as a notebook of format 4. Raises SetAside when it is none."""
    version = data.get("nbformat") if isinstance(data, dict) else None
    if version in (1, 2, 3) and not isinstance(data.get("cells") if version > 1 else None, list):
        data = {"nbformat": 4, "nbformat_minor": 0, "metadata": data.get("metadata"), "cells": list(_old_cells(data))}
    elif not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise SetAside(Cause.UNREADABLE, f"{name} is no notebook: it has no cells")
    elif version not in (3, 4):
        raise SetAside(Cause.UNREADABLE, f"{name} has notebook format {version!r}; this course reads 4: save it again in JupyterLab")
    cells = [c | {"source": source(c)} if isinstance(c, dict) else c for c in data["cells"]]
    metadata = data.get("metadata") if isinstance(data.get("metadata"), dict) else {}
    return nbformat.from_dict(data | {"nbformat": 4, "metadata": metadata, "cells": cells})


def source(cell: dict[str, Any]) -> str:
    """A cell's source in one piece, lines ended as here, without page breaks and marks of byte order; "" for what is no source.

    Some tools list the lines without their ends.
    """
    found = cell.get("source", "")
    parts = [s for s in (found if isinstance(found, list) else [found]) if isinstance(s, str)]
    ended = any(p.endswith(("\n", "\r")) for p in parts[:-1])
    text = ("" if ended else "\n").join(parts).encode("utf-8", "replace").decode().removeprefix("\ufeff")
    return (LINE_END.sub("\n", text) if "\r" in text else text).replace("\v", "").replace("\f", "")


@functools.lru_cache(maxsize=1024)
def normal(text: str) -> str:
    """A source as it is compared: without what no eye sees, white space at the ends of lines and around all of it."""
    text = LINE_END.sub("\n", text) if "\r" in text else text
    return "\n".join(map(str.rstrip, text.split("\n"))).strip()


def _old_cells(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The cells of formats 1 to 3, which stood on worksheets and had headings of their own."""
    sheets = data.get("worksheets") or [data]
    for sheet in sheets if isinstance(sheets, list) else []:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in cells if isinstance(cells, list) else []:
            if isinstance(cell, dict):
                yield _new_cell(cell)


def _new_cell(cell: dict[str, Any]) -> dict[str, Any]:
    kind, metadata = cell.get("cell_type"), cell.get("metadata")
    kept = {"metadata": metadata if isinstance(metadata, dict) else {}}
    if kind == "code":
        return kept | {"cell_type": "code", "source": cell.get("input", cell.get("code", cell.get("source", ""))), "outputs": []}
    written = {"source": cell.get("source", cell.get("text", ""))}
    if kind == "heading":
        level = cell.get("level") if isinstance(cell.get("level"), int) else 1
        written = {"source": f"{'#' * min(max(level, 1), 6)} {source(written)}"}
    return kept | written | {"cell_type": "raw" if kind == "raw" else "markdown"}


def _first_line(e: BaseException) -> str:
    return (str(e).splitlines() or [type(e).__name__])[0][:200]
