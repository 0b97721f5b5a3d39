"""What the process beside a notebook forbids itself: to write outside its folder, to start another, to open a connection, to take too much memory.

It is no wall against somebody who wants out; the code is the student's own, with small changes, and may have lost the `if` before a deletion.
"""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

MEMORY = 2 << 30  # bytes on top of what torch takes
PATHS = {
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
    "shutil.rmtree",
}
FORBIDDEN = (
    {"os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "os.killpg", "os.putenv"}
    | {"subprocess.Popen", "pty.spawn", "webbrowser.open"}
    | {f"socket.{call}" for call in ("connect", "bind", "getaddrinfo", "gethostbyname", "sendto", "sendmsg")}
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


_trusted: list[str] = []  # while this process makes or ends a copy of itself


@contextlib.contextmanager
def trusted() -> Iterator[None]:
    """What is done in here is this program's own, and may start and end processes."""
    _trusted.append("")
    try:
        yield
    finally:
        _trusted.pop()


def confine(folder: str) -> None:
    """From here on this process writes in its folder only, starts no other, opens no connection, and takes no more memory than it may."""
    if not limit_memory(MEMORY):
        threading.Thread(target=_watch, args=(_taken() + MEMORY,), daemon=True).start()
    folder, null, sys.dont_write_bytecode = os.path.realpath(folder), os.path.realpath(os.devnull), True

    def own(path: Any) -> bool:
        if isinstance(path, int):
            return True
        path = os.path.realpath(os.fsdecode(path))
        return path == null or f"{path}{os.sep}".startswith(f"{folder}{os.sep}")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in FORBIDDEN and not _trusted:
            raise PermissionError(f"{event} is not for a search")
        if event == "open":
            path, mode, flags = args
            if (set(mode or "") & set("wax+") or (mode is None and flags & WRITING)) and not own(path):
                raise PermissionError(f"{path}: nothing is written while an answer is searched")
        elif event in PATHS and not all(own(path) for path in args if isinstance(path, (str, bytes, os.PathLike))):
            raise PermissionError(f"{event} is not for a search")

    sys.addaudithook(hook)


def limit_memory(more: int) -> bool:
    """At most so many bytes on top of the most that this process has had, so that an edit which asks for more fails; whether the system knows such a limit."""
    try:
        import resource

        with open("/proc/self/status") as f:
            peak = next(int(line.split()[1]) << 10 for line in f if line.startswith("VmPeak"))
        resource.setrlimit(resource.RLIMIT_AS, (peak + more, resource.RLIM_INFINITY))
    except (ImportError, OSError, ValueError, StopIteration):
        return False
    return True


def _watch(most: int) -> None:
    """Where no limit holds (macOS, Windows) the process ends when it takes too much; what it has found is said."""
    while _taken() <= most:
        time.sleep(0.05)
    os._exit(1)


def _taken() -> int:
    """The most memory that this process has taken, in bytes."""
    if sys.platform != "win32":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    import ctypes

    told = (ctypes.c_size_t * 9)()  # a structure: two numbers of 32 bits, then the peak of what was taken
    told[0] = size = ctypes.sizeof(told)
    ctypes.windll.kernel32.K32GetProcessMemoryInfo(ctypes.c_void_p(-1), ctypes.byref(told), size)
    return told[1]
