"""Put a submission in order: the author's cells, in the author's words and order, with the student's answers in them.

A pure function. Which cell is which says `recognise`; everything else is kept where it stood, as the student's own. Training and
demonstration cells are recognised by the author's ids and marked, so that they can be left out while grading; a student's tags decide nothing.
"""

import copy
import itertools
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import nbformat
from nbformat import NotebookNode

from convnets.classroom.chapters.chapter import kind
from convnets.classroom.intake import pictures
from convnets.classroom.intake.formats import normal
from convnets.classroom.intake.recognise import Found, Recognised, plain_cells, recognise
from convnets.classroom.states import DAMAGE, Happened, Remark

EXECUTABLE = re.compile(r"javascript|vbscript|data(?=\s*:)|\\href", re.I)
SOURCE_LIMIT = 20_000  # characters in one cell: to show it may take a time that grows with their square
OWN_CELLS, OWN_CHARACTERS = 500, 200_000  # of a student's own cells, all together, that are kept
PROSE = 30  # characters of a student's own text somewhere from which a question without an answer is a person's to judge


def restore(source: NotebookNode, release: NotebookNode, submission: Mapping[str, Any], *, whole: bool = False) -> NotebookNode:
    """The submission with the author's cells put back. ``metadata.convnets`` of the result: ``remarks`` (see `Remark`), whether it was
    ``damaged``, and in ``look`` the questions without an answer in their place that a person has to look for.

    ``whole``: for the student alone. Else what is far more than anybody writes is cut, and markdown made inert: shown to others, it would
    keep their machine busy for hours, or do something there.
    """
    return _Restorer(source, release, submission, whole).go()


def happened(notebook: NotebookNode) -> list[Remark]:
    """The remarks of a restored notebook."""
    found = notebook.metadata.get("convnets", {}).get("remarks", [])
    return [Remark(Happened(r["what"]), r["cell"], r["text"]) for r in found]


class _Restorer:
    def __init__(self, source: NotebookNode, release: NotebookNode, submission: Mapping[str, Any], whole: bool) -> None:
        self.source, self.whole = source, whole
        self.stubs = {c.id: c for c in release.cells}
        self.handed_in = sum(isinstance(c, dict) for c in cells) if isinstance(cells := submission.get("cells"), list) else 0
        self.cells = plain_cells(submission, whole=whole)
        self.remarks: list[Remark] = []
        self.look: list[str] = []
        self.old: list[str] = []  # texts that are of an older release, by the look of them
        self.pasted: dict[int, dict[str, Any]] = {}  # of each cell with pictures, its attachments as they are shown
        if not whole:
            for i, cell in enumerate(self.cells):
                self._take_in(i, cell)
        self.known: Recognised = recognise(self.stubs, self.cells)
        self.remarks += self.known.remarks

    def go(self) -> NotebookNode:
        self.mine, extras = self._sorted_out()
        mine = self.mine
        cells = [*extras.get("", [])]
        for cell in self.source.cells:
            new = copy.deepcopy(self.stubs[cell.id] if kind(cell.id) in ("exercise", "written") else cell)
            if kind(cell.id) in ("exercise", "written"):
                self._answer(new)
            elif kind(cell.id) in ("training", "demo"):  # nbgrader keeps no such cells, and warns of each
                new.metadata.pop("nbgrader", None)
            elif kind(cell.id) == "text" and cell.id in mine:
                if added := self._added(cell.id, self.cells[mine[cell.id]].source):  # notes that a student wrote into the text
                    extras.setdefault(cell.id, []).insert(0, self._own(mine[cell.id], added))
                    self.old += [] if self._noted(cell.id) else [added]
            elif kind(cell.id) in ("check", "setup", "handin") and cell.id not in mine:
                self._remark(Happened.MISSING, cell.id, "was missing")
            elif kind(cell.id) in ("check", "setup", "handin") and not self._same(cell.id, self.cells[mine[cell.id]].source):
                self._remark(Happened.EDITED, cell.id, "had been edited; the author's was put back")
            cells += [new, *extras.get(cell.id, [])]
        cells = cells if self.whole else self._bounded(cells)
        self._looked_for(cells)
        for n, cell in enumerate(cells):
            if kind(cell.id) == "own":
                cell.id = f"own-{n}"
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=copy.deepcopy(self.source.metadata))
        notebook.nbformat_minor = 5
        remarks = [asdict(r) | {"what": str(r.what)} for r in dict.fromkeys(self.remarks)]
        damaged = any(r.what in DAMAGE for r in self.remarks)
        notebook.metadata["convnets"] = nbformat.from_dict({"remarks": remarks, "damaged": damaged, "look": self.look})
        return notebook

    def _remark(self, what: Happened, cell: str, text: str) -> None:
        self.remarks.append(Remark(what, cell, text))

    def _take_in(self, i: int, cell: Found) -> None:
        """Pictures out of a text, and no more of it than anybody writes."""
        if cell.cell_type != "code" or cell.attachments:
            cell.source, kept, lost = pictures.taken_out(cell.source, cell.attachments)
            cell.attachments = kept
            if kept:
                self.pasted[i] = kept
            for name in lost[:3]:
                told = " ".join(name.split())[:80]
                self._remark(Happened.PICTURE, cell.grade_id or cell.id, f"shows a picture that is not in the notebook, or is none: {told}")
        if len(cell.source) > SOURCE_LIMIT:
            cell.source = cell.source[:SOURCE_LIMIT]
            if cell.grade_id in self.stubs or cell.id in self.stubs:
                gid = cell.grade_id if cell.grade_id in self.stubs else cell.id
                self._remark(Happened.CUT, gid, f"was longer than {SOURCE_LIMIT:,} characters; the rest was cut off")

    def _answer(self, new: NotebookNode) -> None:
        """Put into an exercise, or a question, what the student answered."""
        parts = self.known.answers[new.id]
        if not parts:
            self._remark(Happened.MISSING, new.id, "was missing")
            return
        cells = [self.cells[i] for i in parts]
        if all(self._same(new.id, c.source) for c in cells) and not any(i in self.pasted or self.cells[i].attachments for i in parts):
            if kind(new.id) == "written" and (beside := self._beside(new.id)):
                self._remark(Happened.ELSEWHERE, new.id, "stood in the text beside its cell, and was put into it")
                new.source = self._shown(beside, {})
            return  # else nobody wrote anything, whatever became of the white space
        retyped = sorted(
            {c.cell_type for i, c in zip(parts, cells, strict=True) if c.cell_type != new.cell_type and self._named(i) == new.id}
        )
        for was in retyped:
            self._remark(Happened.RETYPED, new.id, f"had been turned into {was}; it was read as {new.cell_type}")
        if new.cell_type == "code":
            new.source = "\n\n".join(c.code for c in cells)
            return
        written, attachments = [], {}
        for i in parts:
            text, of_cell = self._numbered(i, len(attachments))
            written.append(text)
            attachments |= of_cell
        new.source = self._shown("\n\n".join(written), attachments)
        if attachments:
            new.attachments = nbformat.from_dict(attachments)

    def _numbered(self, i: int, before: int) -> tuple[str, dict[str, Any]]:
        """A cell's text and pictures, these numbered on from those of the cells before it."""
        text, attached = self.cells[i].source, self.cells[i].attachments
        if self.whole or not before or not attached:
            return text, dict(attached)
        new = {name: f"picture-{before + n}.{name.rpartition('.')[2]}" for n, name in enumerate(attached, 1)}
        label = {name: f"![picture {before + n}](attachment:{new[name]})" for n, name in enumerate(attached, 1)}
        return pictures.KEPT.sub(lambda m: label.get(m[1], m[0]), text), {new[name]: data for name, data in attached.items()}

    def _sorted_out(self) -> tuple[dict[str, int], dict[str, list[NotebookNode]]]:
        """The first cell that is each of the author's, and the student's own, by the author's cell that they follow."""
        answers = {i for gid in self.known.answers for i in self.known.answers[gid]}
        mine: dict[str, int] = {}
        extras: dict[str, list[NotebookNode]] = {}
        copies: dict[str, int] = {}
        last = ""
        for i, gid in enumerate(self.known.owner):
            if gid and gid not in mine and kind(gid) not in ("exercise", "written"):
                same = [j for j, o in enumerate(self.known.owner) if o == gid]
                worked = [j for j in same if not self._same(gid, self.cells[j].source)]
                mine[gid] = next((j for j in worked if self.cells[j].id == gid), (worked or same)[0])
                copies |= {gid: len(same)} if len(same) > 1 else {}
            if gid and (i in answers or mine.get(gid) == i):
                last = gid
            elif not gid or (kind(gid) in ("exercise", "written") and not self._same(gid, self.cells[i].source)):
                extras.setdefault(last, []).append(self._own(i))
        for gid, n in copies.items():
            self._remark(Happened.COPIED, gid, f"stood {n} times; one was taken, the copies were left out")
        return mine, extras

    def _own(self, i: int, text: str | None = None) -> NotebookNode:
        cell = self.cells[i]
        make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell, "raw": nbformat.v4.new_raw_cell}[
            cell.cell_type
        ]
        text = cell.source if text is None else text
        made = make(self._shown(text, cell.attachments) if cell.cell_type == "markdown" else text, id=f"own-{i}")
        if cell.attachments and cell.cell_type != "code":
            made.attachments = nbformat.from_dict(cell.attachments)
        return made

    def _shown(self, text: str, attached: Mapping[str, Any]) -> str:
        return text if self.whole else inert(text, attached)

    def _named(self, i: int) -> str:
        """The author's cell that this says it is."""
        cell = self.cells[i]
        return cell.grade_id if cell.grade_id in self.stubs else cell.id if cell.id in self.stubs else ""

    def _same(self, gid: str, text: str) -> bool:
        return normal(text) in ("", normal(self.stubs[gid].source))

    def _added(self, gid: str, text: str) -> str:
        """What a student wrote into a text of the author's."""
        authored = {line.strip() for line in self.stubs[gid].source.split("\n")}
        return "\n".join(line for line in normal(text).split("\n") if line.strip() not in authored).strip()

    def _beside(self, gid: str) -> str:
        """What a student wrote into the author's text before, or after, a question."""
        order = [c.id for c in self.source.cells]
        at = order.index(gid)
        near = [other for other in order[max(0, at - 1) : at + 2] if kind(other) == "text" and self._noted(other)]
        return "\n\n".join(self._added(other, self.cells[self.mine[other]].source) for other in near)

    def _noted(self, gid: str) -> bool:
        """Whether a student wrote into this text: all of the author's is there, and more; in an older release something else is not."""
        held = {line.strip() for line in self.cells[self.mine[gid]].source.split("\n")} if gid in self.mine else set()
        return {line.strip() for line in self.stubs[gid].source.split("\n")} < held | {""}

    def _looked_for(self, cells: list[NotebookNode]) -> None:
        """Questions that seem to have no answer, in a notebook in which the student wrote text somewhere."""
        own = [c for c in cells if kind(c.id) == "own" and c.cell_type != "code" and len(c.source.strip()) >= PROSE]
        own = [c for c in own if c.source not in {self._shown(text, {}) for text in self.old}]
        for cell in cells:
            if own and kind(cell.id) == "written" and self._same(cell.id, cell.source):
                self.look.append(cell.id)
                n = f"{len(own)} text{'s' if len(own) > 1 else ''} of the student's own elsewhere: is one of them the answer?"
                self._remark(Happened.LOOK, cell.id, f"holds no answer, and there {'is' if len(own) == 1 else 'are'} {n}")

    def _bounded(self, cells: list[NotebookNode]) -> list[NotebookNode]:
        """Without far more cells of a student's own, or far longer ones, than anybody writes."""
        if self.handed_in > len(self.cells):
            self._remark(Happened.CUT, "", f"{self.handed_in:,} cells: only the first {len(self.cells):,} were looked at")
        own = [i for i, c in enumerate(cells) if kind(c.id) == "own"]
        lengths = list(itertools.accumulate(len(cells[i].source) for i in own))
        kept = sum(n <= OWN_CHARACTERS for n in lengths[:OWN_CELLS])
        if kept < len(own):
            told = f"{len(own):,} cells of one's own with {lengths[-1]:,} characters: only the first {kept} were kept"
            self._remark(Happened.CUT, "", told)
        left_out = set(own[kept:])
        return [c for i, c in enumerate(cells) if i not in left_out]


def inert(markdown: str, attached: Mapping[str, Any] = {}) -> str:
    """A student's markdown that reads the same and does nothing: feedback and formgrader would run a script in it, in the instructor's session.

    An empty character (U+200B) after ``<``, ``&`` and the ``!`` of a picture, and in the names of executable links, keeps them from being tags,
    entities, requests and links. A picture out of ``attached``, which was drawn anew, is shown.
    """
    parts, at = [], 0
    for m in pictures.KEPT.finditer(markdown):
        if m[1] in attached:
            parts += [_inert(markdown[at : m.start()]), m[0]]
            at = m.end()
    return "".join([*parts, _inert(markdown[at:])])


def _inert(text: str) -> str:
    return EXECUTABLE.sub("\\g<0>\u200b", re.sub(r"[<&](?=\S)|!(?=\[)", "\\g<0>\u200b", text))
