"""What a submission's processes take of the machine, seen from outside: their number, their memory together, how long they had to wait.

A limit of the kernel holds for one process, or is not there for everybody who grades; this holds for all of a submission's together.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from convnets.evidence.trial import waited

SECONDS = 0.25  # between two looks
PROCESSES = 64
MEMORY = 4 << 30  # bytes, of all processes together


class Watch:
    """Looks at a process and what descends from it until it ends; calls ``stop`` once when they take too much, and says why in ``reason``."""

    def __init__(self, pid: int, stop: Callable[[], None]) -> None:
        self.pid, self.stop, self.reason = pid, stop, ""
        self._ended = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _look(self) -> None:
        shared_before = 0
        while not self._ended.wait(SECONDS):
            running = list(_family(self.pid))
            shared = _shared(running)
            memory = sum(map(_resident, running)) + min(shared, shared_before)  # asked for, perhaps never used: twice seen, then it counts
            shared_before = shared
            if len(running) > PROCESSES:
                self.reason = f"stopped: {len(running)} processes, and {PROCESSES} are the most"
            elif memory > MEMORY:
                self.reason = f"stopped: its processes took {memory / 2**30:.1f} GB of memory together, and {MEMORY >> 30} GB are the most"
            if self.reason:
                self.stop()
                return

    def waited(self) -> float:
        """Seconds that the process was ready to run while others ran instead; 0 where the system does not say."""
        *_, last = _family(self.pid, first_only=True)
        return waited(last)


def _family(pid: int, *, first_only: bool = False) -> Iterator[int]:
    """A process and its descendants; or the line of first children, at whose end stands the one that runs the cells."""
    yield pid
    children: list[int] = []
    with contextlib.suppress(OSError, ValueError):  # it has ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    for child in sorted(children)[: 1 if first_only else None]:
        yield from _family(child, first_only=first_only)


def _resident(pid: int) -> int:
    """Bytes of a process's own memory and of shared memory that it has used."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    return 0


def _shared(pids: list[int]) -> int:
    """Bytes of shared memory without a file, each piece once: it may be in use although no process shows it as its own."""
    pieces: dict[str, int] = {}
    for pid in pids:
        with contextlib.suppress(OSError, ValueError, IndexError):
            for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
                if "/dev/zero" in line:
                    start, end = (int(part, 16) for part in line.split()[0].split("-"))
                    pieces[line.split()[4]] = end - start
    return sum(pieces.values())
