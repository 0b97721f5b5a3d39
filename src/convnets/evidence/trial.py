"""Making an observation: run the author's expression over the student's names, and turn whatever happens into plain data."""

import ast
import builtins
import contextlib
import io
import json
import linecache
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from convnets.evidence import seeds
from convnets.evidence.plain import MAX_BYTES, plain

SECONDS: float = 8  # an observation's own time
PATIENCE = 4  # times a limit that may come on top of it, for seconds in which others had the processor


class OutOfTime(BaseException):
    """Raised inside an observation that has used up its time; not an Exception, so that `except Exception` does not swallow it."""


def observe(nonce: str, exercise: str, label: str, thunk: Callable[[], Any], *, quiet: bool) -> dict[str, Any]:
    """One observation as a message: ``{state, value | error + message + at + place, seconds}``.

    ``state`` is ``value``, ``error``, ``unanswered`` (a stub was reached) or ``timeout``. ``quiet`` drops what the student's code prints.
    """
    started = time.monotonic()
    try:
        with _calm(quiet), _torch_as_it_comes(), _time_limit(SECONDS):
            seeds.start(nonce, exercise, label)
            value = plain(thunk())
        result = {"state": "value", "value": value}
        if len(json.dumps(value, allow_nan=False)) > MAX_BYTES:
            result = {"state": "error", "error": "TypeError", "message": f"more than {MAX_BYTES} characters of data"}
    except OutOfTime:
        result = {"state": "timeout"}
    except KeyboardInterrupt:
        raise
    except BaseException as e:  # a student's code may raise anything, SystemExit included
        if type(e) is NotImplementedError and not e.args:  # the stub's own; torch says more in its own
            return {"state": "unanswered", "seconds": round(time.monotonic() - started, 3)}
        result = {"state": "error", "error": type(e).__name__, "message": _message(e, thunk.__code__)}
        result |= {"at": _line(e, thunk.__code__), "place": _place(e, thunk.__code__)}
    return result | {"seconds": round(time.monotonic() - started, 3)}


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """SIGALRM where there is one and this is the main thread; elsewhere no limit (grading has another one outside).

    Seconds in which others had the processor come on top, up to `PATIENCE` times the limit.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    before_that, given = waited(), 0.0

    def stop(*_: object) -> None:
        nonlocal given
        more = min(waited() - before_that, PATIENCE * seconds) - given
        if more < 0.05:
            raise OutOfTime
        given += more
        signal.setitimer(signal.ITIMER_REAL, more)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def waited(process: int | str = "self") -> float:
    """Seconds that a process was ready to run while others ran instead; 0 where the system does not say."""
    try:
        with open(f"/proc/{process}/schedstat") as f:
            return int(f.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


@contextlib.contextmanager
def _torch_as_it_comes() -> Iterator[None]:
    """Gradients on, float32, on the CPU. What an earlier cell has left otherwise is put right and said; raises RuntimeError for what the call leaves.

    Another device, and switches that hurt nobody, are an earlier cell's to choose: they are set aside for the call, or stay.
    """
    import torch

    if not torch.is_grad_enabled():
        torch.set_grad_enabled(True)
        print("An earlier cell left gradients switched off for everything that follows; they are on again.")
    if torch.get_default_dtype() is not torch.float32:
        torch.set_default_dtype(torch.float32)
        print("An earlier cell left another default type for everything that follows; it is float32 again.")
    device, deterministic, anomaly = torch.get_default_device(), torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled()
    if device.type != "cpu":
        torch.set_default_device("cpu")
    left = ""
    try:
        yield
    finally:
        if not torch.is_grad_enabled():
            torch.set_grad_enabled(True)
            left = "gradients are off after this call: write `with torch.no_grad():`, which switches them on again where it ends"
        if torch.get_default_dtype() is not torch.float32:
            torch.set_default_dtype(torch.float32)
            left = "torch's default type is another after this call: leave set_default_dtype alone"
        if torch.are_deterministic_algorithms_enabled() != deterministic:
            torch.use_deterministic_algorithms(deterministic)
            left = "deterministic algorithms are switched otherwise after this call: leave use_deterministic_algorithms alone"
        if torch.is_anomaly_enabled() != anomaly:
            torch.autograd.set_detect_anomaly(anomaly)
            left = "anomaly detection is switched otherwise after this call: `with torch.autograd.detect_anomaly():` ends by itself"
        if torch.get_default_device().type != "cpu":
            left = "torch's default device is another after this call: leave set_default_device alone"
        if torch.get_default_device() != device:
            torch.set_default_device(device)
    if left:
        raise RuntimeError(left)


class Nowhere(io.TextIOBase):
    """A stream that keeps nothing: a gigabyte that an answer prints takes no memory."""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def _calm(quiet: bool) -> Iterator[None]:
    """Warnings and anything on stderr cost no point (nbgrader gives 0 for any), raw writes to file descriptor 2 included."""
    out = Nowhere() if quiet else sys.stdout
    streams = contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), _writes_to(sys.stderr, out), _raw_stderr_to_stdout()
    with warnings.catch_warnings(), contextlib.ExitStack() as stack:
        for stream in streams:
            stack.enter_context(stream)
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _writes_to(stream: Any, out: Any) -> Iterator[None]:
    """Send a stream object's own writes elsewhere: a logging handler made in an earlier cell still holds the old stderr."""
    try:
        stream.write = out.write
    except AttributeError:  # a stream that cannot be changed
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(AttributeError):
            del stream.write


@contextlib.contextmanager
def _raw_stderr_to_stdout() -> Iterator[None]:
    try:
        saved = os.dup(2)
    except OSError:  # no such descriptor: nothing can be written to it either
        yield
        return
    try:
        with contextlib.suppress(OSError):
            os.dup2(1, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def said(e: BaseException) -> str:
    """What an exception says, in one line; it may be one of a student's that cannot even say it."""
    try:
        return " ".join(str(e).split())[:300]
    except BaseException:
        return "(an exception that cannot be printed)"


def _message(e: BaseException, check: CodeType) -> str:
    text = said(e)
    shadowed = [n for n in check.co_names if isinstance(e, TypeError) and "not callable" in text and _is_shadowed(n)]
    if shadowed:
        text += f"; your notebook has a variable called {shadowed[0]!r}, which hides Python's own: rename it and restart the kernel"
    if isinstance(e, NameError):
        text += "; has the cell that defines it been run?"
    return text


def _is_shadowed(name: str) -> bool:
    main = sys.modules.get("__main__")
    return callable(getattr(builtins, name, None)) and hasattr(main, name) and getattr(main, name) is not getattr(builtins, name)


def _is_own(frame: traceback.FrameSummary, check: CodeType) -> bool:
    """Whether a frame is of the student's own code, never of the check."""
    return any(mark in frame.filename for mark in ("ipython-input", "ipykernel_", "/tmp/ipython")) and frame.filename != check.co_filename


def _line(e: BaseException, check: CodeType) -> str:
    """The last line of the student's own code on the way to the error."""
    for frame in reversed(traceback.extract_tb(e.__traceback__)):
        if _is_own(frame, check):
            return f"{frame.name}, line {frame.lineno}: {linecache.getline(frame.filename, frame.lineno or 0).strip()}"[:200]
    return ""


def _place(e: BaseException, check: CodeType) -> str:
    """Where an error arose, the same in whatever style it is written: ``forward, Call``.

    That is what the check had called, a forward pass if a module, and the kind of expression in the student's own code that failed.
    Empty where nothing of the student's was at work; "afterwards" where the call went well and left torch otherwise than it was,
    "probe" where a probe itself refuses what came back.
    """
    frames = traceback.extract_tb(e.__traceback__)
    if frames[-1].name == _torch_as_it_comes.__name__:
        return "afterwards"
    if frames[-1].filename.endswith("probes.py") and (frames[-1].line or "").startswith("raise "):
        return "probe"
    own = [frame for frame in frames if _is_own(frame, check)]
    called = next((frame for frame in frames if frame.name == "_call_impl" or frame in own), None)
    if called is None:
        return ""
    return f"{'forward' if called.name == '_call_impl' else called.name}, {_kind(own[-1]) if own else 'Call'}"


def _kind(frame: traceback.FrameSummary) -> str:
    """What failed in a line, by its name in the syntax tree: Call, BinOp, Subscript, Raise."""
    try:
        lines = [linecache.getline(frame.filename, n).encode() for n in range(frame.lineno, frame.end_lineno + 1)]
        lines[-1] = lines[-1][: frame.end_colno]
        text = b"".join([lines[0][frame.colno :], *lines[1:]]).decode().strip()
        try:
            node = ast.parse(f"({text})", mode="eval").body
        except SyntaxError:
            node = ast.parse(text).body[0]
    except (TypeError, ValueError, SyntaxError, IndexError):  # no such line, or only part of one
        return "Call"
    return type(node).__name__
