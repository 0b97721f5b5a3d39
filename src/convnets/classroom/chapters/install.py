"""Where a notebook gets the course's package from: the set-up cell of every released notebook, and the links that open it on Colab and Kaggle.

There is one fact behind both, ``Repository`` under ``[project.urls]`` in pyproject.toml. While it is not set there are no links, and where the
package is missing the cell says what to do. The bare name ``convnets`` is never installed: on the index it is somebody else's.
"""

import re
import tomllib
from pathlib import Path

CELL, LINKS = "install", "open-in"  # the ids of the two cells
PACKAGE = "convnets-course"
HEAD = """\
# Where the course's package is missing, on Colab or Kaggle, {what}. Everywhere else this does nothing.
try:
    import convnets.keys
"""
FETCH = """\
except ModuleNotFoundError:
    %pip install --quiet "{package} @ git+{repository}"
"""
SAY = """\
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The package of this course is not installed for the Python that runs this notebook. In the course's folder, the one with "
        "pyproject.toml, run: python -m pip install -e . (On Colab or Kaggle: upload the course's zip file, unpack it, and give its "
        "folder in the place of the dot.) Then restart the kernel. Do not install `convnets` from the index: that is another package."
    ) from None
"""


def repository(project: Path) -> str:
    """The address of the course's repository as pyproject.toml has it, without a slash at its end; "" while there is none."""
    file = project / "pyproject.toml"
    urls = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}).get("urls", {}) if file.is_file() else {}
    return urls.get("Repository", "").rstrip("/")


def cell(repository: str) -> str:
    """The source of the set-up cell."""
    tail = FETCH.format(package=PACKAGE, repository=repository) if repository else SAY
    return (HEAD.format(what="this installs it" if repository else "this says what to do") + tail).rstrip()


def links(repository: str, chapter: str) -> str:
    """Markdown that opens a chapter on Colab and on Kaggle; "" where they could not find it, since both read from GitHub alone."""
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?", repository)
    if not found:
        return ""
    file = f"{found[1]}/blob/main/notebooks/{chapter}/{chapter}.ipynb"
    return (
        f"[Open in Colab](https://colab.research.google.com/github/{file}) · "
        f"[Open in Kaggle](https://kaggle.com/kernels/welcome?src=https://github.com/{file})"
    )
