"""A Python beside the notebook, with torch in it, that waits for one question: a student's answer is tried there in many forms, and none of them in the kernel.

It is a process of its own, in a folder of its own, without a network, of limited memory, and killed when its time is up or the kernel is interrupted.
"""

import atexit
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any

PROGRAM = "convnets.check.searching"
START_SECONDS = 30  # until torch is imported, on a slow disk; not counted as search
GRACE = 0.5  # seconds in which the process may still say what it has found
POLL = 0.1
NO_PROCESS = "no process starts beside this notebook"


class Aside:
    """The process. `ask` it once, and `close` it."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="convnets-", ignore_cleanup_errors=True)
        path = [os.path.abspath(p) for p in sys.path]  # a student's own modules too, and the working folder where it stands as ""
        alone = {
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "CONVNETS_GRADING": "1",
            "MPLBACKEND": "agg",
            "PYTHONPATH": os.pathsep.join(path),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", PROGRAM],
            cwd=self.folder.name,
            env={**os.environ, **alone, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.folder.name)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
            creationflags=0 if os.name == "posix" else 0x08000200,  # on Windows: a process group of its own, and no window
        )
        assert self.process.stdin and self.process.stdout
        self.jobs, self.lines = self.process.stdin, self.process.stdout
        self.messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        atexit.register(self.close)

    def ask(self, job: dict[str, Any], seconds: float, patience: float) -> dict[str, Any]:
        """The last that it said of a job within so many seconds; nothing if it said nothing. Raises KeyboardInterrupt at once."""
        said: dict[str, Any] = {}
        if self._next(time.monotonic() + START_SECONDS) is None:
            return {"lost": NO_PROCESS}
        deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it is gone: an empty answer says so
            self.jobs.write(json.dumps(job | {"seconds": seconds}).encode() + b"\n")
            self.jobs.flush()
        while (message := self._next(deadline + patience)) is not None:
            said = message
            if said.get("last"):
                break
        return said

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        """End it, and everything that it started."""
        atexit.unregister(self.close)
        with contextlib.suppress(OSError, AttributeError):  # gone already; Windows has no process groups
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        for pipe in (self.jobs, self.lines):
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
        self.process.wait()
        self.folder.cleanup()

    def _read(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in self.lines:
                self.messages.put(json.loads(line))
        self.messages.put(None)

    def _next(self, deadline: float) -> dict[str, Any] | None:
        """The next message; None at the end, or when time is up. It waits in small steps: on Windows nothing else can be interrupted."""
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                return self.messages.get(timeout=min(POLL, left))
        return None


_standby: Aside | None = None


def prepare() -> None:
    """Start a process that waits for a question: to import torch takes longer than most searches."""
    global _standby
    with contextlib.suppress(OSError):  # it is said to who asks
        _standby = _ready()


def asked(job: dict[str, Any], seconds: float, patience: float = GRACE) -> dict[str, Any]:
    """What a process beside the notebook says of a job, which it has so many seconds for; ``patience``: how many more it may take to say it."""
    global _standby
    try:
        aside, _standby = _ready(), None
    except OSError:
        return {"lost": NO_PROCESS}
    try:
        return aside.ask(job, seconds, patience)
    finally:
        aside.close()


def _ready() -> Aside:
    return _standby if _standby and _standby.lives else Aside()
