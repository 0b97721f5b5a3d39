"""What is said of a repair: where it stands, in the student's own words and lines. Never what would stand there instead, and nothing that is not sure."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from convnets.evidence.plain import printable
from convnets.repair.edit import DEFINITIONS, Edit
from convnets.repair.search import Repair

LINES = re.compile("\r\n|\r|\n")  # as Python counts them
LONGEST = 90  # characters of a piece of code that is shown
ASKED = {  # after the place, by kind of edit
    **dict.fromkeys(("unwrap", "operand", "drop item", "drop statement", "keyword"), "Is everything there needed?"),
    **dict.fromkeys(("name", "attribute"), "Is it the name you mean?"),
    "constant": "Is it the number you mean?",
    **dict.fromkeys(("swap", "move", "move item", "exchange", "order"), "Is it in the order you mean?"),
    "in place": "Should what is there before be changed?",
}
COUNTED = {  # in a class, by kind of edit
    **dict.fromkeys(("unwrap", "operand", "drop item", "drop statement", "keyword"), "something in it is too much"),
    **dict.fromkeys(("name", "attribute"), "another name"),
    "constant": "another number",
    **dict.fromkeys(("swap", "move", "move item", "exchange", "order"), "another order"),
    "in place": "changed in place",
    "new keyword": "an argument is missing",
    "missing": "something is missing",
}
INSERTED = {"insert layer", "insert statement", "donor line", "return"}  # where there is nothing to point at
WORDS = (ast.Name, ast.Constant, ast.Attribute, ast.keyword)  # too little to be found in a line by themselves
NEAR = 4  # lines that are told together
NTH = ("first", "second", "third", "fourth", "fifth")
FAR = 0.5  # of a function: who replaces more says little about where


@dataclass(frozen=True)
class Told:
    """What is said, and by what it is counted in a class: the kind of edit, the code that it is about, and its lines."""

    says: str
    kind: str = ""
    text: str = ""
    lines: tuple[int, ...] = ()


def told(source: str, tree: ast.Module, repairs: Sequence[Repair], blamed: Sequence[str] = ()) -> Told | None:
    """What may be said of the repairs that were found, smallest first, and of the one definition that is to blame; None for nothing."""
    part = _blamed(tree, blamed)
    found = _located(source, tree, [r.edit for r in repairs])
    if found and part:
        return Told(f"{part} {found.says}", found.kind, found.text, found.lines)
    return found or (Told(part, "part", blamed[0]) if part else None)


def counted(kind: str, text: str) -> str:
    """A mistake as it is counted in a class: the code that it is in, and what kind of slip."""
    return f"`{text}`: {COUNTED.get(kind, 'a slip')}"


def _blamed(tree: ast.Module, blamed: Sequence[str]) -> str:
    names = [s.name for s in tree.body if isinstance(s, DEFINITIONS) and s.name not in blamed]
    if len(blamed) != 1 or not names:
        return ""
    are = f"{_and([f'`{n}`' for n in names])} {'is' if len(names) == 1 else 'are'} as {'it' if len(names) == 1 else 'they'} should be"
    return f"{are}; only `{blamed[0]}` is to blame."


def _located(source: str, tree: ast.Module, edits: Sequence[Edit]) -> Told | None:
    edits = [e for e in edits if not _is_far(tree, e)] or edits
    if not edits:
        return None
    best, function = edits[0], _common([e.function for e in edits])
    inside = Told(f"One change in `{function}` alone would make everything pass.", "function", function) if function else None
    inserted = [e for e in edits if e.kind in INSERTED and not e.old]
    if len(inserted) == len(edits):
        return Told(f"Something is missing in `{function}`; what is there is enough otherwise.", "missing", function) if function else None
    if _is_far(tree, best):
        return inside if "." in function else None
    lines = tuple(sorted({line for e in edits for line in e.lines}))
    if inserted or (not function and len({e.lines for e in edits}) > 1):
        return inside
    if len({e.lines for e in edits}) == 1:
        return _place(source, best)
    if len(lines) == 2:
        one, other = (_line(source, line) for line in lines)
        says = f"A change in line {lines[0]} alone would make everything pass, or one in line {lines[1]}: look at `{one}` and `{other}`."
        return Told(says, best.kind, _segment(source, best.sites[0]), lines)
    if lines[-1] - lines[0] < NEAR:
        return Told(f"One change in lines {lines[0]} to {lines[-1]} alone would make everything pass.", "function", function, lines)
    return inside


def _place(source: str, edit: Edit) -> Told:
    """One place, or the several of one slip."""
    kind = (
        "constant" if isinstance(edit.sites[0], ast.Constant) and edit.kind == "name" else edit.kind
    )  # a name is wanted where a number stands
    question, lines = ASKED.get(kind, ""), edit.lines
    pieces = list(dict.fromkeys(_segment(source, n) for n in edit.sites))
    if len(pieces) < len(lines):
        pieces = [_line(source, line) for line in lines]
    if edit.everywhere and len(lines) > 1:
        says = f"Lines {_and(lines)} have the same slip: look at {_and([f'`{p}`' for p in pieces])}."
    elif len(lines) > 1:
        says = f"A change in lines {_and(lines)} would make everything pass: look at {_and([f'`{p}`' for p in pieces])}."
    elif len(pieces) == 1 and all(isinstance(n, WORDS) for n in edit.sites) and pieces[0] != _line(source, lines[0]):
        says = f"Line {lines[0]} alone stands in the way: look at {_which(source, edit.sites[0])} in `{_line(source, lines[0])}`."
    else:
        says = f"A change in line {lines[0]} alone would make everything pass: look at {_and([f'`{p}`' for p in pieces])}."
    return Told(f"{says} {question}".strip(), kind, pieces[0], lines)


def _which(source: str, node: ast.AST) -> str:
    """A word or a number; which of them, where its line has several: "the second `2`"."""
    line, text = LINES.split(source)[node.lineno - 1], _segment(source, node)
    at = len(line.encode()[: node.col_offset].decode())
    spots = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", line)]
    nth = spots.index(at) if at in spots and len(spots) > 1 else len(NTH)
    return f"the {NTH[nth]} `{text}`" if nth < len(NTH) else f"`{text}`"


def _segment(source: str, node: ast.AST) -> str:
    """A piece of code as the student wrote it, in one line; of a block only its head."""
    if isinstance(node, ast.stmt) and hasattr(node, "body"):
        return _line(source, node.lineno)
    return _cut(" ".join((ast.get_source_segment(source, node) or _line(source, getattr(node, "lineno", 1))).split()))


def _line(source: str, line: int) -> str:
    return _cut(LINES.split(source)[line - 1].partition("  #")[0].strip())


def _cut(text: str) -> str:
    text = printable(text.replace("`", "'"))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _is_far(tree: ast.Module, edit: Edit) -> bool:
    """Whether a piece of a right answer takes the place of most of a function."""
    if not edit.kind.startswith("donor"):
        return False
    around = [
        n
        for n in ast.walk(tree)
        if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)) and n.lineno <= edit.first <= (n.end_lineno or n.lineno)
    ]
    whole = min((sum(1 for s in n.body for _ in ast.walk(s)) for n in around), default=0)
    return bool(whole) and sum(1 for part in edit.old for _ in ast.walk(part)) > FAR * whole


def _common(functions: Sequence[str]) -> str:
    """The function, or the class, that all of them are in."""
    parts = [f.split(".") for f in functions]
    shared = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return ".".join(shared)


def _and(things: Sequence[object]) -> str:
    *most, last = map(str, things)
    return f"{', '.join(most)} and {last}" if most else last
