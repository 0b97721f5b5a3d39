"""``make stress``: a class of 200, every kind of submission in it, killed 20 times while it is graded; every grade must be as it should.

It is handed in as a download, in which others have put what stops a class: zips without end, bombs, links to the course's secret. The good
neighbours of hostile submissions get what they get alone, every submission ends in the state it should, nothing is left running.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import argparse
import copy
import io
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import nbformat

from bench import sample
from convnets.classroom.judging.record import load

BODY = "import os, time\nclass BasicBlock(nn.Module):\n    def __init__(self, *a):\n        "
WITHOUT_END = "import os\ndef same_padding(*a):\n    while True: "
KINDS = {  # what the class BasicBlock does (None: a right answer; a dictionary: other answers), the state (or states) and the points to end with
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
    "loops-everywhere": ({"same_padding": f"{WITHOUT_END}pass", "basic_block": f"{BODY}while True: pass"}, "partly graded", 0),
    "forks-without-end": ({"same_padding": f"{WITHOUT_END}os.fork()"}, "graded or partly graded", 4),
    "rebinds": (
        "import torch, convnets.check, convnets.evidence.probes, convnets.evidence.verdict\n"
        "for place in (convnets.check, convnets.evidence.probes):\n"
        "    place.response = place.sensitivity = place.connections = place.parameters = place.op_sizes = lambda *a, **k: {}\n"
        "torch.equal = torch.allclose = convnets.evidence.verdict.same = lambda *a, **k: True\n"
        f"nn.Module.__call__ = torch.Tensor.__eq__ = lambda *a: a[-1]\n{BODY}raise RuntimeError",
        "graded",
        2,
    ),
    "windows": (None, "graded", 6),
    "raw-cells": (None, "graded", 6),
    "foreign": (None, "set aside", None),
}
ZIPS = {  # what somebody hands in that must cost nobody else anything
    "empty-members": lambda: {"work.zip": _zipped(dict.fromkeys(map(str, range(50_002)), b""))},
    "zips-in-a-zip": lambda: {"work.zip": _zipped({f"{i}.zip": _zipped({f"{i}.ipynb": b"{}"}) for i in range(150)})},
    "many-zips": lambda: {f"{i}.zip": _zipped({f"{i}.ipynb": b"{}"}) for i in range(150)},
    "bomb": lambda: {"work.zip": _zipped({"a.ipynb": bytes(1 << 30)})},
}


def main() -> None:
    """Print what became of the class, and fail when anything is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m bench.stress")
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = sample.released(Path(folder))
        several = [*KINDS, *["right"] * len(KINDS)]
        kinds = {f"{kind}-{i}": kind for i in range(options.submissions) for kind in [several[i % len(several)]]}
        _hand_in(course, kinds, Path(folder, "download"))
        command = [sys.executable, "-m", "convnets", "grade", sample.CHAPTER, "--course", str(course.root), "--no-feedback"]
        start, rng = time.monotonic(), random.Random(0)
        for i in range(options.kills):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(rng.uniform(3, 25))
            process.send_signal(signal.SIGKILL)
            process.wait()
            print(f"killed {i + 1} of {options.kills}, {len(list(course.runs.glob('*.json')))} results kept", flush=True)
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        found = {r.student: (str(r.outcome), r.score) for r in load(course, sample.CHAPTER)}
        wrong = {s: found.get(s) for s, kind in kinds.items() if not _as_it_should_be(kind, *found.get(s, ("", None)))}
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20)
        print(f"{len(found)} submissions in {time.monotonic() - start:.0f} s, {Counter(state for state, _ in found.values())}")
        print(f"most memory of one process: {memory:.2f} GB; {done.stderr.strip()}")
        print(f"not as it should be: {wrong or 'nothing'}")
        sys.exit(bool(wrong) or len(found) != len(kinds))


def _hand_in(course: sample.Course, kinds: dict[str, str], download: Path) -> None:
    """Every student's notebook, and others' zips and links, as Moodle lets one download them; taken in by the real command. Raises RuntimeError."""
    chapter, blank = course.chapter(sample.CHAPTER), course.notebooks(sample.CHAPTER)[1]
    right = sample.answers(course, chapter)
    folders = {name: download / f"{name}_{i}_assignsubmission_file_" for i, name in enumerate([*kinds, *ZIPS, "links"])}
    for place in folders.values():
        place.mkdir(parents=True)
    for student, kind in kinds.items():
        notebook, answer = copy.deepcopy(blank), KINDS[kind][0]
        given = right | (answer if isinstance(answer, dict) else {"basic_block": answer} if answer else {})
        for cell in notebook.cells:
            if cell.id.startswith("exercise-"):
                cell.source = f"# {student}\n{given[cell.id.removeprefix('exercise-')]}"
            if kind == "windows":
                cell.source = cell.source.replace("\n", "\r\n")
        if kind == "raw-cells":
            hostile = ("<input class='score' id='exercise-basic_block'>", "<script>alert(1)</script>")
            notebook.cells[2:2] = [nbformat.v4.new_raw_cell(text, id=f"exercise-x{n}") for n, text in enumerate(hostile)]
        if kind == "foreign":
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"import pandas\nx = {i}") for i in range(9)])
        nbformat.write(notebook, folders[student] / f"{sample.CHAPTER}.ipynb")
    for name, make in ZIPS.items():
        for file, data in make().items():
            (folders[name] / file).write_bytes(data)
    for target in (course.private / "secret", course.root / "source"):
        (folders["links"] / f"{target.name}.ipynb").symlink_to(target)
    start = time.monotonic()
    command = [sys.executable, "-m", "convnets", "collect", str(download), sample.CHAPTER, "--course", str(course.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    taken = {p.name for p in (course.root / "submitted").iterdir()}
    if taken != set(kinds):
        raise RuntimeError(f"too few: {set(kinds) - taken}, too many: {taken - set(kinds)}: {(done.stdout + done.stderr)[-2000:]}")
    refused = sum(line.startswith("refused: ") for line in done.stdout.splitlines())
    print(f"collected {len(taken)} in {time.monotonic() - start:.0f} s, {refused} lines of refusal", flush=True)


def _zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return made.getvalue()


def _as_it_should_be(kind: str, state: str, score: float | None) -> bool:
    _, states, points = KINDS[kind]
    return state in states.split(" or ") and score == points


if __name__ == "__main__":
    main()
