"""What a notebook's set-up cell waits for: the course's imports beside `import torch`, on which they rest."""

import subprocess
import sys

from bench.result import Result

RUNS = 9
STATEMENTS = ("import torch", "import convnets", "from convnets import data, explore, measure, plot, train")


def run() -> list[Result]:
    runs = [_seconds() for _ in range(1 + RUNS)][1:]  # the first run warms the disk
    torch, package, modules = ([times[i] for times in runs] for i in range(3))
    return [
        Result("import torch; import convnets", package, STATEMENTS[0], torch, "at most 1.05"),
        Result(f"import torch; {STATEMENTS[2]}", modules, STATEMENTS[0], torch, "at most 1.05"),
    ]


def _seconds() -> list[float]:
    """How long it takes until each statement is through, one after the other, in a process of its own whose start does not count."""
    code = ["from time import process_time", "start = process_time()"]
    for statement in STATEMENTS:
        code += [statement, "print(process_time() - start)"]
    done = subprocess.run([sys.executable, "-c", "\n".join(code)], capture_output=True, text=True, check=True)
    return [float(line) for line in done.stdout.split()]
