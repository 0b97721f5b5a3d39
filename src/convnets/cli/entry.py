"""A command is a function: its options stand above it, its docstring is its help text, and what was typed comes in as its arguments."""

import argparse
import codecs
import errno
import locale
import os
import signal
import sys
from collections.abc import Callable

from convnets import __version__
from convnets.base.names import UnknownName

Option = tuple[tuple, dict]  # what argparse's add_argument takes
COMMANDS: dict[str, tuple[Callable[..., int | None], tuple[Option, ...]]] = {}


def option(*names: str, **how: object) -> Option:
    """An option or an argument of a command."""
    return names, how


COURSE = option("--course", metavar="FOLDER", help="the course folder (default: this folder, or ./course)")
CHAPTER = option("chapter", help="a chapter's name or number")


def command(*options: Option) -> Callable:
    """Decorator: enter a function as a command, under its own name. With `COURSE` it gets the `course` itself, and its `chapter` by its full name."""

    def enter(run: Callable[..., int | None]) -> Callable[..., int | None]:
        COMMANDS[run.__name__.rstrip("_")] = run, options
        return run

    return enter


def parser() -> argparse.ArgumentParser:
    """The commands and their options; each has a help text (a test sees to it)."""
    top = argparse.ArgumentParser(prog="convnets", description="Build every great convolutional network by hand; grade a class safely.")
    top.add_argument("--version", action="version", version=f"convnets {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for name, (run, options) in COMMANDS.items():
        sub = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        for names, how in options:
            sub.add_argument(*names, **how)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns 0 when it did what it should, 1 when not, 2 when the words were off."""
    values = vars(parser().parse_args(argv))
    run, options = COMMANDS[values.pop("command")]
    # before torch: threads that spin while others work cost a small network 5 times its time
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    _spell_names_of_any_language()
    try:
        if COURSE in options:
            from convnets.classroom.course import Course

            values["course"] = course = Course.find(values["course"])
            if values.get("chapter"):
                values["chapter"] = course.name(values["chapter"])
        return run(**values) or 0
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


def _spell_names_of_any_language() -> None:
    """Under ``LC_ALL=C`` Python itself reads UTF-8, but programs that nbgrader starts (alembic, on every gradebook) ask the locale, and stop at a Korean folder."""
    if os.name == "posix" and codecs.lookup(locale.getencoding()).name == "ascii":
        os.environ.pop("LC_ALL", None)
        os.environ["LC_CTYPE"] = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def _author_errors() -> tuple[type[Exception], ...]:
    """The errors whose message is the whole answer."""
    from convnets.classroom.chapters.chapter import ChapterError
    from convnets.classroom.course import CourseError
    from convnets.classroom.releasing.leaks import LeakError
    from convnets.classroom.running.shell import MachineFailure

    return UnknownName, ChapterError, CourseError, LeakError, MachineFailure


def at_least_one(text: str) -> int:
    """A whole number from 1 on, as an option's `type`."""
    try:
        if (n := int(text)) >= 1:
            return n
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
