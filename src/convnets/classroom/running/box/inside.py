"""The process in which a submission's cells run. Nothing here is trusted by the grader, and nothing here knows a right answer.

Started inside the sandbox, by itself or as a fork of `forks`. Reads JSON lines: how to run (``{"nonce", "memory", ...}``), then one a cell,
``{"id", "source"}`` (and from ``{"tries"}`` on those that `tries` takes); writes JSON lines: ``ready``, then for each cell its observations as they are made and ``done`` with its outcome and outputs.
It is an IPython shell without a kernel around it: no sockets, no messages to lose, and the last line always arrives or the process is dead.
"""

import contextlib
import io
import json
import os
import sys
import traceback

import confine
import pristine
import tries

OUTPUT_LIMIT = 200_000  # characters a cell, pictures included
TEXT_LIMIT = 20_000
MOST_FAILURES = 3  # of a cell that are told


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


class OutOfTime(BaseException):
    """Ends a check whose observations run out of time."""


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

        async def run_ast_nodes(self, nodelist, cell_name, interactivity="last_expr", compiler=compile, result=None):
            """An answer's cell goes on after a statement that fails: an import that is not there must not take what is defined below it."""
            if not self.each_statement:
                return await super().run_ast_nodes(nodelist, cell_name, interactivity, compiler, result)
            self.failures = []
            for node in nodelist:
                last = interactivity if node is nodelist[-1] else "none"
                if await super().run_ast_nodes([node], cell_name, last, compiler, result) and result is not None:
                    self.failures.append((node.lineno, result.error_before_exec or result.error_in_exec))
            return bool(self.failures)

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=settings)
    shell.each_statement, shell.failures = False, []
    return shell


def run_cell(shell, source, outputs, out, err, each_statement=False):
    """Run one cell, with ``each_statement`` whatever fails in it; returns (ok or error, what the exceptions say)."""
    shell.each_statement, shell.failures = each_statement, []
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
    if failure is None:
        return "ok", ""
    failures = shell.failures if each_statement else ()
    lines = [f"line {n}, {type(e).__name__}: {said(e)}" for n, e in failures[:MOST_FAILURES]]
    return "error", "; ".join(lines) or f"{type(failure).__name__}: {said(failure)}"


def said(failure):
    """What an exception says; it may be one of a student's that cannot even say it."""
    try:
        return str(failure)[:300]
    except BaseException:
        return "(an exception that cannot be printed)"


def silence():
    """What C code and child processes write, and input() reads, goes nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)


class Session:
    """The checks and a shell to run cells in: made once, and forked for each submission where that is proven safe."""

    def __init__(self):
        import convnets.check
        import convnets.evidence.session

        self.checks = convnets.evidence.session.session
        self.outputs = Outputs()
        self.shell = make_shell(lambda: self.outputs)
        self.put_back = pristine.keep(self.shell)

    def run(self, cells, lines):
        """Answer each cell of one file on the other, until there are no more. The first line of all says how to run them."""

        own, getpid, end, write, close = os.getpid(), os.getpid, os._exit, os.write, os.close
        put_back, checks, dumps, pipe, copies = self.put_back, self.checks, json.dumps, (cells.fileno(), lines.fileno()), []
        asked_for = []  # a copy that goes on in this process's place

        def in_copy():
            """In a copy that os.fork made: what it says is nobody's observation."""
            if asked_for:
                return
            for descriptor in pipe:
                with contextlib.suppress(OSError):
                    close(descriptor)
            copies.clear()
            copies.append("closed")

        def only_here():
            """A copy of this process, however it was made, ends where it would speak or go on to the next cell."""
            if getpid() != own:
                if copies != ["closed"]:
                    write(pipe[1], b'{"kind": "copy"}\n')
                end(0)

        def copy():
            """A copy that may speak, for `tries`; its process number, 0 in the copy itself."""
            nonlocal own
            asked_for.append("now")
            child = os.fork()
            asked_for.clear()
            own = getpid()
            return child

        def send(message):
            only_here()
            lines.write(dumps(message, allow_nan=False) + "\n")
            lines.flush()

        def emit(message):
            """An observation begins, or is made: through functions that are the library's own."""
            only_here()
            found = put_back()
            for name in found:
                replaced[name] = None
            checks.nonce, checks.emit = start["nonce"], emit
            state = message.get("state")
            if found and state == "value":
                message = message | {"state": "error", "value": None, "error": "Replaced", "message": found[0]}
            if state == "begin" and len(timeouts) >= start["hung"]:
                raise OutOfTime("the exercise's observations run out of time: the rest was not tried")
            if state == "timeout":
                timeouts.append(state)
            send({"kind": "observation", "data": message})

        timeouts = []  # in the cell that is running
        start, replaced = json.loads(cells.readline()), {}
        confine.limit(start["memory"], start["processes"])
        if start["filter"]:
            confine.forbid()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=in_copy, after_in_parent=lambda: copies.append("made"))
        for descriptor in pipe:
            os.set_inheritable(descriptor, False)
        for name in ("inside", "forks", "confine", "pristine", "tries"):  # nobody's business
            sys.modules.pop(name, None)
        checks.nonce, checks.emit = start["nonce"], emit
        out, err = Bounded(), Bounded()
        send({"kind": "ready"})
        for line in cells:
            cell = json.loads(line)
            if cell.get("tries"):
                send({"kind": "done", "id": cell["id"], "outcome": "ok", "error": "", "outputs": []})
                tries.serve(copy, send, cells, self.shell.user_ns, checks, put_back)
            self.outputs = Outputs(out)
            timeouts.clear()
            answer = str(cell["id"]).startswith(("exercise-", "own-"))
            outcome, error = run_cell(self.shell, cell["source"], self.outputs, out, err, answer)
            for name in put_back():
                replaced[name] = None
            checks.nonce, checks.emit = start["nonce"], emit
            told = {"replaced": [*replaced][:3], "copies": len(copies)}
            copies.clear()
            replaced.clear()
            send({"kind": "done", "id": cell["id"], "outcome": outcome, "error": error, "outputs": self.outputs.items, **told})


def pipes(cells, lines):
    """The two descriptors as text files."""
    return os.fdopen(cells, "r", encoding="utf-8", errors="replace"), os.fdopen(lines, "w", encoding="utf-8", buffering=1)


def main():
    """Run the cells that come in on standard input, one JSON line each, and answer each on standard output."""
    cells, lines = pipes(os.dup(0), os.dup(1))
    silence()
    try:
        session = Session()
    except BaseException:
        lines.write(json.dumps({"kind": "broken", "message": traceback.format_exc()[-2000:]}) + "\n")
        return
    session.run(cells, lines)


if __name__ == "__main__":
    main()
