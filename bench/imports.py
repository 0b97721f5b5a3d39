"""What a notebook's set-up cell waits for: the course's imports beside `import torch`, which they contain."""

import subprocess
import sys

from bench.result import Result

RUNS = 7
THEIRS = "import torch"
OURS = ("import torch, convnets", "from convnets import data, explore, measure, plot, train")


def run() -> list[Result]:
    times = {statement: [] for statement in (THEIRS, *OURS)}
    for i in range(1 + RUNS):
        for statement in list(times)[:: 1 if i % 2 else -1]:
            times[statement].append(_seconds(statement))
    return [Result(ours, times[ours][1:], THEIRS, times[THEIRS][1:], "at most 1.05") for ours in OURS]  # the first run warms the disk


def _seconds(statement: str) -> float:
    """In a process of its own; that process's start is not counted."""
    code = f"from time import process_time; start = process_time(); {statement}; print(process_time() - start)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
