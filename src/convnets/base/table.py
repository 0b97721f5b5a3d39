"""A table that prints itself in a terminal and shows itself in a notebook, where it takes the page's own colours."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows of text under a head. Columns named in `words` are set left, the others, numbers, right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[str] = ()
    total: Sequence[str] = ()  # a last row, set off
    note: str = ""

    def __repr__(self) -> str:
        rows = [self.head, *self.rows, *([self.total] if self.total else [])]
        widths = [max(len(row[i]) for row in rows) for i in range(len(self.head))]
        rule = "  ".join("-" * width for width in widths)
        lines = [self._line(row, widths) for row in rows]
        lines.insert(1, rule)
        if self.total:
            lines.insert(-1, rule)
        return "\n".join([*lines, *([self.note] if self.note else [])])

    def _line(self, row: Sequence[str], widths: Sequence[int]) -> str:
        cells = zip(self.head, row, widths, strict=True)
        return "  ".join(cell.ljust(width) if name in self.words else cell.rjust(width) for name, cell, width in cells).rstrip()

    def _repr_html_(self) -> str:
        from html import escape

        def line(row: Sequence[str], tag: str, style: str = "") -> str:
            sides = ("left" if name in self.words else "right;white-space:nowrap" for name in self.head)
            cells = "".join(
                f'<{tag} style="text-align:{side}{style}">{escape(cell)}</{tag}>' for cell, side in zip(row, sides, strict=True)
            )
            return f"<tr>{cells}</tr>"

        rows = [line(row, "td") for row in self.rows]
        if self.total:
            rows.append(line(self.total, "td", ";font-weight:bold;border-top:1px solid currentColor"))
        note = f'<p style="font-size:smaller">{escape(self.note)}</p>' if self.note else ""
        return f"<table><thead>{line(self.head, 'th')}</thead><tbody>{''.join(rows)}</tbody></table>{note}"
