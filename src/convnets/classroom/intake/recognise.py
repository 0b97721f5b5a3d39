"""Which cell of a handed-in notebook is which of the chapter's, and how much of the chapter it holds.

Many editors keep neither ids nor metadata. A cell is known by its grade id, else by its cell id, else by what it holds: an author's text is
itself, a check names its exercise, an answer defines what is asked. Where several would do, the one at its place is taken, the last of them.
"""

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nbformat import NotebookNode

from convnets.base.magics import LONGEST
from convnets.classroom.chapters.chapter import kind
from convnets.classroom.chapters.syntax import DEFINED, definitions, parse
from convnets.classroom.intake.formats import CELL_TYPES, normal, source
from convnets.classroom.states import Happened, Remark
from convnets.evidence.plain import printable

ALIKE = 0.6  # of an author's lines stand in a cell that is that author's cell, changed
MOST_CELLS, MOST_CHARACTERS = 2_000, 2_000_000  # that are looked at; of a cell LONGEST count
TELLING = 30  # characters from which a cell is nobody's by chance
MOST_READ = 300_000  # characters of a notebook's code that are read as code
LONGEST_WORDS = 3_000  # characters of an answer in words that stands in a code cell
CHECKS = re.compile(r"""\bcheck\(\s*["'](\d\d_\w+)/(\w+)["']""")
PACKAGE = re.compile(r"^\s*import convnets\.keys\b", re.M)
FENCED = re.compile(r"\s*```[\w ]*\n(.*?)\n?```\s*", re.S)


@dataclass
class Found:
    """A cell as it was handed in, whatever shape it came in."""

    cell_type: str
    source: str
    id: str = ""
    grade_id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """What may be an answer: a student's code that was made text stands between fences at times."""
        fenced = FENCED.fullmatch(self.source) if self.cell_type != "code" else None
        return fenced[1] if fenced else self.source


@dataclass
class Recognised:
    """``owner``: of each cell, the author's cell that it is, or ""; ``answers``: of each exercise or question, the cells that answer it, in order."""

    owner: list[str]
    answers: dict[str, list[int]]
    by_content: set[str]  # the author's cells that were known by what they hold
    defined: dict[str, set[str]]  # of each exercise, what it asks for that its answer defines
    remarks: list[Remark]


def plain_cells(notebook: Mapping[str, Any], *, whole: bool = False) -> list[Found]:
    """The cells of a notebook that are any; unless ``whole`` only as many as anybody writes, without what could not be shown everywhere."""
    cells, found, read = notebook.get("cells"), [], 0
    for cell in cells[: None if whole else MOST_CELLS] if isinstance(cells, list) else []:
        if not isinstance(cell, dict):
            continue
        told, pasted = cell.get("metadata"), cell.get("attachments")
        told = told.get("nbgrader") if isinstance(told, dict) else None
        grade_id = told.get("grade_id") if isinstance(told, dict) else None
        kind = cell.get("cell_type")
        kind = kind if kind in CELL_TYPES else "raw"
        pasted = pasted if isinstance(pasted, dict) else {}
        text = source(cell)
        read += min(len(text), LONGEST)
        if read > MOST_CHARACTERS and not whole:
            break
        found.append(Found(kind, text if whole else printable(text), str(cell.get("id", "")), str(grade_id or ""), pasted))
    return found


def recognise(stubs: Mapping[str, NotebookNode], cells: Sequence[Found]) -> Recognised:
    """Which of the cells is which of the author's. ``stubs``: the chapter's released cells by id, in order."""
    known = _Recogniser(stubs, cells)
    known.by_name()
    known.by_content()
    answers = {gid: known.answers(gid) for gid in stubs if kind(gid) == "exercise"}
    answers |= {gid: known.written(gid) for gid in stubs if kind(gid) == "written"}
    defined = {gid: {name for i in answers[gid] for name in known.defined.get(i, ())} & _tops(stubs[gid].source) for gid in answers}
    return Recognised(known.owner, answers, known.by_text, defined, known.remarks)


def chapters_told(notebook: Mapping[str, Any]) -> list[str]:
    """The chapters that a notebook says it is: by its metadata, then by its checks, the one that most of them name first."""
    told = _metadata(notebook)
    return [*([told] if told else []), *(name for name, _ in _checks(notebook).most_common())]


def _metadata(notebook: Mapping[str, Any]) -> str:
    """The chapter in a notebook's metadata, which many editors do not keep; "" for none."""
    told = notebook.get("metadata")
    told = told.get("convnets") if isinstance(told, dict) else None
    told = told.get("chapter") if isinstance(told, dict) else None
    return told if isinstance(told, str) else ""


def _checks(notebook: Mapping[str, Any]) -> Counter[str]:
    """The chapters that a notebook's checks name, and how often."""
    return Counter(name for cell in plain_cells(notebook) for name, _ in CHECKS.findall(cell.source[:LONGEST]))


def another(release: NotebookNode, chapter: str, notebook: Mapping[str, Any]) -> str:
    """What a notebook is, if it is not of this chapter: a sentence; "" if it is, or may be.

    One that has lost ids and metadata and holds few answers still holds the chapter's texts and checks; one with nothing but answers
    defines what its exercises ask for.
    """
    told, checks = _metadata(notebook), _checks(notebook)
    stubs = {c.id: c for c in release.cells}
    cells = [replace(c, source=c.source[:LONGEST]) for c in plain_cells(notebook)]
    found = recognise(stubs, cells)
    ours = {gid for gid in found.by_content if kind(gid) not in ("setup", "install", "open", "exercise", "written")}
    named = {c.grade_id or c.id for c in cells} & {gid for gid in stubs if kind(gid) in ("exercise", "check", "written")}
    other = next((name for name, _ in checks.most_common(1) if name != chapter), told if told != chapter else "")
    if other and not checks[chapter] and len(ours) < len(stubs) / 4:
        return f"this is chapter {''.join(c for c in other if c.isalnum() or c == '_')[:60]}, not {chapter}"
    exercises = [gid for gid in stubs if kind(gid) == "exercise"]
    defined = [gid for gid in exercises if found.defined.get(gid)]
    if checks[chapter] or len(ours) >= 3 or len(named) >= 2 or len(defined) >= (1 if told == chapter else max(2, len(exercises) / 2)):
        return ""
    return f"of the {len(stubs)} cells of {chapter} it holds {len(ours) or 'none'}, and it answers {len(defined) or 'none'} of its {len(exercises)} exercises"


class _Recogniser:
    """Passes over the cells, from what is sure to what is likely."""

    def __init__(self, stubs: Mapping[str, NotebookNode], cells: Sequence[Found]) -> None:
        self.stubs, self.cells = stubs, cells
        self.place = {gid: n for n, gid in enumerate(stubs)}
        self.text = {gid: normal(cell.source) for gid, cell in stubs.items()}
        self.owner = [""] * len(cells)
        self.by_text: set[str] = set()
        self.remarks: list[Remark] = []
        self.chosen: set[int] = set()  # cells that answer something
        self.defined: dict[int, set[str]] = {}
        self.read = 0  # characters of code

    def by_name(self) -> None:
        for i, cell in enumerate(self.cells):
            self.owner[i] = cell.grade_id if cell.grade_id in self.stubs else cell.id if cell.id in self.stubs else ""
            gid = self.owner[i]
            if gid and len(self.text[gid]) >= TELLING and self._share(gid, set(_lines(cell.source))) >= ALIKE:
                self.by_text.add(gid)

    def by_content(self) -> None:
        """Cells without a name: the author's words, a check's name, the author's words changed."""
        same: dict[str, list[str]] = {}
        for gid, text in self.text.items():
            same.setdefault(text, []).append(gid)
        lines: dict[str, set[str]] = {}
        for gid, text in self.text.items():
            for line in _lines(text):
                lines.setdefault(line, set()).add(gid)
        checks = {names: gid for gid in self.stubs if kind(gid) == "check" for names in CHECKS.findall(self.stubs[gid].source)}
        asked = {name for gid, stub in self.stubs.items() if kind(gid) == "exercise" for name in _tops(stub.source)}
        last, nameless = -1, [i for i, gid in enumerate(self.owner) if not gid]
        for i, cell in enumerate(self.cells):
            if not self.owner[i]:
                exact = same.get(normal(cell.source), []) if normal(cell.source) else []
                free = [gid for gid in exact if gid not in self.owner]
                self.owner[i] = next((gid for gid in free if self.place[gid] > last), free[0] if free else exact[0] if exact else "")
                if not exact and cell.cell_type == "code":
                    named = [checks[names] for names in CHECKS.findall(cell.source[:LONGEST]) if names in checks]
                    self.owner[i] = named[0] if named and not self._defined(i) & asked else ""
                    if not named and "install" in self.stubs and PACKAGE.search(cell.source[:1000]) and len(cell.source) < 2000:
                        self.owner[i] = "install"
            last = self.place.get(self.owner[i], last)
        for i in nameless:
            if not self.owner[i]:
                held = _lines(self.cells[i].source)
                near = Counter(gid for line in held for gid in lines.get(line, ()) if kind(gid) not in ("exercise", "written"))
                shares = {gid: self._share(gid, held) for gid, _ in near.most_common(8) if gid not in self.owner}
                best = max(shares, key=shares.get, default="")
                self.owner[i] = best if best and shares[best] >= ALIKE and len(self.text[best]) >= TELLING else ""
            if len(self.text.get(self.owner[i], "")) >= TELLING:
                self.by_text.add(self.owner[i])
        if sum(bool(self.owner[i]) for i in nameless) > len(self.stubs) / 2:
            self.remarks.append(
                Remark(
                    Happened.RECOGNISED,
                    "",
                    "the cells had lost their ids or metadata, as some editors do; they were known by what they hold",
                )
            )

    def answers(self, gid: str) -> list[int]:
        """The cells that answer an exercise: the author's own if there is an answer in it, else what defines most of what is asked."""
        wanted = set(definitions(self.stubs[gid].source))
        tops = _tops(self.stubs[gid].source)
        copies = [i for i, o in enumerate(self.owner) if o == gid]
        worked = [i for i in copies if normal(self.cells[i].source) not in ("", self.text[gid])]
        exact = [i for i in worked if self.cells[i].id == gid]
        mine = (exact or worked or copies)[:1]
        first, end = self._gap(gid)
        others = [i for i, o in enumerate(self.owner) if (not o or (o == gid and i in worked)) and i not in mine]
        others = [i for i in others if any(name in self.cells[i].source for name in tops)]
        giving = {i: self._defined(i) & wanted for i in others}
        giving = {i: names for i, names in giving.items() if names & tops}
        has = self._defined(mine[0]) & tops if mine and mine[0] in worked else set()
        if (not mine or mine[0] not in worked or not has) and giving:
            in_place = {i for i in giving if first < i < end}

            def rank(i: int) -> tuple[Any, ...]:
                return len(giving[i] & tops), i in in_place, len(giving[i]), -min(abs(i - first), abs(i - end)), i

            best = max(giving, key=rank)
            kept = mine if mine and mine[0] in worked else []
            rivals = [i for i in giving if i != best and len(giving[i] & tops) == len(giving[best] & tops) and not giving[i] < giving[best]]
            if mine:
                self.remarks.append(Remark(Happened.ELSEWHERE, gid, "stood in a cell of one's own, beside the one that is meant for it"))
            elif not self.remarks or self.remarks[0].cell:
                self.remarks.append(Remark(Happened.RECOGNISED, gid, "had lost its metadata; it was recognised by its names"))
            if rivals:
                said = f"was found in {len(rivals) + 1} cells; the last at its place was taken, the others ran as the student's own"
                self.remarks.append(Remark(Happened.LOOK, gid, said))
            mine, has = [*kept, best], has | (giving[best] & tops)
        elif not mine or mine[0] not in worked:  # perhaps with another exercise's answer in one cell
            shared = [i for i in self.chosen if tops <= self._defined(i)]
            mine = shared[-1:] or mine
            has = tops
        if has and (missing := tops - has):
            for i in sorted(giving, key=lambda i: (not first < i < end, -i)):
                if i not in mine and giving[i] & missing and (first < i < end or not copies):
                    mine, missing = [*mine, i], missing - giving[i]
        mine = sorted(mine)
        if len(mine) > 1:
            self.remarks.append(Remark(Happened.JOINED, gid, f"stood in {len(mine)} cells; they were joined"))
        elif len(copies) > 1:
            self.remarks.append(
                Remark(Happened.COPIED, gid, f"stood {len(copies)} times; one was taken, the copies ran as the student's own cells")
            )
        for i in mine:
            self.owner[i] = self.owner[i] or gid
        self.chosen.update(mine)
        return mine

    def written(self, gid: str) -> list[int]:
        """The cells that answer a question in words: its own, else what the student wrote beside it."""
        copies = [i for i, o in enumerate(self.owner) if o == gid]
        worked = [i for i in copies if normal(self.cells[i].source) not in ("", self.text[gid]) or self.cells[i].attachments]
        if worked:
            seen = {normal(self.cells[i].source): i for i in reversed(worked)}  # a copy says nothing new
            worked = sorted(seen.values())
            if len(worked) > 1:
                self.remarks.append(Remark(Happened.JOINED, gid, f"stood in {len(worked)} cells; they were joined"))
            return worked
        first, end = self._gap(gid)
        beside = [i for i in range(first + 1, end) if not self.owner[i] and i not in self.chosen and self._in_words(self.cells[i])]
        if beside:
            where = "stood in a cell of one's own beside its own, and was put into it"
            self.remarks.append(Remark(Happened.ELSEWHERE, gid, where if copies else "had lost its metadata; it was known by its place"))
            for i in beside:
                self.owner[i] = gid
            return beside
        return copies[:1]

    def _defined(self, i: int) -> set[str]:
        """What a cell defines; far more code than anybody writes is read line by line."""
        code = self.cells[i].code
        if i not in self.defined:
            self.read += len(code)
            self.defined[i] = set(definitions(code) if self.read <= MOST_READ else DEFINED.findall(code))
        return self.defined[i]

    def _in_words(self, cell: Found) -> bool:
        """Whether this says something to a person: text, or code that is none."""
        if cell.cell_type != "code":
            return bool(normal(cell.source) or cell.attachments)
        lines = [line.strip() for line in cell.source.split("\n") if line.strip()]
        quoted = re.fullmatch(r"""\s*(?:print\()?[rRfF]?("{3}|'{3}|"|')(.*)\1\)?\s*""", cell.source, re.S)
        return bool(lines) and (
            all(line.startswith("#") for line in lines) or bool(quoted) or (len(cell.source) < LONGEST_WORDS and not _is_code(cell.source))
        )

    def _gap(self, gid: str) -> tuple[int, int]:
        """The cells between which this one belongs: the nearest before it in the chapter that is there, and the nearest after it."""
        at = [i for i, o in enumerate(self.owner) if o == gid]
        if kind(gid) == "written" and at:
            first, end = at[0], at[-1]
            while first > 0 and not (self.owner[first - 1] and self.owner[first - 1] != gid):
                first -= 1
            while end + 1 < len(self.cells) and not (self.owner[end + 1] and self.owner[end + 1] != gid):
                end += 1
            return first - 1, end + 1
        here = self.place[gid]
        where: dict[str, int] = {}
        for i, o in enumerate(self.owner):
            if o and o != gid:
                where.setdefault(o, i)
        before = max(((self.place[o], i) for o, i in where.items() if self.place[o] < here), default=(0, -1))[1]
        after = min(((self.place[o], i) for o, i in where.items() if self.place[o] > here and i > before), default=(0, len(self.cells)))[1]
        return before, after

    def _share(self, gid: str, held: set[str]) -> float:
        """How much of an author's cell stands in these lines, by characters."""
        lines = _lines(self.text[gid])
        total = sum(map(len, lines))
        return sum(len(line) for line in lines if line in held) / total if total else 0.0


def _tops(source: str) -> set[str]:
    """What a cell defines at its top level."""
    return {name for name in definitions(source) if "." not in name}


def _lines(text: str) -> set[str]:
    return {line.strip() for line in normal(text).split("\n") if line.strip()}


def _is_code(source: str) -> bool:
    """Whether this does anything: a word alone, or a few, is none."""
    try:
        return any(not isinstance(n, ast.Expr) or not isinstance(n.value, (ast.Name, ast.Constant)) for n in parse(source).body)
    except SyntaxError:
        return False
