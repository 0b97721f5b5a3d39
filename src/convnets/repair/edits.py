"""All the edits of an answer's own that a search may try."""

import ast
from collections.abc import Iterator

from convnets.repair.edit import Edit, Place, places
from convnets.repair.expressions import expressions
from convnets.repair.lists import listed
from convnets.repair.statements import statements
from convnets.repair.together import as_modules, everywhere, exchanged, renamed, twins

MOST = 30  # numbers of an answer that are tried in the place of another
SIMPLE = {"constant", "name", "attribute", "family", "flag", "text", "unwrap"}  # kinds whose new piece is worth comparing


def edits(tree: ast.Module) -> Iterator[Edit]:
    """Every edit, the single ones first, in the order in which they stand."""
    found, single = list(places(tree)), []
    constants = tuple({n.value: 0 for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) in (int, float)})[:MOST]
    for place in found:
        for edit in _at(place, constants):
            single.append(edit)
            yield edit
    yield from everywhere(single)
    yield from exchanged(found)
    yield from renamed(found)
    yield from twins(tree, found)
    yield from as_modules(found)


def _at(place: Place, constants: tuple[float, ...]) -> Iterator[Edit]:
    node, seen = place.node, set()
    if isinstance(node, ast.stmt):
        yield from statements(place)
    elif isinstance(node, ast.expr) and not isinstance(node, ast.Starred):
        for kind, new in expressions(place, constants):
            what = ast.dump(new) if kind in SIMPLE else ""
            if not what or what not in seen:
                seen.add(what)
                yield place.edit(kind, [new])
    yield from listed(place)
