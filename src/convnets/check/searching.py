"""The program of `convnets.check.aside`: it tries small changes of one answer until one makes every public observation pass, and says where that one is.

What the answer prints goes nowhere. It ends with the notebook.
"""

import ast
import json
import os
import threading
import time
from collections.abc import Callable
from typing import Any, TextIO

import convnets.check
from convnets.check.confined import confine
from convnets.check.trying import Answer, Recorder, Tried
from convnets.evidence import trial
from convnets.repair.order import candidates, suspicion
from convnets.repair.place import told
from convnets.repair.search import Repair, search

IDLE = 600  # seconds that it waits for a question


def locate(job: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    """Search, and ``say`` what is found: each repair when it is found, at last the best that can be said of all."""
    own = bool(job.get("processor"))  # count this process's own seconds, as a benchmark does where others have the processor
    until, tree = (time.process_time() if own else time.monotonic()) + job["seconds"], ast.parse(job["answer"])

    def tell(repairs: list[Repair], **more: bool) -> None:
        found = told(job["answer"], tree, repairs)
        say({"failing": [*answer.failing], "found": len(repairs), "says": found.says if found else ""} | more)

    try:
        answer = Answer(job)
    except BaseException as e:
        return say({"lost": f"{type(e).__name__}: {trial.said(e)}"})
    answer.look(job["answer"])
    say({"failing": [*answer.failing]})
    edits = candidates(tree, suspicious=suspicion(answer.ran, answer.failing)) if answer.failing else []
    tried = Tried(answer, lambda edit: tell([Repair(edit, 0, 0)]))
    clock = tried.processor if own else time.monotonic
    tell(search(tree, tried.noted(edits), tried, until - clock(), clock), last=True)


def main() -> None:
    """One job on standard input, what is found on standard output, a line each."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    vars(convnets.check)["check"] = Recorder
    say({"ready": True}, lines)
    idle = threading.Timer(IDLE, os._exit, [0])
    idle.daemon = True
    idle.start()
    line = jobs.readline()
    idle.cancel()
    if line:
        threading.Thread(target=_end_with, args=(jobs,), daemon=True).start()
        confine(os.getcwd())
        locate(json.loads(line), lambda message: say(message, lines))
    os._exit(0)


def say(message: dict[str, Any], lines: TextIO) -> None:
    """One line."""
    lines.write(json.dumps(message) + "\n")
    lines.flush()


def _end_with(jobs: TextIO) -> None:
    """When the notebook's end of the pipe is closed, nobody waits any more."""
    jobs.read()
    os._exit(0)


if __name__ == "__main__":
    main()
