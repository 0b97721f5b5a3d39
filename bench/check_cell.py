"""What a check cell costs a student: from its start to the verdict on the page, beside what the answers themselves take."""

import os
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import torch
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from bench import sample
from bench.result import Result
from convnets.classroom.course import Course

RUNS = 15


def run(course: Course) -> list[Result]:
    torch.set_num_threads(1)
    folder = course.root.parent / "student"
    folder.mkdir()
    shutil.copy(sample.key(course), folder / f"{sample.CHAPTER}.key.json")
    chapter, right = course.chapter(sample.CHAPTER), sample.answers(course, course.chapter(sample.CHAPTER))
    shell = InteractiveShell.instance()
    with _inside(folder):
        shell.run_cell(next(cell.source for cell in chapter.cells if cell.kind == "setup"))
        results = []
        for name, exercise in chapter.exercises.items():
            shell.run_cell(right[name])
            own = _Stopwatch()
            _time_calls(shell.user_ns, exercise.name, own)
            whole, alone = [], []
            for _ in range(2 + RUNS):
                own.seconds, start = 0.0, perf_counter()
                with capture_output() as shown:
                    outcome = shell.run_cell(exercise.check.public_source)
                whole.append(perf_counter() - start)
                alone.append(own.seconds)
                if not outcome.success or not shown.outputs:
                    raise RuntimeError(f"the check of {name} did not run: {outcome}")
            what = f"the check of {name}, cell start to verdict"
            results.append(Result(what, whole[2:], "its answer's own calls", alone[2:], verdict="more"))
    return results


class _Stopwatch:
    """Adds up the time inside the outermost of the calls that it wraps."""

    def __init__(self) -> None:
        self.seconds, self.running = 0.0, False

    def around(self, call: Callable) -> Callable:
        def timed(*args: object, **kwargs: object) -> object:
            if self.running:
                return call(*args, **kwargs)
            self.running, start = True, perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                self.seconds += perf_counter() - start
                self.running = False

        return timed


def _time_calls(names: dict[str, object], exercise: str, own: _Stopwatch) -> None:
    """Wrap the function an exercise defines; of a module, how it is built and its forward pass."""
    answer = names.get(exercise) or names["".join(word.capitalize() for word in exercise.split("_"))]
    if isinstance(answer, type):
        answer.__init__, answer.forward = own.around(answer.__init__), own.around(answer.forward)
    else:
        names[exercise] = own.around(answer)


@contextmanager
def _inside(folder: Path):
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
