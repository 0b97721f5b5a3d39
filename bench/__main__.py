"""``python -m bench [imports] [fit] [threads] [networks] [explorers] [check] [grading] [finetune]``: all of them, or those named."""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch

import contextlib
import importlib.metadata
import io
import platform
import sys
import tempfile
import time
from pathlib import Path

import torch

from bench import check_cell, explorers, finetune, fit, grading, imports, networks, sample, threads
from convnets.base.table import Table

BENCHES = {
    "imports": imports.run,
    "fit": fit.run,
    "threads": threads.run,
    "networks": networks.run,
    "explorers": explorers.run,
    "check": check_cell.run,
    "grading": grading.run,
    "finetune": finetune.run,
}


def main(wanted: list[str]) -> None:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for name, run in BENCHES.items():
            if wanted and name not in wanted:
                continue
            print(f"{name} ...", file=sys.stderr, flush=True)
            if name in ("check", "grading"):
                with contextlib.redirect_stdout(io.StringIO()):
                    course = course_of(Path(folder))
            results += run(course) if name in ("check", "grading") else run()
    head = ["ours", "time", "beside", "its time", "verdict", "aim", "runs"]
    print(Table(head, [result.cells() for result in results], words=("ours", "beside", "aim")))
    print(f"\n{machine()}\n{versions()}\n{time.strftime('%Y-%m-%d')}, {time.perf_counter() - start:.0f} s in all")


def course_of(folder: Path) -> "sample.Course":
    """The released sample course; made when it is first asked for."""
    return sample.Course(folder / "course") if (folder / "course").exists() else sample.released(folder)


def machine() -> str:
    cpu = platform.processor()
    with contextlib.suppress(OSError):
        cpu = next(line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name"))
    return f"{cpu or platform.machine()}, {os.cpu_count()} cores, {platform.system()}; one thread for each process, but for finetune"


def versions() -> str:
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("nbgrader", "ipykernel"))
    return f"Python {platform.python_version()}, torch {torch.__version__}, {packages}"


main(sys.argv[1:])
