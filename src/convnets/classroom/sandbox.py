"""A process for a submission: in bubblewrap where one starts, bare only when told so.

In the sandbox: no network, nothing readable but the interpreter, its packages and convnets; an empty scratch folder in memory;
the networks of convnets, torchvision and timm hidden, and the whole classroom.
"""

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
INSIDE = Path(__file__).with_name("inside.py")
MEMORY = 8 << 30  # bytes of address space; torch cannot start below about 4 GB
SCRATCH = 256 << 20  # bytes of scratch space, in memory
SHOWN = [Path(sys.base_prefix), Path(sys.prefix), PACKAGE]  # what a submission can read, besides /usr
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "CONVNETS_GRADING": "1",
    "CONVNETS_FAST": "1",
    "CUDA_VISIBLE_DEVICES": "",  # right answers must agree to the last digits that are compared, so everybody computes on the CPU
    "LANG": "C.UTF-8",
}


@dataclass(frozen=True)
class Sandbox:
    """How submissions are run. ``name`` is ``bubblewrap`` or ``none``; ``note`` says why, for doctor and the report."""

    name: str
    note: str

    @property
    def safe(self) -> bool:
        return self.name != "none"

    @contextmanager
    def command(self, nonce: str) -> Iterator[tuple[list[str], dict[str, str], str | None]]:
        """The command of one process, its environment and working folder; what it needs is removed afterwards."""
        if self.safe:
            yield _bubblewrap(_python("/inside.py", nonce)), {}, None
            return
        scratch = tempfile.mkdtemp(prefix="convnets-")
        keep = {
            k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "TMPDIR", "TEMP")
        }
        try:
            home = {"HOME": scratch, "IPYTHONDIR": scratch, "MPLCONFIGDIR": scratch, "CONVNETS_HOME": scratch}
            yield _python(str(INSIDE), nonce), keep | ENVIRONMENT | home | {"PYTHONPATH": str(PACKAGE.parent)}, scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


UNSAFE = Sandbox("none", "told to run without a sandbox")


def shows(folder: Path) -> Path | None:
    """What the sandbox shows that holds this folder, if it does."""
    return next((s for s in (Path("/usr"), *SHOWN) if folder.resolve().is_relative_to(s.resolve())), None)


@functools.cache
def find() -> Sandbox:
    """The sandbox that really starts here: the binary being there is not enough, so a start is tried."""
    if not sys.platform.startswith("linux"):
        return Sandbox("none", "bubblewrap needs Linux")
    if shutil.which("bwrap") is None:
        return Sandbox("none", "bubblewrap is not installed: `apt-get install bubblewrap`, or your system's package of that name")
    tried = subprocess.run(_bubblewrap([sys.executable, "-c", "print('started')"]), capture_output=True, text=True, timeout=60, check=False)
    if tried.stdout.strip() != "started":
        return Sandbox("none", f"bubblewrap is installed but does not start here: {tried.stderr.strip()[:200] or tried.returncode}")
    return Sandbox("bubblewrap", "a sandboxed start succeeded")


def _python(script: str, nonce: str) -> list[str]:
    return [sys.executable, "-u", script, nonce, str(MEMORY)]


def _bubblewrap(inner: list[str]) -> list[str]:
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534"]
    command += _no_inner_sandboxes()
    command += ["--clearenv", "--hostname", "box", "--ro-bind", "/usr", "/usr"]
    for folder in ("lib", "lib64", "bin", "sbin"):
        if Path("/", folder).is_symlink():
            command += ["--symlink", f"usr/{folder}", f"/{folder}"]
        elif Path("/", folder).is_dir():
            command += ["--ro-bind", f"/{folder}", f"/{folder}"]
    command += ["--proc", "/proc", "--dev", "/dev", "--size", str(SCRATCH), "--tmpfs", "/tmp", "--size", str(SCRATCH), "--tmpfs", "/box"]
    for folder in _unique(SHOWN):
        command += ["--ro-bind", str(folder), str(folder)]
    for folder in (PACKAGE / "classroom", *_answers()):
        command += ["--size", "4096", "--tmpfs", str(folder)]
    command += ["--ro-bind", str(INSIDE), "/inside.py", "--chdir", "/box"]
    command += ["--size", str(SCRATCH), "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/"]  # nothing else is writable
    settings = ENVIRONMENT | {
        "HOME": "/box",
        "IPYTHONDIR": "/box/.ipython",
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "PYTHONPATH": str(PACKAGE.parent),
    }
    settings |= {name: os.environ[name] for name in ("OPENBLAS_CORETYPE", "LD_LIBRARY_PATH") if name in os.environ}
    for name, value in settings.items():
        command += ["--setenv", name, value]
    return command + inner


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
    """The folders with whole networks, hidden while grading."""
    found = [PACKAGE / "models"]
    for package in ("torchvision", "timm"):
        spec = importlib.util.find_spec(package)
        if spec and spec.submodule_search_locations:
            found.append(Path(spec.submodule_search_locations[0], "models"))
    return [folder for folder in found if folder.is_dir()]
