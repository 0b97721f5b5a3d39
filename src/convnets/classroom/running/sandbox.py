"""A process for a submission: in bubblewrap where one starts, bare only when told so.

In the sandbox: no network, nothing readable but the interpreter, its packages and convnets; an empty scratch folder in memory;
the networks of convnets, torchvision and timm hidden, what else of convnets students write themselves, and the whole classroom. No
process of it belongs to root, whoever grades.
A start costs the import of torch; `convnets.classroom.running.warm` spares that where it can be proven that nothing is lost by it.
"""

import functools
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import convnets
from convnets.base.rooms import ANSWERS
from convnets.classroom.course import CourseError
from convnets.classroom.running import box

PACKAGE = Path(convnets.__file__).resolve().parent
CLASSROOM = PACKAGE / "classroom"
BOX = Path(box.__file__).resolve().parent
INSIDE = ("inside.py", "forks.py", "confine.py", "pristine.py", "tries.py")  # the programs that run in there
TRUSTED = "score.py", "execute.py"  # and those that run in one where the networks may be seen
SCRATCH = 256 << 20  # bytes of scratch space, in memory
NOBODY = 65534
SHOWN = [Path(sys.base_prefix), Path(sys.prefix), PACKAGE]  # what a submission can read, besides /usr
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # the same order of every set, in every process
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "CONVNETS_GRADING": "1",
    "CONVNETS_FAST": "1",
    "CUDA_VISIBLE_DEVICES": "",  # right answers must agree to the last digits that are compared, so everybody computes on the CPU
    "LANG": "C.UTF-8",
}
PROCESSOR = "ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_CBWR", "OPENBLAS_CORETYPE"  # decide about the last bits of torch and numpy


@dataclass(frozen=True)
class Sandbox:
    """How submissions are run. ``name`` is ``bubblewrap`` or ``none``; ``note`` says why, for doctor and the report.

    ``user`` is who the processes belong to, if not who grades; ``warm`` allows a warm start where one is proven.
    """

    name: str
    note: str
    user: int | None = None
    warm: bool = True

    @property
    def safe(self) -> bool:
        return self.name != "none"

    def process(self) -> AbstractContextManager[subprocess.Popen]:
        """A process that imports everything anew, with pipes to it; what it needs is removed afterwards. Raises OSError."""
        return self.started("inside.py")

    @contextmanager
    def started(
        self, program: str, also: Mapping[Path, str] | None = None, environment: Mapping[str, str] | None = None
    ) -> Iterator[subprocess.Popen]:
        """A process of this program; with ``also`` (file or folder to where it is shown) one that runs no student's code, and sees the networks."""
        pipes: dict[str, Any] = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
        if self.safe:
            command = _bubblewrap([sys.executable, "-u", f"/{program}"], self.user, False, also, environment or {})
            yield subprocess.Popen(command, env={"PATH": os.defpath}, **pipes)
            return
        scratch = tempfile.mkdtemp(prefix="convnets-")
        keep = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", *PROCESSOR)}
        try:
            home = {"HOME": scratch, "IPYTHONDIR": scratch, "MPLCONFIGDIR": scratch, "CONVNETS_HOME": scratch}
            yield subprocess.Popen(
                [sys.executable, "-u", str(BOX / program)],
                env=keep | ENVIRONMENT | home | {"PYTHONPATH": str(PACKAGE.parent)} | dict(environment or {}),
                cwd=scratch,
                **pipes,
            )
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def command(self, program: str, *, nesting: bool = False) -> list[str]:
        """The command that runs one of `INSIDE` in a sandbox, which may make further ones inside it if ``nesting``."""
        return _bubblewrap([sys.executable, "-u", f"/{program}"], self.user, nesting)


UNSAFE = Sandbox("none", "told to run without a sandbox")


def shows(folder: Path) -> Path | None:
    """What the sandbox shows that holds this folder, if it does."""
    return next((s for s in (Path("/usr"), *SHOWN) if folder.resolve().is_relative_to(s.resolve())), None)


def required(*, unsafe: bool) -> Sandbox:
    """The sandbox that submissions are run in. Raises CourseError when none starts here, unless ``unsafe``."""
    found = find()
    if found.safe:
        return found
    if unsafe:
        return UNSAFE
    raise CourseError(f"no sandbox starts here ({found.note}), so submissions are not run. To run them all the same: --unsafe")


@functools.cache
def find() -> Sandbox:
    """The sandbox that really starts here: the binary being there is not enough, so a start is tried."""
    if not sys.platform.startswith("linux"):
        return Sandbox("none", "bubblewrap needs Linux")
    if shutil.which("bwrap") is None:
        return Sandbox("none", "bubblewrap is not installed: `apt-get install bubblewrap`, or your system's package of that name")
    for user in (NOBODY, None) if os.geteuid() == 0 else (None,):
        command = _bubblewrap([sys.executable, "-c", "print('started')"], user, nesting=False)
        try:
            tried = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        except OSError as e:  # without util-linux root cannot go on as somebody else
            why = str(e)
            continue
        if tried.stdout.strip() == "started":
            return Sandbox("bubblewrap", "a sandboxed start succeeded", user)
        why = tried.stderr.strip()[:200] or str(tried.returncode)
    return Sandbox("none", f"bubblewrap is installed but does not start here: {why}")


def _bubblewrap(
    inner: list[str], user: int | None, nesting: bool, also: Mapping[Path, str] | None = None, environment: Mapping[str, str] = {}
) -> list[str]:
    shown = _unique(SHOWN)
    at = _staged(shown) if user is not None else {folder: folder for folder in shown}
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--uid", str(NOBODY), "--gid", str(NOBODY), *([] if nesting else _no_inner_sandboxes())]
    command += ["--clearenv", "--hostname", "box", "--ro-bind", "/usr", "/usr"]
    for folder in ("lib", "lib64", "bin", "sbin"):
        if Path("/", folder).is_symlink():
            command += ["--symlink", f"usr/{folder}", f"/{folder}"]
        elif Path("/", folder).is_dir():
            command += ["--ro-bind", f"/{folder}", f"/{folder}"]
    command += ["--proc", "/proc", "--dev", "/dev", "--size", str(SCRATCH), "--tmpfs", "/tmp", "--size", str(SCRATCH), "--tmpfs", "/box"]
    if user is None and os.geteuid() == 0:  # to the kernel this is still root, who may set what holds for the whole machine
        command += ["--ro-bind", "/proc/sys", "/proc/sys"]
    for folder in shown:
        command += ["--ro-bind", str(at[folder]), str(folder)]
    inside = next(at[folder] / BOX.relative_to(folder) for folder in shown if BOX.is_relative_to(folder))
    for folder in (CLASSROOM, *(_answers() if also is None else ())):
        command += ["--size", "4096", "--tmpfs", str(folder)]
    for file in _blocks() if also is None else ():
        command += ["--ro-bind", str(inside / "nothing.py"), str(file)]
    for thing, place in (also or {}).items():
        command += ["--ro-bind", str(thing), place]
    for file in (*INSIDE, *(TRUSTED if also is not None else ())):
        command += ["--ro-bind", str(inside / file), f"/{file}"]
    command += ["--chdir", "/box"]
    command += ["--size", str(SCRATCH), "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/"]  # nothing else is writable
    settings = ENVIRONMENT | {
        "HOME": "/box",
        "IPYTHONDIR": "/box/.ipython",
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "PYTHONPATH": str(PACKAGE.parent),
    }
    settings |= {name: os.environ[name] for name in ("LD_LIBRARY_PATH", *PROCESSOR) if name in os.environ} | dict(environment)
    for name, value in settings.items():
        command += ["--setenv", name, value]
    return [*(_as(user, at) if user is not None else []), *command, *inner]


def _staged(shown: list[Path]) -> dict[Path, Path]:
    """Where another user finds what is shown: the folders above it may be closed to everybody but root."""
    stage = next(s for s in map(Path, ("/mnt", "/media", "/srv", "/opt")) if s.is_dir() and not any(f.is_relative_to(s) for f in shown))
    return {folder: stage / str(i) for i, folder in enumerate(shown)}


def _as(user: int, at: Mapping[Path, Path]) -> list[str]:
    """Root shows the folders in a mount namespace of its own, then goes on as this user."""
    stage = shlex.quote(str(next(iter(at.values())).parent))
    lines = [f"mount -t tmpfs -o mode=755 tmpfs {stage}"]
    for folder, place in at.items():
        lines += [f"mkdir {place}", f"mount --bind {shlex.quote(str(folder))} {place}"]
    lines.append(f'exec setpriv --reuid {user} --regid {user} --clear-groups "$@"')
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", " && ".join(lines), "sh"]


@functools.cache
def _no_inner_sandboxes() -> list[str]:
    """From bubblewrap 0.8 on a submission cannot make namespaces of its own, in which it could mount as much memory as it likes."""
    known = subprocess.run(["bwrap", "--help"], capture_output=True, text=True, check=False)
    return ["--unshare-user", "--disable-userns"] if "--disable-userns" in known.stdout + known.stderr else []


def _unique(folders: list[Path]) -> list[Path]:
    """Without what the sandbox shows anyway, parents first."""
    kept: list[Path] = []
    for folder in sorted({f.resolve() for f in folders} | set(folders), key=lambda f: len(f.parts)):
        if not any(folder.is_relative_to(parent) for parent in (*kept, Path("/usr"))):
            kept.append(folder)
    return kept


def _answers() -> list[Path]:
    """The folders with whole networks, or their parts, hidden while grading."""
    folders = [
        *(PACKAGE / room for room in ANSWERS),
        *(f / name for f in _package("torchvision") for name in ("models", "ops/__pycache__")),
        *_package("timm"),
    ]
    return [folder for folder in folders if folder.is_dir()]


def _blocks() -> list[Path]:
    """Files with an answer or parts of networks in the midst of what is needed, and what Python has compiled of them."""
    return [f for folder in _package("torchvision") if (f := folder / "ops" / "misc.py").is_file()]


def _package(name: str) -> list[Path]:
    spec = importlib.util.find_spec(name)
    return [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
