"""What there is, as lines to print: networks, data sets, chapters, exercises."""

from collections.abc import Iterator

from convnets import keys


def lines(what: str) -> Iterator[str]:
    """One line for each of the ``models``, ``data``, ``chapters`` or ``exercises``."""
    if what == "models":
        from convnets import models

        for name in models.names():
            paper = models.info(name)
            size = "×".join(map(str, paper.input_size))
            yield f"{name:<20} {paper.year}  {size:>9}  {paper.parameters:>12,} parameters  {paper.title}"
    elif what == "data":
        from convnets import data

        for name, note in data.at_hand().items():
            yield f"{name:<20} {note}"
    else:
        for chapter in keys.chapters():
            exercises = keys.exercises(chapter)
            yield (
                f"{chapter:<20} {len(exercises)} exercises, {sum(exercises.values()):g} points"
                if what == "chapters"
                else f"{chapter}: {', '.join(exercises)}"
            )
