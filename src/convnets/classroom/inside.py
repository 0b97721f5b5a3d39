"""The process in which a submission's cells run. Nothing here is trusted by the grader, and nothing here knows a right answer.

Started with this file alone, inside the sandbox. Reads one JSON line a cell on standard input, ``{"id", "source", "check"}``;
writes JSON lines: ``ready``, then for each cell its observations as they are made and ``done`` with its outcome and outputs.
It is an IPython shell without a kernel around it: no sockets, no messages to lose, and the last line always arrives or the process is dead.
"""

import io
import json
import os
import sys
import traceback

OUTPUT_LIMIT = 200_000  # characters a cell, pictures included
TEXT_LIMIT = 20_000
OPEN_FILES = 256
FILE_LIMIT = 256 << 20  # bytes of one file, those in memory included


class Outputs:
    """What a cell shows, as notebook outputs, up to a limit; text and PNG only, since a student's HTML is not shown to anybody."""

    def __init__(self, out=None):
        self.items, self.size, self.out = [], 0, out

    def add(self, item):
        size = len(json.dumps(item, default=str))
        if self.size + size > OUTPUT_LIMIT:
            return
        self.size += size
        self.items.append(item)

    def data(self, data, kind, **extra):
        kept = {
            m: str(v)[:TEXT_LIMIT] if m == "text/plain" else v
            for m, v in data.items()
            if m in ("text/plain", "image/png") and isinstance(v, str)
        }
        if kept:
            self.stream("stdout", self.out.take() if self.out else "")  # what was printed before stands before
            self.add({"output_type": kind, "data": kept, "metadata": {}, **extra})

    def stream(self, name, text):
        if text:
            self.add({"output_type": "stream", "name": name, "text": text})


class Bounded(io.TextIOBase):
    """A text stream that keeps the first part of what is written and forgets the rest."""

    def __init__(self):
        self.parts, self.size = [], 0

    def writable(self):
        return True

    def isatty(self):
        return False

    def write(self, text):
        if self.size < TEXT_LIMIT:
            self.parts.append(text[: TEXT_LIMIT - self.size])
            self.size += len(self.parts[-1])
        return len(text)

    def take(self):
        text = "".join(self.parts)
        self.parts, self.size = [], 0
        return text


def make_shell(outputs):
    """An IPython shell that runs cells in this process; what they show goes to ``outputs()``, whatever cell is running."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Publisher(DisplayPublisher):
        def publish(self, data, metadata=None, **_):
            outputs().data(data, "display_data")

        def clear_output(self, wait=False):
            outputs().items.clear()

    class Hook(DisplayHook):
        def write_output_prompt(self):
            pass

        def write_format_data(self, format_dict, md_dict=None):
            outputs().data(format_dict, "execute_result", execution_count=None)

    class Shell(InteractiveShell):
        display_pub_class = Publisher
        displayhook_class = Hook

        def enable_gui(self, gui=None):
            pass

        def ask_exit(self):
            pass

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    return Shell.instance(config=settings)


def run_cell(shell, source, outputs, out, err):
    """Run one cell; returns (ok or error, the exception's summary)."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        result = shell.run_cell(source, store_history=True, silent=False)
        failure = result.error_before_exec or result.error_in_exec
    except BaseException as e:  # what a student's code did to the shell itself
        failure = e
    finally:
        sys.stdout, sys.stderr = before
    outputs.stream("stdout", out.take())
    outputs.stream("stderr", err.take())
    return ("error", f"{type(failure).__name__}: {said(failure)}") if failure is not None else ("ok", "")


def said(failure):
    """What an exception says; it may be one of a student's that cannot even say it."""
    try:
        return str(failure)[:300]
    except BaseException:
        return "(an exception that cannot be printed)"


def limit(memory):
    """At most ``memory`` bytes of address space and no core files, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main():
    """Run the cells that come in on stdin, one JSON line each, and answer each on stdout; arguments: nonce, bytes of memory."""
    nonce, memory = sys.argv[1], int(sys.argv[2])
    limit(memory)
    cells = os.fdopen(os.dup(0), "r", encoding="utf-8", errors="replace")
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):  # what C code and child processes write, and input() reads, goes nowhere
        os.dup2(null, fd)

    def send(message):
        lines.write(json.dumps(message, allow_nan=False) + "\n")
        lines.flush()

    try:
        import convnets.check as checks

        current = [Outputs()]
        shell = make_shell(lambda: current[0])
    except BaseException:
        send({"kind": "broken", "message": traceback.format_exc()[-2000:]})
        return
    checks.session.nonce = nonce
    checks.session.emit = lambda message: send({"kind": "observation", "data": message})
    out, err = Bounded(), Bounded()
    send({"kind": "ready"})
    for line in cells:
        cell = json.loads(line)
        current[0] = Outputs(out)
        outcome, error = run_cell(shell, cell["source"], current[0], out, err)
        send({"kind": "done", "id": cell["id"], "outcome": outcome, "error": error, "outputs": current[0].items})


if __name__ == "__main__":
    main()
