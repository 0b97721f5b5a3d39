"""Many forms of one answer, tried one after the other in a copy of a process that has run the cells before it.

The process that was made ready stays as it is. A copy of it answers the lines, ``{"id", "source", "check", "nonce", "limit", "seconds", "trace"}``: it runs the
answer and the check's cell over fresh names, and sends each observation as it is made. What a try does to its process, is gone with the next copy: one that
dies, or has used up its processor time and is ended by the kernel, costs that one try. ``{"fresh"}`` asks for a new copy.
"""

import ast
import json
import linecache
import mmap
import os
import resource
import signal
import sys

AGAIN, ENDED = 7, 8  # how a copy ends that asks for another, or has nothing more to read
MOST = 200  # tries of one copy
ROOM = 2 << 30  # bytes that a try may take beyond what is there
NAME = "<ipython-input-answer>"  # of an answer's code, as a notebook's own


def serve(copy, send, cells, names, checks, put_back):
    """Answer everything that comes, and end."""
    at_work = mmap.mmap(-1, 64)  # the id of the try, for who has to say that it died
    while True:
        child = copy()
        if not child:
            try:
                work(send, cells, names, checks, put_back, at_work)
            finally:
                os._exit(ENDED)
        _, how = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(how)
        if code == ENDED:
            os._exit(0)
        if code != AGAIN:
            send({"kind": "done", "id": at_work[:].rstrip(b"\0").decode(), "outcome": "died", "error": f"ended by {code}", "outputs": []})


def work(send, cells, names, checks, put_back, at_work):
    """The copy's own loop."""
    trial = sys.modules["convnets.evidence.trial"]
    start, most, lines = dict(names), trial.SECONDS, {}
    limit = used() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    sys.stdout = sys.stderr = trial.Nowhere()
    now = ""

    def emit(message):
        nonlocal now
        now = message["label"]
        if message.get("state") != "begin":
            send({"kind": "observation", "data": message})

    def trace(frame, event, _):
        if frame.f_code.co_filename != NAME:
            return None
        lines.setdefault(now, {})[frame.f_lineno] = None
        return trace

    for n, line in enumerate(cells):
        asked = json.loads(line)
        done = {"kind": "done", "id": asked["id"], "outcome": "ok", "error": "", "outputs": []}
        if asked.get("fresh"):
            send(done)
            os._exit(AGAIN)
        at_work[:] = asked["id"].encode()[:64].ljust(64, b"\0")
        signal.setitimer(signal.ITIMER_PROF, asked["seconds"])  # of its own processor time; the kernel ends it then
        lines.clear()
        names.clear()
        names.update(start)
        trial.SECONDS, checks.nonce, checks.emit, now = asked["limit"] or most, asked["nonce"], emit, ""
        try:
            run(asked["source"], names)
            if asked.get("trace"):
                sys.settrace(trace)
            exec(compile(asked["check"], "<check>", "exec"), names)
        except BaseException as error:
            done |= {"outcome": "error", "error": type(error).__name__}
        finally:
            sys.settrace(None)
        signal.setitimer(signal.ITIMER_PROF, 0)
        put_back()
        send(done | {"lines": {label: [*found] for label, found in lines.items() if label}})
        if n >= MOST:
            os._exit(AGAIN)


def run(source, names):
    """An answer's statements, one after the other; one that fails leaves the others."""
    linecache.cache[NAME] = len(source), None, source.splitlines(keepends=True), NAME
    for node in ast.parse(source).body:
        try:
            exec(compile(ast.Module([node], []), NAME, "exec"), names)
        except Exception:
            continue


def used():
    """Bytes of address space that this process has."""
    with open("/proc/self/statm") as f:
        return int(f.read().split()[0]) * resource.getpagesize()
