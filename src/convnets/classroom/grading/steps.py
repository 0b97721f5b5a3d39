"""nbgrader's own steps, with ours in the place of two: restore before it sanitises, run and judge where it would execute.

So `nbgrader autograde` and formgrader's button take the same road as `convnets grade`. What is no chapter keeps nbgrader's own steps; of it the
sandbox alone is ours: see `convnets.classroom.judging.assignment`.
"""

import functools
import re
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_locked
from traitlets import Bool, Unicode
from traitlets.config import Config

from convnets.classroom.chapters.chapter import kind
from convnets.classroom.chapters.syntax import HIDDEN
from convnets.classroom.course import Course, CourseError
from convnets.classroom.grading import page
from convnets.classroom.intake.exchange import Collect
from convnets.classroom.intake.restore import happened, restore
from convnets.classroom.intake.submissions import belongs, is_linked, unfit
from convnets.classroom.judging import assignment
from convnets.classroom.judging.judge import Judge
from convnets.classroom.judging.locate import Locate
from convnets.classroom.judging.scoring import Scoring
from convnets.classroom.records.late import LatePolicy

ANSI, ARROW = re.compile(r"\x1b\[[0-9;]*m"), re.compile(r"\s*-+>")  # colours; the line of a traceback that is meant
STOCK = "nbgrader.preprocessors."
SANITIZE = ["ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata"]


def configure(c: Config, root: Path) -> None:
    """Set a course's nbgrader configuration: its root, what a stub says, and the steps of grading and feedback."""
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db"
    c.CourseStep.root = str(root)
    c.ClearSolutions.code_stub = ClearSolutions().code_stub | {"python": "raise NotImplementedError"}
    c.ClearSolutions.text_stub = "*Write your answer here.*"
    c.Autograde.sanitize_preprocessors = [f"{__name__}.Restore", *(STOCK + step for step in SANITIZE)]
    c.Autograde.autograde_preprocessors = [
        f"{__name__}.RunAndJudge",
        STOCK + "IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        STOCK + "LimitOutput",
        f"{__name__}.SaveScores",
        STOCK + "AssignLatePenalties",
        STOCK + "CheckCellMetadata",
    ]
    c.AssignLatePenalties.plugin_class = LatePolicy
    page.configure(c)
    c.ExchangeFactory.collect = Collect
    c.GenerateFeedback.preprocessors = [STOCK + "GetGrades", f"{__name__}.HideTests", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"]


_course = functools.lru_cache(Course)  # one for all steps and submissions of nbgrader's own road


class CourseStep(NbGraderPreprocessor):
    """A step that knows its course."""

    root = Unicode(help="the course folder").tag(config=True)
    unsafe = Bool(False, help="run submissions without a sandbox where none starts").tag(config=True)

    def where(self, resources: ResourcesDict) -> tuple[Course, str, str]:
        """The course, the chapter and the student that nbgrader is working on."""
        info = resources["nbgrader"]
        return info["judge"].course if "judge" in info else _course(Path(self.root)), info["assignment"], info["student"]


class Restore(CourseStep):
    """The author's cells and order, the student's answers: see `convnets.classroom.intake.restore`."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        course, chapter, student = self.where(resources)
        if chapter not in course.chapters:
            if refused := assignment.refused(course, chapter, student):
                raise CourseError(refused[1])
            return nb, resources
        if why := unfit(student):
            raise CourseError(why)
        if is_linked(course.root / "submitted" / student / chapter / f"{chapter}.ipynb"):
            raise CourseError(f"the submission of {student} is a link to somewhere else, not a file")
        if "judge" in resources["nbgrader"]:  # by our own road it is restored already
            restored = nb
        else:
            source, release = course.notebooks(chapter)
            belongs(release, chapter, nb)
            restored = restore(source, release, nb)
        restored.metadata.convnets.found = resources["nbgrader"].get("remarks", [])
        for remark in happened(restored):
            self.log.warning("%s: %s", student, remark)
        return restored, resources


class RunAndJudge(CourseStep):
    """Run in a process of its own, judge in this one, write the verdicts into the check cells: see `convnets.classroom.judging.judge`."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        course, chapter, student = self.where(resources)
        if chapter not in course.chapters:
            resources["nbgrader"]["ended"] = assignment.execute(nb, resources, self.config, self.unsafe, self.log)
            return nb, resources
        judge = resources["nbgrader"].get("judge") or Judge.of(course, chapter, unsafe=self.unsafe)
        record = judge.judge(nb, student, Scoring(config=self.config), Locate(config=self.config))
        record.save(course)
        resources["nbgrader"]["record"] = record
        for remark in record.remarks:
            self.log.warning("%s: %s", student, remark)
        return nb, resources


class SaveScores(CourseStep, SaveAutoGrades):
    """As nbgrader's; but weights without points yet, and questions whose answer may stand elsewhere, get none, rather than 0: a person looks."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        record = resources["nbgrader"].get("record")
        self._look, self._unscored = (record.look, record.unscored) if record else ((), ())
        nb, resources = super().preprocess(nb, resources)
        if record is None:
            course, name, student = self.where(resources)
            assignment.record(course, name, student, resources["nbgrader"]["ended"]).save(course)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_score(cell, resources)
        what, _, name = cell.get("id", "").partition("-")
        if (what == "handin" and name in self._unscored) or cell.get("id") in self._look:
            grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id)
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_comment(cell, resources)
        if cell.get("id") in self._look:
            comment = self.gradebook.find_comment(cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id)
            comment.auto_comment = None
            self.gradebook.db.commit()


class HideTests(CourseStep):
    """No hidden test in feedback: stock feedback prints their source for everybody, and fails on a student's own markers."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        course, chapter, _ = self.where(resources)
        if chapter not in course.chapters:
            for cell in nb.cells:
                if cell.cell_type == "code" and is_locked(cell):
                    self._hide(cell)
            return nb, resources
        for cell in nb.cells:
            if kind(cell.get("id", "")) == "check":
                cell.source = HIDDEN.sub("", cell.source)
        return nb, resources

    def _hide(self, cell: NotebookNode) -> None:
        """The author's hidden lines, also where an error quotes them; of a hidden test that failed only that it did."""
        whole = cell.source.splitlines()
        ClearHiddenTests(config=self.config)._remove_hidden_test_region(cell)
        shown = cell.source.splitlines()
        hidden = {line.strip() for line in whole if len(line.strip()) > 3 and line not in shown}
        for output in cell.get("outputs", []) if hidden else []:
            if output.output_type == "error":
                lines = [ANSI.sub("", line) for part in output.traceback for line in part.splitlines()]
                quoted = [line for line in lines if any(h in line for h in hidden)]
                if any(ARROW.match(line) for line in quoted):
                    output.evalue, lines = "in a hidden test", [f"{output.ename} in a hidden test"]
                output.traceback = [line for line in lines if line not in quoted]
