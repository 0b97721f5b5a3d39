"""A progress bar that suits where it is shown, and is silent where it would do harm."""

import sys

from tqdm import tqdm

from convnets.base import settings


def bar(total: int, show: bool = True) -> tqdm:
    """A bar of `total` steps: a widget in a notebook, text on a terminal, nothing in a file, a pipe or while grading.

    Text goes to stdout: nbgrader gives nothing to a cell that writes to stderr.
    """
    if not show or settings.grading():
        return tqdm(disable=True)
    if in_notebook():
        from tqdm.auto import tqdm as notebook_tqdm

        return notebook_tqdm(total=total, file=sys.stdout)
    return tqdm(total=total, file=sys.stdout, disable=None)


def in_notebook() -> bool:
    """Whether this code runs in a Jupyter kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")
