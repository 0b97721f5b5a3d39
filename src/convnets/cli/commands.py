"""`convnets ...`: a thin command line over the library and the classroom."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convnets import keys
from convnets.cli.entry import CHAPTER, COURSE, at_least_one, command, option

if TYPE_CHECKING:
    from convnets.classroom.course import Course


@command(option("--out", metavar="FOLDER", default="build/demo", help="where the demonstration's own course goes (default: build/demo)"))
def demo(out: str) -> int:
    """train LeNet-5, then run a small class through chapter 01: released, handed in, graded, fed back"""
    from convnets.classroom.desk import demo

    return demo.run(Path(out))


@command()
def lab() -> int:
    """open JupyterLab on the notebooks"""
    import subprocess

    folder = Path("notebooks")
    if not folder.is_dir():
        print("convnets: no notebooks/ here: go to the project's folder first", file=sys.stderr)
        return 1
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(folder)])


@command()
def doctor() -> int:
    """say what is installed, which device would be used, whether a sandbox starts, what is missing and how to get it"""
    from convnets.classroom.desk import doctor

    return doctor.report()


@command(option("what", choices=["models", "data", "chapters", "exercises"], help="what to list"))
def list_(what: str) -> None:
    """list what there is: models, data, chapters or exercises"""
    if what == "models":
        from convnets import models

        for name in models.names():
            paper = models.info(name)
            size = "×".join(map(str, paper.input_size))
            print(f"{name:<20} {paper.year}  {size:>9}  {paper.parameters:>12,} parameters  {paper.title}")
    elif what == "data":
        from convnets import data

        for name, note in data.at_hand().items():
            print(f"{name:<20} {note}")
    for chapter in keys.chapters():
        exercises = keys.exercises(chapter)
        if what == "chapters":
            print(f"{chapter:<20} {len(exercises)} exercises, {sum(exercises.values()):g} points")
        elif what == "exercises":
            print(f"{chapter}: {', '.join(exercises)}")


@command(
    option("chapter", nargs="?", help="a chapter's name or number (default: all)"),
    option("--check", action="store_true", help="write nothing; fail when a committed file is stale"),
    COURSE,
)
def release(course: "Course", chapter: str | None, check: bool) -> int:
    """chapter -> nbgrader source and release, notebooks/, solutions/, practice keys"""
    from convnets.classroom.releasing import release

    if chapter in course.assignments:
        release.by_nbgrader(course, chapter)
        print(f"{chapter}: {course.root / 'release' / chapter} written by nbgrader")
        return 0
    return (release.check if check else release.release)(course, [chapter] if chapter else course.chapters)


@command(option("out", metavar="OUT.zip", help="the file to write"), COURSE)
def bundle(course: "Course", out: str) -> int:
    """write OUT.zip: what a student gets, without course/ and solutions/, looked through for leaks"""
    from convnets.classroom.releasing import bundle

    return bundle.write(course, Path(out))


@command(
    option("--out", metavar="FOLDER", default="build/site", help="where it goes (default: build/site)"),
    option("--solutions", action="store_true", help="with the solutions, hidden tests and mark schemes, for instructors alone"),
    option("--fast", action="store_true", help="cut every training to a few batches, as CONVNETS_FAST=1 does"),
    option("--only", metavar="CHAPTER", nargs="*", help="run these chapters' solutions alone; the others are shown without outputs"),
    COURSE,
)
def site(course: "Course", out: str, solutions: bool, fast: bool, only: list[str] | None) -> int:
    """the course as a static site: chapters with open exercises and all figures, the library, the instructor's guide"""
    from convnets.base import settings
    from convnets.classroom import site

    only = None if only is None else [course.name(name) for name in only]
    return site.build(course, Path(out), solutions=solutions, fast=fast or settings.fast(), chapters=only)


@command(
    option("where", metavar="ZIP|FOLDER", help="the zip file or the folder"),
    option("chapter", nargs="?", help="a chapter's name or number (default: what each notebook says it is)"),
    option(
        "--roster", metavar="FILE", type=Path, help="a CSV file from names to ids: name,id, or Moodle's worksheet, or Canvas's gradebook"
    ),
    option("--file-times", action="store_true", help="a folder's files were handed in when they were last changed"),
    option("--dry-run", action="store_true", help="write nothing; say what would go where"),
    COURSE,
)
def collect(course: "Course", where: str, chapter: str | None, **how: Any) -> int:
    """take in a download of Moodle or Canvas, or a folder: into course/submitted/STUDENT/CHAPTER/"""
    from convnets.classroom.intake import collect

    return collect.collect(course, Path(where), chapter, **how)


@command(
    CHAPTER,
    option(
        "when",
        nargs="?",
        help='the time, like "2026-12-01 23:59", "2026-12-01 23:59+09:00" or "2026-12-01 23:59 Asia/Seoul" (default: say what is set)',
    ),
    option("--student", metavar="ID", help="an extension, for this student alone"),
    COURSE,
)
def due(course: "Course", chapter: str, when: str | None, student: str | None) -> None:
    """say or set when a chapter is due, for everybody or with --student for one"""
    from convnets.classroom.records import late

    print("\n".join(late.set_due(course, chapter, when, student) if when else late.due(course, chapter)))


@command(
    CHAPTER,
    option("--student", metavar="ID", help="only this student"),
    option("--workers", metavar="N", type=at_least_one, help="how many submissions run at once (default: the number of cores)"),
    option("--scheduler", metavar="tcp://HOST:PORT", help="run submissions on this Dask scheduler's workers"),
    option("--force", action="store_true", help="run submissions again that were run before"),
    option("--new-epoch", action="store_true", help="renew the questions' nonce first: do so once feedback is out"),
    option("--test-folder", metavar="FOLDER", help="photographs to score handed-in weights on (default: c.Scoring.test_folder)"),
    option(
        "--locate",
        choices=["now", "later", "off"],
        help="when to search for the place of mistakes that no sentence fits: with each submission, at the end, never (default: c.Locate.when)",
    ),
    option("--no-feedback", action="store_false", dest="feedback", help="leave out the feedback pages"),
    option("--unsafe", action="store_true", help="run submissions without a sandbox where none starts"),
    COURSE,
)
def grade(course: "Course", chapter: str, new_epoch: bool, test_folder: str | None, **how: Any) -> int:
    """grade a chapter's submissions in course/submitted/STUDENT/CHAPTER/, write feedback and a CSV"""
    from convnets.classroom.grading import grade

    if new_epoch:
        print(f"epoch {course.new_epoch()}: every question is asked afresh")
    return grade.grade(course, chapter, test_folder=Path(test_folder).resolve() if test_folder else None, **how)


@command(CHAPTER, COURSE)
def status(course: "Course", chapter: str) -> int:
    """the state of every submission of a chapter, and what to do about it"""
    from convnets.classroom.records import table

    return table.status(course, chapter)


@command(CHAPTER, option("--student", metavar="ID", help="a page on this student's score, without the hidden parts"), COURSE)
def report(course: "Course", chapter: str, student: str | None) -> None:
    """one page on a chapter's class; with --student one that goes through a disputed score piece by piece"""
    from convnets.classroom.records import report

    work = course.work(chapter)
    print(report.student_page(course, work, student) if student else report.report(course, work))


@command(CHAPTER, option("platform", choices=["canvas", "moodle"], help="whose"), COURSE)
def export(course: "Course", chapter: str, platform: str) -> int:
    """a chapter's final scores as the CSV file that Canvas or Moodle imports"""
    from convnets.classroom.records import export

    return export.export(course, course.work(chapter), platform)


@command(
    option("notebook", metavar="NOTEBOOK", help="the notebook with the answers"),
    option("--course", metavar="FOLDER", dest="folder", help="the course folder (default: this folder, or ./course)"),
)
def update(notebook: str, folder: str | None) -> int:
    """carry the answers of a notebook into its chapter as it is now; the old notebook is kept"""
    from convnets.classroom.course import Course, CourseError
    from convnets.classroom.desk import update

    try:
        course = Course.find(folder)
    except CourseError:
        if folder:
            raise
        course = None  # a student has none: the chapters in notebooks/ are the new ones
    return update.update(Path(notebook), course)
