"""Changes in several places at once: one misunderstanding that was written twice, what two calls have exchanged, what goes together."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice

from convnets.repair.edit import Edit, Place, Sets, code, layers_made, name_of
from convnets.repair.vocabulary import KIN, MODULES

MOST = 8  # places of one slip
PAIRS = 80  # of calls that may have exchanged something
REPEATED = {"constant", "operator", "operand", "family", "flag", "keyword", "new keyword", "unwrap", "compare", "insert layer", "in place"}
STRIDE = 3  # the place of `stride` among Conv2d's arguments


def everywhere(found: Iterable[Edit]) -> Iterator[Edit]:
    """The same change at every place that looks the same but for its names, in the whole answer or in one line."""
    alike: dict[tuple, list[Edit]] = defaultdict(list)
    shapes: dict[int, str] = {}
    for edit in found:
        if edit.kind in REPEATED:
            what = (edit.kind, *(_shape(n, shapes) for n in edit.old), "", *(_shape(n, shapes) for n in edit.new))
            if not edit.old:
                what += tuple(name_of(n) for n in edit.sites)
        elif edit.kind in ("wrap", "name") and isinstance(edit.old[0], (ast.Name, ast.Constant)):  # here the names count
            what = (edit.kind, ast.dump(edit.old[0]), ast.dump(edit.new[0]))
        else:
            continue
        for where in (0, edit.first):
            alike[where, *what].append(edit)
    for (where, *what), group in alike.items():
        touched = [(id(owner), slot) for e in group for owner, slot, _ in e.sets]
        if 1 < len(group) <= MOST and len({*touched}) == len(touched) and not (where and len(group) == len(alike[0, *what])):
            yield _joined(group)


def _joined(group: list[Edit]) -> Edit:
    parts = ([x for e in group for x in getattr(e, name)] for name in ("sites", "sets", "old", "new"))
    function = group[0].function if len({e.function for e in group}) == 1 else ""
    lines = min(e.first for e in group), max(e.last for e in group)
    return Edit(group[0].kind, *parts, *lines, all(e.inside for e in group), function, everywhere=True)


def _shape(node: ast.AST, known: dict[int, str]) -> str:
    """A piece of code with the names of its variables left out."""
    if id(node) not in known:
        if isinstance(node, ast.Name):
            text = node.id if node.id in MODULES or node.id in KIN else "_"
        else:
            parts = (
                ",".join(_shape(v, known) if isinstance(v, ast.AST) else repr(v) for v in (value if isinstance(value, list) else [value]))
                for _, value in ast.iter_fields(node)
            )
            text = f"{type(node).__name__}({';'.join(parts)})"
        known[id(node)] = text
    return known[id(node)]


def exchanged(places: list[Place]) -> Iterator[Edit]:
    """Two calls of the same function exchange an argument, a keyword or their strides, or one gives its last argument to the other."""
    calls = [p for p in places if isinstance(p.node, ast.Call) and (p.node.args or p.node.keywords)]
    pairs = ((p, q) for p, q in combinations(calls, 2) if name_of(p.node) == name_of(q.node) != "")
    for p, q in islice(pairs, PAIRS):
        a, b = p.node, q.node
        if "Conv2d" in name_of(a) and (edit := strides_exchanged(p, q)):
            yield edit
        for i in range(min(len(a.args), len(b.args))):
            if ast.dump(a.args[i]) != ast.dump(b.args[i]):
                sets = [(a, "args", [*a.args[:i], b.args[i], *a.args[i + 1 :]]), (b, "args", [*b.args[:i], a.args[i], *b.args[i + 1 :]])]
                yield _both("exchange", p, q, sets, [a.args[i], b.args[i]])
        for (x, y), (g, h) in (((a, b), (p, q)), ((b, a), (q, p))):
            if len(x.args) == len(y.args) + 1:
                yield _both("exchange", g, h, [(x, "args", x.args[:-1]), (y, "args", [*y.args, x.args[-1]])], [x.args[-1]])
            for k in x.keywords:
                theirs = [o for o in y.keywords if o.arg == k.arg]
                if not theirs or ast.dump(theirs[0]) != ast.dump(k):
                    mine = [o for o in x.keywords if o is not k] + theirs
                    yield _both(
                        "exchange", g, h, [(x, "keywords", mine), (y, "keywords", [o for o in y.keywords if o not in theirs] + [k])], [k]
                    )


def strides_exchanged(p: Place, q: Place) -> Edit | None:
    """Two convolutions exchange their strides, however they are given; None where they are the same."""
    mine, other = _stride(p.node), _stride(q.node)
    if ast.dump(mine) == ast.dump(other):
        return None
    sets = [_set_stride(p.node, other), _set_stride(q.node, mine)]
    return _both("exchange", p, q, sets, [n for n in (mine, other) if hasattr(n, "lineno")])


def _stride(call: ast.Call) -> ast.expr:
    named = [k.value for k in call.keywords if k.arg == "stride"]
    return named[0] if named else call.args[STRIDE] if len(call.args) > STRIDE else ast.Constant(1)


def _set_stride(call: ast.Call, stride: ast.expr) -> tuple[ast.AST, str, list]:
    if len(call.args) > STRIDE:
        return call, "args", [*call.args[:STRIDE], stride, *call.args[STRIDE + 1 :]]
    return call, "keywords", [*(k for k in call.keywords if k.arg != "stride"), ast.keyword("stride", stride)]


def _both(kind: str, p: Place, q: Place, sets: Sets, moved: list[ast.AST]) -> Edit:
    one, two = p.edit(kind, moved, sets, moved), q.edit(kind, [], [], [])
    one.first, one.last = min(one.first, two.first), max(one.last, two.last)
    one.function = one.function if one.function == two.function else ""
    one.sites = moved if len(moved) > 1 else [p.node, q.node]
    return one


def renamed(places: list[Place]) -> Iterator[Edit]:
    """Two names change places throughout a statement, or two that follow each other: widths in another order."""
    by_statement: dict[int, list[Place]] = {}
    for p in places:
        if p.statement is not None and isinstance(p.node, ast.Name) and isinstance(p.node.ctx, ast.Load) and p.node.id in p.scope.names:
            by_statement.setdefault(id(p.statement), []).append(p)
    runs = list(by_statement.values())
    for group in (*runs, *(a + b for a, b in zip(runs, runs[1:], strict=False) if a[0].scope == b[0].scope)):
        count = Counter(p.node.id for p in group)
        for a, b in combinations(count, 2):
            if 2 < count[a] + count[b] <= MOST:
                sites = [p for p in group if p.node.id in (a, b)]
                sets = [(p.node, "id", b if p.node.id == a else a) for p in sites]
                found = group[0].edit("exchange", [], sets, [], [p.node for p in sites])
                found.last = max(p.statement.end_lineno or p.statement.lineno for p in group)
                yield found


def twins(tree: ast.Module, places: list[Place]) -> Iterator[Edit]:
    """A layer that is used more than once gets a twin for one of its uses."""
    made = layers_made(tree)
    for p in places:
        target = p.node.targets[0] if isinstance(p.node, ast.Assign) else None
        if not (isinstance(target, ast.Attribute) and target.attr in made and isinstance(p.node.value, ast.Call)):
            continue
        uses = [u for u in places if isinstance(u.node, ast.Attribute) and u.node.attr == target.attr and isinstance(u.node.ctx, ast.Load)]
        for use in uses if len(uses) > 1 else ():
            twin, new = (ast.Attribute(ast.Name("self", ast.Load()), f"{target.attr}_twin", ctx) for ctx in (ast.Store(), ast.Load()))
            sets = [*use.put(new), *p.put(p.node, ast.Assign([twin], p.node.value, lineno=p.node.lineno))]
            yield use.edit("fresh layer", [new], sets)


def as_modules(places: list[Place]) -> Iterator[Edit]:
    """A list of layers that is kept becomes a list that torch knows of."""
    for p in places:
        kept = isinstance(p.parent, ast.Assign) and isinstance(p.parent.targets[0], ast.Attribute) and p.slot == "value"
        if kept and isinstance(p.node, (ast.List, ast.ListComp)):
            yield p.edit("module list", [code("nn.ModuleList(X)", X=p.node)])
