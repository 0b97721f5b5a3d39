"""The table of chapters, made from the chapters and the reference rows of the lineage table: in README.md between two markers, and on the site."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from convnets import lineage
from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.chapters.syntax import parse
from convnets.models.registry import cited

BEGIN, END = "<!-- the chapters: written by `convnets release` -->", "<!-- end of the chapters -->"
HEAD = "| | chapter | paper | exercises | minutes | points | reached |\n|---|---|---|---|---:|---:|---:|"
NOTE = (
    "*Minutes* are those of the exercises alone. *Reached*: the best of the chapter's networks, made small and trained under the common budget, on 1,000 "
    "digits over photographs that it has not seen."
)
PAPER = re.compile(r"\*\*(?P<authors>[^*]+?): \*(?P<title>[^*]+)\*,(?P<where>[^*]+)\*\*")
SAME = "The same"  # authors: those of the paper before


class Paper(NamedTuple):
    """A paper as a chapter's first cell names it, and as one cites it: ``"LeCun et al. 1998"``."""

    title: str
    year: int
    short: str


def papers(chapter: Chapter) -> list[Paper]:
    """The papers that the chapter's first cell names, as ``**A. Author, B. Author: *Title*, where and when.**``"""
    found, authors = [], []
    for match in PAPER.finditer(" ".join(chapter.cells[0].source.split())):
        said = match["authors"].strip()
        authors = authors if said.startswith(SAME) and authors else [a.strip() for a in said.split(",")]
        named = re.search(r"\b(19|20)\d\d\b", re.sub(r"arXiv:\S+", "", match["where"]))
        year = int(named.group()) if named else 0
        found.append(Paper(match["title"], year, cited(authors, year)))
    return found


def minutes(chapter: Chapter) -> int:
    """What the headings of the exercises add up to."""
    headings = re.findall(r"^#+ Exercise .*· (\d+) minutes?\b", "\n".join(c.source for c in chapter.cells if c.kind == "text"), re.M)
    return sum(map(int, headings))


def reached(chapter: Chapter) -> str:
    """The best reference row of the networks that the chapter enters into the lineage table; "" where there is none."""
    entered = {name for cell in chapter.cells if cell.kind == "training" for name in _entered(cell.source)}
    rows = [row for row in lineage.read(lineage.REFERENCE) if row.network in entered]
    return f"{max(row.accuracy for row in rows):.1%}" if rows else ""


def _entered(source: str) -> Iterable[str]:
    for call in ast.walk(parse(source)):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "lineage.fit" and len(call.args) > 1:
            yield ast.literal_eval(call.args[1])


def row(chapter: Chapter, link: str) -> str:
    """A chapter's line of the table, in Markdown."""
    asked = f"{len(chapter.exercises)}" + (f" + {len(chapter.written)} written" if chapter.written else "")
    cited = "; ".join(paper.short for paper in papers(chapter))
    cells = chapter.name[:2], f"[{chapter.title}]({link})", cited, asked, minutes(chapter), f"{chapter.points:g}", reached(chapter)
    return "| " + " | ".join(map(str, cells)) + " |"


def refresh(readme: str, chapters: Iterable[Chapter], known: Iterable[str]) -> str:
    """README.md with these chapters' lines anew; lines of others stand if they are among the ``known``. Unchanged where it has no markers."""
    before, begin, rest = readme.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not end:
        return readme
    numbers = {name[:2] for name in known}
    lines = {n: line for line in old.splitlines() if (n := line[2:4]) in numbers and line.startswith(f"| {n} |")}
    lines |= {c.name[:2]: row(c, f"notebooks/{c.name}/{c.name}.ipynb") for c in chapters}
    table = "\n".join([HEAD, *(line for _, line in sorted(lines.items()))])
    return f"{before}{begin}\n{table}\n\n{NOTE}\n{end}{after}"


def readme(project: Path) -> Path | None:
    """The project's README, if it is there and has room for the table."""
    file = project / "README.md"
    return file if file.is_file() and BEGIN in file.read_text(encoding="utf-8") else None
