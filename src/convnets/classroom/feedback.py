"""nbgrader's feedback pages, for whom a grade stands."""

import glob
from pathlib import Path

from convnets.classroom.course import Course, CourseError


def write(course: Course, chapter: str, student: str | None = None) -> Path:
    """Write the pages; returns the folder they are in. Raises CourseError with nbgrader's own words when it fails."""
    done = course.api.generate_feedback(chapter, glob.escape(student) if student else None, force=True)
    if not done["success"]:
        raise CourseError(
            f"nbgrader could not write the feedback: {(done.get('error') or done.get('log') or '').strip().splitlines()[-1:]}"
        )
    return course.root / "feedback"
