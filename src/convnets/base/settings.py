"""What the environment says. Read anew at each call, so a notebook or a test may change it on the way."""

import os
from pathlib import Path


def fast() -> bool:
    """Whether every training takes a few batches only (``CONVNETS_FAST=1``), to see that a notebook runs."""
    return _on("CONVNETS_FAST")


def grading() -> bool:
    """Whether this process runs a submission for a grader (``CONVNETS_GRADING=1``): nothing is written or shown."""
    return _on("CONVNETS_GRADING")


def home() -> Path:
    """Where a student's results are kept (``CONVNETS_HOME``, else ``~/.convnets``). The folder need not exist yet."""
    return Path(os.environ.get("CONVNETS_HOME") or "~/.convnets").expanduser()


def _on(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() not in ("", "0", "false", "no", "off")
