"""nbgrader, set up for this course. Stock commands (`nbgrader autograde`, `validate`, `generate_feedback`, formgrader) read it here."""

from pathlib import Path

from convnets.classroom.grading.steps import configure

c = get_config()  # noqa: F821
configure(c, Path(__file__).resolve().parent)
