"""Print each package that the course needs at the lowest version that pyproject.toml allows, as constraints for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
wanted = [*project["dependencies"], *(w for extra in project["optional-dependencies"].values() for w in extra)]
for requirement in dict.fromkeys(wanted):
    if bound := re.fullmatch(r"([\w.-]+)>=([\d.]+)", requirement):
        print(f"{bound[1]}=={bound[2]}")
