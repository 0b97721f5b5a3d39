"""What right answers have to give: expressions, arguments, keywords and statements whose names are all known where they are put."""

import ast
import builtins
import copy
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from convnets.repair.edit import FUNCTIONS, Edit, Place, name_of, places, tokens

MOST = 5  # of a kind for one place
LONGEST = 120  # nodes of a piece
PIECES = (ast.Call, ast.BinOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Attribute, ast.Tuple, ast.List, ast.ListComp)
LINES = (ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.Return, ast.Raise)
UNTOUCHED = {"func", "slice", "defaults", "kw_defaults"}


@dataclass(frozen=True)
class Piece:
    """A part of a right answer, the names that it needs, and what it is made of."""

    node: ast.AST
    free: frozenset[str]
    tokens: Counter


class Donors:
    """The pieces of right answers. ``known``: names that are there in every cell, those of the set-up."""

    def __init__(self, right: Iterable[ast.Module], known: Iterable[str] = ()) -> None:
        self.known = {*known, *dir(builtins), "self"}
        parts, lines, keywords, arguments = {}, {}, {}, {}
        for tree in right:
            self.known |= {n.asname or n.name for i in ast.walk(tree) if isinstance(i, (ast.Import, ast.ImportFrom)) for n in i.names}
            for n in ast.walk(tree):
                if isinstance(n, ast.Call):
                    keywords |= {(name_of(n), ast.dump(k)): k for k in n.keywords}
                    if n.args[1:]:
                        arguments[name_of(n), ast.dump(ast.Tuple([*n.args[1:], *(k.value for k in n.keywords)]))] = n
                if isinstance(n, PIECES) and isinstance(getattr(n, "ctx", ast.Load()), ast.Load):
                    parts[ast.dump(n)] = n
                if isinstance(n, LINES) and not isinstance(getattr(n, "value", None), ast.Constant):
                    lines[ast.dump(n)] = n
        self.parts, self.lines = self._pieces(parts), self._pieces(lines)
        self.keywords, self.arguments = _by_name(keywords), _by_name(arguments)

    def _pieces(self, found: dict[str, ast.AST]) -> list[Piece]:
        return [Piece(n, self.free(n), tokens(n)) for n in found.values() if sum(1 for _ in ast.walk(n)) <= LONGEST]

    def free(self, tree: ast.AST) -> frozenset[str]:
        """The names that a piece does not bring along."""
        names = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
        bound = {n.id for n in names if isinstance(n.ctx, ast.Store)} | {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
        return frozenset({n.id for n in names} - bound - self.known)


def donated(tree: ast.Module, donors: Donors, missing: Counter) -> Iterator[Edit]:
    """Expressions replaced by, arguments, keywords and statements taken from right answers; ``missing`` is what the answer lacks of the nearest.

    A right answer's return may replace another, and is never added: in front of everything it would mend anything.
    """
    for place in places(tree):
        if not place.scope.inside:
            continue
        node, names = place.node, {*place.scope.names}
        if isinstance(node, ast.Call):
            yield from _given(place, donors, names)
        if (
            isinstance(node, ast.expr)
            and not isinstance(node, ast.Starred)
            and place.slot not in UNTOUCHED
            and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        ):
            here = tokens(node)
            fitting = (p for p in donors.parts if p.free <= names)
            for piece in sorted(fitting, key=lambda p: _unlike(here, p.tokens) - 1.5 * _supplied(p.tokens, here, missing))[:MOST]:
                yield place.edit("donor", [copy.deepcopy(piece.node)])
        if isinstance(node, ast.stmt) and place.at is not None and not isinstance(node, FUNCTIONS):
            yield from _lines(place, donors, names, missing)


def _given(place: Place, donors: Donors, names: set[str]) -> Iterator[Edit]:
    """A call's arguments after the first, and its keywords, as a right answer gives them to the same function."""
    call = place.node
    fitting = (
        n for n in donors.arguments.get(name_of(call), ()) if call.args and all(donors.free(a) <= names for a in (*n.args[1:], *n.keywords))
    )
    here = tokens(call)
    for n in sorted(fitting, key=lambda n: _unlike(here, tokens(n)))[:MOST]:
        rest, by_name = copy.deepcopy(n.args[1:]), copy.deepcopy(n.keywords)
        old = [*call.args[1:], *call.keywords]
        yield place.edit("donor", [*rest, *by_name], [(call, "args", [call.args[0], *rest]), (call, "keywords", by_name)], old, [call])
    for k in [k for k in donors.keywords.get(name_of(call), ()) if donors.free(k) <= names][:MOST]:
        before = [o for o in call.keywords if o.arg == k.arg]
        rest = [o for o in call.keywords if o.arg != k.arg]
        yield place.edit("new keyword", [copy.deepcopy(k)], [(call, "keywords", [*rest, copy.deepcopy(k)])], before)


def _lines(place: Place, donors: Donors, names: set[str], missing: Counter) -> Iterator[Edit]:
    node, here = place.node, tokens(place.node)
    fitting = [p for p in donors.lines if p.free <= names]
    for piece in sorted(fitting, key=lambda p: _unlike(here, p.tokens) - 1.5 * _supplied(p.tokens, here, missing))[:MOST]:
        yield place.edit("donor line", place_new := [copy.deepcopy(piece.node)], place.put(*place_new))
    inserted = [p for p in fitting if not any(isinstance(n, ast.Return) for n in ast.walk(p.node))]
    for piece in sorted(inserted, key=lambda p: p.tokens.total() - 2 * _supplied(p.tokens, Counter(), missing))[:MOST]:
        for before in (True, False) if not isinstance(node, ast.Return) else (True,):
            new = copy.deepcopy(piece.node)
            yield place.edit("donor line", [new], place.put(*((new, node) if before else (node, new))), [])


def _unlike(a: Counter, b: Counter) -> int:
    return (a - b).total() + (b - a).total()


def _supplied(piece: Counter, replaced: Counter, missing: Counter) -> int:
    """How much of what is missing a piece brings."""
    return ((piece - replaced) & missing).total()


def _by_name(found: dict[tuple[str, str], ast.AST]) -> dict[str, list[ast.AST]]:
    by_name: dict[str, list[ast.AST]] = {}
    for (name, _), node in found.items():
        by_name.setdefault(name, []).append(node)
    return by_name
