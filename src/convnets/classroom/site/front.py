"""The front page: a welcome, the lineage as a picture of doors, the two commands, the table of chapters."""

from collections.abc import Sequence

from convnets.classroom.chapters.chapter import Chapter
from convnets.classroom.releasing import contents
from convnets.classroom.site import family, picture

PAGE = """\
---
hide-toc: true
---

# Build every great convolutional network by hand

From the convolution itself to Inception-ResNet: one paper a chapter, in the order in which they were found. You write the piece that was
new, are told at once what is wrong with it, train it on your own laptop, and look inside. Take any door.

```{{raw}} html
<nav class="lineage-frame" aria-label="The chapters, as a family of networks">
{lying}
{standing}
</nav>
```

The outline on each card is the network's own, measured: a bar is a stage, as tall as its maps are wide, the thicker the more maps there are.

## Start

With Python 3.11 or newer and the course's folder, two commands. No GPU, no downloads of data, no account.

```
make lab
```

makes `.venv` (a few minutes, most of them torch), then opens JupyterLab on the notebooks. Begin with `00_convolution`.

```
make demo
```

trains LeNet-5 in about a minute, and takes a small class through its chapter: released, handed in, graded, fed back.

A check under each exercise compares what your code *does* with what the chapter's own answer does. Name your layers as you like, write in any style; when
your answer looks just like a known mistake, the check says so in a sentence.

## The chapters

{table}

{note}

{toctrees}
"""


def page(chapters: Sequence[Chapter], *, solutions: bool, guide: bool) -> str:
    """The front page, in Markdown."""
    doors = family.doors(chapter.name for chapter in chapters)
    rows = [contents.row(chapter, f"chapters/{chapter.name}.ipynb") for chapter in chapters]
    trees = [_toctree("Chapters", [_entry(c, "chapters") for c in chapters])]
    if solutions:
        trees.append(_toctree("Solutions", [_entry(c, "solutions") for c in chapters]))
    trees.append(_toctree("Reference", ["api/index", *(["instructors"] if guide else [])]))
    return PAGE.format(
        lying=picture.svg(family.FAMILY, doors, lying=True),
        standing=picture.svg(family.FAMILY, doors, lying=False),
        table="\n".join([contents.HEAD, *rows]),
        note=contents.NOTE,
        toctrees="\n\n".join(trees),
    )


def _entry(chapter: Chapter, folder: str) -> str:
    return f"{chapter.name[:2]} · {chapter.title} <{folder}/{chapter.name}>"


def _toctree(caption: str, names: Sequence[str]) -> str:
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *names, "```"])
