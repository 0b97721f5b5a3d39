"""Which exercises a cell that shows or trains needs, read from the names in the author's source: its own, and those of what it builds upon."""

import ast

from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.chapters.syntax import bound_names, parse
from convnets.keys import waiting


def needs(chapter: Chapter) -> dict[str, tuple[str, list[str]]]:
    """Each such cell's mark, as `convnets.keys.waiting` knows it, to its id and the exercises that it needs, in their order."""
    found: dict[str, tuple[str, list[str]]] = {}
    bound: dict[str, set[str]] = {}  # name to the exercises without which it is not there, or not right
    order = list(chapter.exercises)
    for cell in chapter.cells:
        if cell.kind in ("text", "written"):
            continue
        used = {n.id for n in ast.walk(parse(cell.source)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        needed = set().union(*(bound.get(name, set()) for name in used), {cell.name} if cell.kind == "exercise" else set())
        if cell.kind != "check":
            bound |= dict.fromkeys(bound_names(cell.source), needed)
        if cell.kind in ("training", "demo"):
            found[waiting.mark(cell.source)] = cell.id, sorted(needed, key=order.index)
    return found
