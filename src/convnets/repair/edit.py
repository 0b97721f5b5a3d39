"""A change of a tree: made on entering, undone on leaving; and the places of a tree at which one can be made."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

Sets = list[tuple[ast.AST, str, Any]]  # a node, its field, and what the field is to hold
FIXED = {"annotation", "returns", "decorator_list", "bases", "targets", "target", "ctx", "type_params"}  # fields that no operator changes
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass
class Edit:
    """One change. ``sites`` are the student's own nodes that it is about, ``old`` goes, ``new`` comes; ``first`` and ``last`` are its lines.

    ``inside``: in a body that runs only when it is called; ``function`` names it, as ``Block.forward``.
    """

    kind: str
    sites: list[ast.AST]
    sets: Sets
    old: list[ast.AST]
    new: list[ast.AST]
    first: int
    last: int
    inside: bool = False
    function: str = ""
    everywhere: bool = False  # the same at each of its sites

    def __enter__(self) -> None:
        self._before = [getattr(owner, name) for owner, name, _ in self.sets]
        for owner, name, value in self.sets:
            setattr(owner, name, value)

    def __exit__(self, *_: object) -> None:
        for (owner, name, _), value in reversed([*zip(self.sets, self._before, strict=True)]):
            setattr(owner, name, value)

    def text(self, tree: ast.Module) -> str:
        """The whole answer with the change in it."""
        with self:
            return ast.unparse(tree)

    @cached_property
    def lines(self) -> tuple[int, ...]:
        return tuple(sorted({n.lineno for n in self.sites if hasattr(n, "lineno")})) or (self.first,)

    @cached_property
    def size(self) -> int:
        """How many nodes go and come: the smallest change names its place most sharply."""
        return sum(1 for part in (*self.old, *self.new) for _ in ast.walk(part))

    @cached_property
    def delta(self) -> Counter:
        """What the answer's tokens gain and lose."""
        found = sum(map(tokens, self.new), Counter())
        found.subtract(sum(map(tokens, self.old), Counter()))
        return found


@dataclass(frozen=True)
class Scope:
    """What is known where a node stands: local names, attributes of ``self``, the function, and whether it runs only when that is called."""

    names: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    function: str = ""
    inside: bool = False

    def into(self, node: ast.AST) -> "Scope":
        """The scope of what stands in a node."""
        if isinstance(node, ast.ClassDef):
            kept = (
                n.attr
                for n in ast.walk(node)
                if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store) and name_of(n.value) == "self"
            )
            return replace(self, own=tuple(dict.fromkeys(kept)), function=_dotted(self.function, node.name), inside=False)
        if isinstance(node, FUNCTIONS):
            stored = (n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
            known = dict.fromkeys([*(n.arg for n in ast.walk(node.args) if isinstance(n, ast.arg)), *stored, *self.names])
            named = self.function if isinstance(node, ast.Lambda) else _dotted(self.function, node.name)
            return replace(self, names=tuple(n for n in known if n != "self"), function=named, inside=True)
        return self


@dataclass(frozen=True)
class Place:
    """A node where it stands: a field of its parent, at a place of a list if it is one."""

    node: ast.AST
    parent: ast.AST
    slot: str
    at: int | None
    scope: Scope
    statement: ast.stmt | None = None  # the simple statement around it
    above: "Place | None" = field(default=None, repr=False)

    def put(self, *new: ast.AST) -> Sets:
        """What puts other nodes in its place; several, or none, only in a list."""
        value = getattr(self.parent, self.slot)
        return [(self.parent, self.slot, new[0] if self.at is None else [*value[: self.at], *new, *value[self.at + 1 :]])]

    def edit(
        self,
        kind: str,
        new: Sequence[ast.AST],
        sets: Sets | None = None,
        old: Sequence[ast.AST] | None = None,
        sites: Sequence[ast.AST] = (),
    ) -> Edit:
        """A change here: of this node by one other, if nothing else is said."""
        lines = self.statement or self.node
        first = getattr(self.node, "lineno", getattr(lines, "lineno", 1))
        last = getattr(self.node, "end_lineno", None) or first
        if self.statement:
            first, last = min(first, self.statement.lineno), max(last, self.statement.end_lineno or last)
        around = self.scope.into(self.node) if isinstance(self.node, DEFINITIONS) else self.scope
        old = [self.node] if old is None else list(old)
        made = self.put(*new) if sets is None else sets
        return Edit(kind, list(sites) or old or [self.node], made, old, list(new), first, last, self.scope.inside, around.function)


def places(tree: ast.AST, scope: Scope = Scope(), statement: ast.stmt | None = None, above: Place | None = None) -> Iterator[Place]:
    """Every node of a tree that may be changed, in the order in which it stands; nothing inside an f-string."""
    for slot, value in ast.iter_fields(tree):
        if slot in FIXED:
            continue
        for at, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(
                node, (ast.expr, ast.stmt, ast.keyword, ast.comprehension, ast.arguments, ast.Slice, ast.withitem, ast.ExceptHandler)
            ):
                continue
            simple = node if isinstance(node, ast.stmt) and not hasattr(node, "body") else statement
            here = Place(node, tree, slot, at, scope, simple, above)
            yield here
            if not isinstance(node, ast.JoinedStr):
                yield from places(node, scope.into(node), simple, here)


def tokens(tree: ast.AST) -> Counter:
    """What a piece of code is made of: its names, constants, operators, keywords and kinds of statements."""
    found: Counter = Counter()
    for n in ast.walk(tree):
        if isinstance(n, ast.Constant):
            found[repr(n.value)] += 1
        elif isinstance(n, (ast.Name, ast.Attribute)):
            found[name_of(n)] += 1
        elif isinstance(n, ast.keyword):
            found[f"{n.arg}="] += 1
        elif isinstance(n, (ast.operator, ast.cmpop, ast.unaryop, ast.boolop, ast.stmt)):
            found[type(n).__name__] += 1
    return found


def code(text: str, **holes: ast.expr) -> ast.expr:
    """An expression from its text; names that stand in ``holes`` are replaced by those nodes."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return holes.get(node.id, node)

    return Fill().visit(ast.parse(text, mode="eval").body)


def name_of(node: ast.AST) -> str:
    """The last word of a name, or of what is called: ``relu`` for ``relu``, ``F.relu``, ``F.relu(x)`` and ``x.relu()``."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def callee(node: ast.AST) -> str:
    """The last word of what is called; nothing for what is no call."""
    return name_of(node) if isinstance(node, ast.Call) else ""


def is_module(call: ast.AST) -> bool:
    """Whether this makes a layer or another object: its name begins with a capital."""
    return isinstance(call, ast.Call) and name_of(call)[:1].isupper()


def is_own(call: ast.AST) -> bool:
    """``self.layer(x)``, a layer of the class at work."""
    func = call.func if isinstance(call, ast.Call) else None
    own = isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "self"
    return own and bool(call.args) and func.attr != "register_buffer"


def given(call: ast.Call) -> ast.expr:
    """What a function was given: its first argument, or the object whose method it is."""
    return call.args[0] if call.args else call.func.value


def again(call: ast.Call, inner: ast.expr) -> ast.Call:
    """The same call on something else."""
    if call.args:
        return ast.Call(call.func, [inner, *call.args[1:]], call.keywords)
    return ast.Call(ast.Attribute(inner, call.func.attr, ast.Load()), [], call.keywords)


def layers_made(tree: ast.AST) -> dict[str, str]:
    """Attributes that are set to what a call gives, and what is called."""
    made = (n for n in ast.walk(tree) if isinstance(n, ast.Assign) and isinstance(n.value, ast.Call))
    return {n.targets[0].attr: name_of(n.value) for n in made if isinstance(n.targets[0], ast.Attribute)}


def _dotted(outer: str, name: str) -> str:
    return f"{outer}.{name}" if outer else name
