"""What is still running, and what a process says."""

import contextlib
import json
import os
import time
from pathlib import Path

from convnets.classroom.running.shell import Shell


def alive(namespace: str) -> list[str]:
    """The processes of this machine in a process namespace, say ``pid:[4026532285]``, however deep."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (
                os.readlink(folder / "ns" / "pid") == namespace and "State:\tZ" not in (folder / "status").read_text()
            ):  # ended, not yet counted
                found.append(folder.name)
    return found


def descendants(pid: int) -> list[int]:
    children: list[int] = []
    with contextlib.suppress(OSError):  # it, or a thread of it, has ended meanwhile
        for file in Path(f"/proc/{pid}/task").glob("*/children"):
            children += map(int, file.read_text().split())
    return children + [d for child in children for d in descendants(child)]


def soon(true, seconds: float = 6) -> bool:
    """Whether it is so before long."""
    for _ in range(int(10 * seconds)):
        if true():
            return True
        time.sleep(0.1)
    return False


def told(shell: Shell, source: str, seconds: float = 20):
    """What a cell returns, which is plain data."""
    done = shell.run("asked", f"import json, os, sys\n{source}\nprint('TOLD' + json.dumps(told()))", seconds)
    assert done.outcome == "ok", done
    return json.loads("".join(o["text"] for o in done.outputs if o["output_type"] == "stream").partition("TOLD")[2])
