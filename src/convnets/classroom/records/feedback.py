"""nbgrader's feedback pages: its template and steps, one page for each graded submission, whatever characters a student's id holds."""

from collections.abc import Iterable
from pathlib import Path

from nbgrader.converters import GenerateFeedback

from convnets.base.files import write_whole
from convnets.classroom.course import Course
from convnets.classroom.intake.submissions import one_line
from convnets.classroom.judging.record import Record


def write(course: Course, records: Iterable[Record]) -> Path:
    """Write ``feedback/STUDENT/CHAPTER/CHAPTER.html`` for every record with a grade, and say for whom there can be none; returns the folder."""
    converter = GenerateFeedback(coursedir=course.api.coursedir, config=course.config)
    exporter = converter.exporter_class(parent=converter, config=converter.config)
    for step in converter.preprocessors:
        exporter.register_preprocessor(step)
    for record in records:
        folder = course.root / "autograded" / record.student / record.chapter
        for file in (folder / f"{name}.ipynb" for name in course.notebook_names(record.chapter)):
            if record.score is None or not file.is_file():
                continue
            info = {"student": record.student, "assignment": record.chapter, "notebook": file.stem, "db_url": course.db_url}
            resources = {"unique_key": file.stem, "output_files_dir": f"{file.stem}_files", "nbgrader": info}
            page = course.root / "feedback" / record.student / record.chapter / f"{file.stem}.html"
            page.unlink(missing_ok=True)
            try:
                html, _ = exporter.from_filename(str(file), resources=resources)
            except Exception as e:  # whatever one student wrote, the others get their pages
                print(f"no feedback page for {one_line(record.student)}: {one_line(f'{type(e).__name__}: {e}')[:200]}")
                continue
            write_whole(page, html)
    return course.root / "feedback"
