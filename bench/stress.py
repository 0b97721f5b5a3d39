"""``make stress``: a class of 200, every kind of submission in it, killed 20 times while it is graded; every grade must be as it should.

The good neighbours of hostile submissions get what they get alone, every submission ends in the state it should, nothing is left running.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import copy
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import nbformat

from bench import sample
from convnets.classroom.judging.record import load

SUBMISSIONS, KILLS = 200, 20
BODY = "import os, time\nclass BasicBlock(nn.Module):\n    def __init__(self, *a):\n        "
KINDS = {  # what the class BasicBlock does (None: a right answer), the state (or states) and the points to end with
    "right": (None, "graded", 6),
    "dies": (f"{BODY}os._exit(1)", "partly graded", 2),
    "kills": (
        f"{BODY}os.kill(-1, 9); os.kill(os.getpid(), 9)",
        "graded or partly graded",
        2,
    ),  # alone in its namespace it has nobody to kill
    "raises": (f"{BODY}raise RuntimeError", "graded", 2),
    "forks": (
        f"{BODY}\n        for _ in range(400):\n            if not os.fork(): time.sleep(600)\n        while True: pass",
        "partly graded",
        2,
    ),
    "daemon": (
        f"{BODY}\n        if not os.fork():\n            os.setsid()\n            time.sleep(600)\n        os._exit(0)",
        "partly graded",
        2,
    ),
    "hog": (f"{BODY}bytearray(1 << 40)", "graded", 2),
    "floods": (f"{BODY}print('x' * 10**8); raise RuntimeError", "graded", 2),
    "fills": (f"{BODY}open('x', 'wb').write(bytes(1 << 29))", "graded", 2),
    "loops": (f"import convnets.evidence.trial\nconvnets.evidence.trial.SECONDS = 1\n{BODY}while True: pass", "partly graded", 2),
}


def main() -> None:
    """Print what became of the class, and fail when anything is not as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        course = sample.released(Path(folder))
        kinds = {f"{kind}-{i}": kind for i in range(SUBMISSIONS) for kind in [list(KINDS)[i % 20] if i % 20 < len(KINDS) else "right"]}
        chapter, blank = course.chapter(sample.CHAPTER), course.notebooks(sample.CHAPTER)[1]
        right = sample.answers(course, chapter)
        for student, kind in kinds.items():
            notebook = copy.deepcopy(blank)
            given = right | ({"basic_block": KINDS[kind][0]} if KINDS[kind][0] else {})
            for cell in notebook.cells:
                if cell.id.startswith("exercise-"):
                    cell.source = f"# {student}\n{given[cell.id.removeprefix('exercise-')]}"
            file = course.root / "submitted" / student / sample.CHAPTER / f"{sample.CHAPTER}.ipynb"
            file.parent.mkdir(parents=True)
            nbformat.write(notebook, file)
        command = [sys.executable, "-m", "convnets", "grade", sample.CHAPTER, "--course", str(course.root), "--no-feedback"]
        start, rng = time.monotonic(), random.Random(0)
        for i in range(KILLS):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(rng.uniform(3, 25))
            process.send_signal(signal.SIGKILL)
            process.wait()
            print(f"killed {i + 1} of {KILLS}, {len(list(course.runs.glob('*.json')))} results kept", flush=True)
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        found = {r.student: (str(r.outcome), r.score) for r in load(course, sample.CHAPTER)}
        wrong = {s: found.get(s) for s, kind in kinds.items() if not _as_it_should_be(kind, *found.get(s, ("", None)))}
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20)
        print(f"{len(found)} submissions in {time.monotonic() - start:.0f} s, {Counter(state for state, _ in found.values())}")
        print(f"most memory of one process: {memory:.2f} GB; {done.stderr.strip()}")
        print(f"not as it should be: {wrong or 'nothing'}")
        sys.exit(bool(wrong) or len(found) != SUBMISSIONS)


def _as_it_should_be(kind: str, state: str, score: float | None) -> bool:
    _, states, points = KINDS[kind]
    return state in states.split(" or ") and score == points


if __name__ == "__main__":
    main()
