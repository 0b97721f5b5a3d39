"""`convnets ...`: a thin command line over the library and the classroom."""

import argparse
import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from convnets import __version__
from convnets.base.names import UnknownName
from convnets.cli import lab


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns 0 when it did what it should, 1 when not, 2 when the words were off."""
    args = parser().parse_args(argv)
    os.environ.setdefault(
        "OMP_WAIT_POLICY", "PASSIVE"
    )  # before torch: threads that spin while others work cost a small network 5 times its time
    try:
        return args.command(args) or 0
    except KeyboardInterrupt:  # first: the errors below may import what was being imported when it came
        print("convnets: stopped; what was finished is kept, run the same command again to go on", file=sys.stderr)
    except _author_errors() as e:
        print(f"convnets: {e}", file=sys.stderr)
    except PermissionError as e:
        print(f"convnets: no permission to use {e.filename}: choose another folder, or change its owner", file=sys.stderr)
    except OSError as e:
        if e.filename is None and e.errno != errno.ENOSPC:
            raise
        print(f"convnets: {e.filename or 'the disk'}: {e.strerror}", file=sys.stderr)
    finally:
        if argv is None:  # all is said: another Ctrl-C would only make Python's own end look like a failure
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    return 1


def parser() -> argparse.ArgumentParser:
    """The commands and their options; each has a help text (a test sees to it)."""
    top = argparse.ArgumentParser(prog="convnets", description="Build every great convolutional network by hand; grade a class safely.")
    top.add_argument("--version", action="version", version=f"convnets {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=run)
        return sub

    def course(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--course", metavar="FOLDER", help="the course folder (default: this folder, or ./course)")

    demo = command("demo", _demo, "train LeNet-5, then run a small class through chapter 01: released, handed in, graded, fed back")
    demo.add_argument(
        "--out", metavar="FOLDER", default="build/demo", help="where the demonstration's own course goes (default: build/demo)"
    )

    command("lab", _lab, "open JupyterLab on the notebooks")
    command(
        "doctor", _doctor, "say what is installed, which device would be used, whether a sandbox starts, what is missing and how to get it"
    )

    lab.add(command)

    listing = command("list", _list, "list what there is: models, data, chapters or exercises")
    listing.add_argument("what", choices=["models", "data", "chapters", "exercises"], help="what to list")

    release = command("release", _release, "chapter -> nbgrader source and release, notebooks/, solutions/, practice keys")
    release.add_argument("chapter", nargs="?", help="a chapter's name or number (default: all)")
    release.add_argument("--check", action="store_true", help="write nothing; fail when a committed file is stale")
    course(release)

    bundle = command("bundle", _bundle, "write OUT.zip: what a student gets, without course/ and solutions/, looked through for leaks")
    bundle.add_argument("out", metavar="OUT.zip", help="the file to write")
    course(bundle)

    site = command(
        "site", _site, "the course as a static site: chapters with open exercises and all figures, the library, the instructor's guide"
    )
    site.add_argument("--out", metavar="FOLDER", default="build/site", help="where it goes (default: build/site)")
    site.add_argument("--solutions", action="store_true", help="with the solutions, hidden tests and mark schemes, for instructors alone")
    site.add_argument("--fast", action="store_true", help="cut every training to a few batches, as CONVNETS_FAST=1 does")
    site.add_argument(
        "--only", metavar="CHAPTER", nargs="*", help="run these chapters' solutions alone; the others are shown without outputs"
    )
    course(site)

    collect = command("collect", _collect, "take in a download of Moodle or Canvas, or a folder: into course/submitted/STUDENT/CHAPTER/")
    collect.add_argument("where", metavar="ZIP|FOLDER", help="the zip file or the folder")
    collect.add_argument("chapter", nargs="?", help="a chapter's name or number (default: what each notebook says it is)")
    collect.add_argument(
        "--roster", metavar="FILE", help="a CSV file from names to ids: name,id, or Moodle's worksheet, or Canvas's gradebook"
    )
    collect.add_argument("--file-times", action="store_true", help="a folder's files were handed in when they were last changed")
    collect.add_argument("--dry-run", action="store_true", help="write nothing; say what would go where")
    course(collect)

    due = command("due", _due, "say or set when a chapter is due, for everybody or with --student for one")
    due.add_argument("chapter", help="a chapter's name or number")
    due.add_argument(
        "when",
        nargs="?",
        help='the time, like "2026-12-01 23:59", "2026-12-01 23:59+09:00" or "2026-12-01 23:59 Asia/Seoul" (default: say what is set)',
    )
    due.add_argument("--student", metavar="ID", help="an extension, for this student alone")
    course(due)

    grade = command("grade", _grade, "grade a chapter's submissions in course/submitted/STUDENT/CHAPTER/, write feedback and a CSV")
    grade.add_argument("chapter", help="a chapter's name or number")
    grade.add_argument("--student", metavar="ID", help="only this student")
    grade.add_argument("--workers", metavar="N", type=_positive, help="how many submissions run at once (default: the number of cores)")
    grade.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="run submissions on this Dask scheduler's workers")
    grade.add_argument("--force", action="store_true", help="run submissions again that were run before")
    grade.add_argument("--new-epoch", action="store_true", help="renew the questions' nonce first: do so once feedback is out")
    grade.add_argument("--test-folder", metavar="FOLDER", help="photographs to score handed-in weights on (default: c.Scoring.test_folder)")
    grade.add_argument(
        "--locate",
        choices=["now", "later", "off"],
        help="when to search for the place of mistakes that no sentence fits: with each submission, at the end, never (default: c.Locate.when)",
    )
    grade.add_argument("--no-feedback", action="store_true", help="leave out the feedback pages")
    grade.add_argument("--unsafe", action="store_true", help="run submissions without a sandbox where none starts")
    course(grade)

    status = command("status", _status, "the state of every submission of a chapter, and what to do about it")
    status.add_argument("chapter", help="a chapter's name or number")
    course(status)

    report = command(
        "report", _report, "one page on a chapter's class; with --student one that goes through a disputed score piece by piece"
    )
    report.add_argument("chapter", help="a chapter's name or number")
    report.add_argument("--student", metavar="ID", help="a page on this student's score, without the hidden parts")
    course(report)

    export = command("export", _export, "a chapter's final scores as the CSV file that Canvas or Moodle imports")
    export.add_argument("chapter", help="a chapter's name or number")
    export.add_argument("platform", choices=["canvas", "moodle"], help="whose")
    course(export)

    update = command("update", _update, "carry the answers of a notebook into its chapter as it is now; the old notebook is kept")
    update.add_argument("notebook", metavar="NOTEBOOK", help="the notebook with the answers")
    course(update)
    return top


def _positive(text: str) -> int:
    if (n := int(text)) < 1:
        raise ValueError
    return n


def _author_errors() -> tuple[type[Exception], ...]:
    """The errors whose message is the whole answer; none of the classroom's in a student's bundle that leaves it out."""
    from convnets.classroom.chapters.chapter import ChapterError
    from convnets.classroom.course import CourseError
    from convnets.classroom.releasing.leaks import LeakError
    from convnets.classroom.running.shell import MachineFailure

    return UnknownName, ChapterError, CourseError, LeakError, MachineFailure


def _demo(args: argparse.Namespace) -> int:
    from convnets.classroom.desk import demo

    return demo.run(Path(args.out))


def _lab(args: argparse.Namespace) -> int:
    import subprocess

    folder = Path("notebooks")
    if not folder.is_dir():
        print("convnets: no notebooks/ here: go to the project's folder first", file=sys.stderr)
        return 1
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(folder)])


def _doctor(args: argparse.Namespace) -> int:
    from convnets.classroom.desk import doctor

    return doctor.report()


def _list(args: argparse.Namespace) -> int:
    from convnets.cli import catalogue

    for line in catalogue.lines(args.what):
        print(line)
    return 0


def _release(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.releasing import release

    course = Course.find(args.course)
    names = [course.name(args.chapter)] if args.chapter else course.chapters
    if names and names[0] in course.assignments:
        release.by_nbgrader(course, names[0])
        print(f"{names[0]}: {course.root / 'release' / names[0]} written by nbgrader")
        return 0
    return release.check(course, names) if args.check else release.release(course, names)


def _bundle(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.releasing import bundle

    return bundle.write(Course.find(args.course), Path(args.out))


def _site(args: argparse.Namespace) -> int:
    from convnets.base import settings
    from convnets.classroom import site
    from convnets.classroom.course import Course

    course = Course.find(args.course)
    only = None if args.only is None else [course.name(name) for name in args.only]
    return site.build(course, Path(args.out), solutions=args.solutions, fast=args.fast or settings.fast(), chapters=only)


def _collect(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.intake import collect

    course = Course.find(args.course)
    name = course.name(args.chapter) if args.chapter else None
    roster = Path(args.roster) if args.roster else None
    return collect.collect(course, Path(args.where), name, roster=roster, dry_run=args.dry_run, file_times=args.file_times)


def _due(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.records import late

    course = Course.find(args.course)
    name = course.name(args.chapter)
    lines = late.set_due(course, name, args.when, args.student) if args.when else late.due(course, name)
    print("\n".join(lines))
    return 0


def _grade(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.grading import grade

    course = Course.find(args.course)
    if args.new_epoch:
        print(f"epoch {course.new_epoch()}: every question is asked afresh")
    name = course.name(args.chapter)
    return grade.grade(
        course,
        name,
        student=args.student,
        workers=args.workers,
        scheduler=args.scheduler,
        force=args.force,
        feedback=not args.no_feedback,
        unsafe=args.unsafe,
        test_folder=Path(args.test_folder).resolve() if args.test_folder else None,
        locate=args.locate,
    )


def _status(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.records import table

    course = Course.find(args.course)
    return table.status(course, course.name(args.chapter))


def _report(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.records import report

    course = Course.find(args.course)
    chapter = course.work(args.chapter)
    print(report.student_page(course, chapter, args.student) if args.student else report.report(course, chapter))
    return 0


def _export(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course
    from convnets.classroom.records import export

    course = Course.find(args.course)
    return export.export(course, course.work(args.chapter), args.platform)


def _update(args: argparse.Namespace) -> int:
    from convnets.classroom.course import Course, CourseError
    from convnets.classroom.desk import update

    try:
        course = Course.find(args.course)
    except CourseError:
        if args.course:
            raise
        course = None  # a student has none: the chapters in notebooks/ are the new ones
    return update.update(Path(args.notebook), course)
