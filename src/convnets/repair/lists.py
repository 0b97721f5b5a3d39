"""Arguments, items and keywords: dropped, exchanged, added."""

import ast
from collections.abc import Iterator
from itertools import permutations

from convnets.repair.edit import Edit, Place, code, is_module, name_of
from convnets.repair.vocabulary import ARGUMENTS, KEYWORDS, LAYERS

LONG, LONGEST = 8, 60  # items: in a longer list only neighbours change places; nothing is tried in the longest


def listed(place: Place) -> Iterator[Edit]:
    """Everything that may be tried with the list that a node holds."""
    node = place.node
    if isinstance(node, ast.Call):
        yield from keywords(place)
    if isinstance(node, ast.comprehension) and node.ifs:
        yield place.edit("branch", [], [(node, "ifs", [])], node.ifs)
    slot = next((s for s in ("args", "elts") if isinstance(getattr(node, s, None), list)), None)
    if slot is None or isinstance(getattr(node, "ctx", None), ast.Store) or isinstance(node, ast.arguments):
        return
    items = getattr(node, slot)
    if len(items) > LONGEST:
        return
    for i, item in enumerate(items):
        yield place.edit("drop item", [], [(node, slot, items[:i] + items[i + 1 :])], [item])
        yield from _layers(place, slot, i)
        for j in range(len(items)) if len(items) <= LONG else ():
            if abs(i - j) > 2:
                rest = items[:i] + items[i + 1 :]
                yield place.edit("move item", [item], [(node, slot, [*rest[:j], item, *rest[j:]])], [item])
    yield from neighbours(place, slot, 2)
    if 2 < len(items) <= 5 and all(isinstance(n, (ast.Constant, ast.Name)) for n in items):
        for order in permutations(items):
            if sum(a is not b for a, b in zip(items, order, strict=True)) > 2:
                yield place.edit("order", list(order), [(node, slot, list(order))], items, [node])


def neighbours(place: Place, slot: str, reach: int = 1) -> Iterator[Edit]:
    """Items of a list that stand next to each other, or nearly, change places."""
    items = getattr(place.node, slot)
    for i in range(len(items)):
        for j in range(i + 1, min(len(items), i + reach + 1)):
            changed = [*items]
            changed[i], changed[j] = items[j], items[i]
            yield place.edit("swap", [items[j], items[i]], [(place.node, slot, changed)], [items[i], items[j]])


def keywords(place: Place) -> Iterator[Edit]:
    """A keyword dropped; one added that its function often has."""
    call, scope = place.node, place.scope
    for i, k in enumerate(call.keywords):
        yield place.edit("keyword", [], [(call, "keywords", call.keywords[:i] + call.keywords[i + 1 :])], [k])
    has, name = {k.arg for k in call.keywords}, name_of(call).removeprefix("Lazy")
    for text in KEYWORDS.get(name, ()):
        k = ast.parse(f"f({text})", mode="eval").body.keywords[0]
        if k.arg not in has and (not isinstance(k.value, ast.Name) or k.value.id in scope.names):
            yield place.edit("new keyword", [k], [(call, "keywords", [*call.keywords, k])], [])
    if not call.args and name not in KEYWORDS and not is_module(call):
        yield from (place.edit("new keyword", [new], [(call, "args", [new])], []) for new in map(code, ARGUMENTS))


def _layers(place: Place, slot: str, i: int) -> Iterator[Edit]:
    """A layer more in a sequence of layers; and what goes together there: batch normalisation in and the bias out, or the other way round."""
    node, items = place.node, getattr(place.node, slot)
    item = items[i]
    sequence = isinstance(node, (ast.List, ast.Tuple)) or name_of(node) in ("Sequential", "ModuleList")
    if not (sequence and isinstance(item, ast.Call) and (is_module(item) or name_of(item) in ("conv", "block"))):
        return
    width = next((a for a in (item.args[1:2] or item.args[:1])), ast.Constant(1))
    for new in (code(text, C=width) for text in LAYERS):
        yield place.edit("insert layer", [new], [(node, slot, [*items[: i + 1], new, *items[i + 1 :]])], [])
        if not i:
            yield place.edit("insert layer", [new], [(node, slot, [new, *items])], [])
    if not name_of(item).endswith("Conv2d"):
        return
    bias = [k for k in item.keywords if k.arg == "bias"]
    rest = [k for k in item.keywords if k.arg != "bias"]
    after = items[i + 1] if i + 1 < len(items) else None
    if after is not None and "BatchNorm" in name_of(after) and bias:
        yield place.edit(
            "keyword", [], [(item, "keywords", rest), (node, slot, items[: i + 1] + items[i + 2 :])], [*bias, after], [item, after]
        )
    elif not bias:
        new, none = code("nn.BatchNorm2d(C)", C=width), ast.keyword("bias", ast.Constant(False))
        sets = [(item, "keywords", [*rest, none]), (node, slot, [*items[: i + 1], new, *items[i + 1 :]])]
        yield place.edit("insert layer", [new, none], sets, [])
