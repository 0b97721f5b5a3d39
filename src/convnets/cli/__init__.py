"""``convnets ...``: `commands` is the command line over library and classroom, `lab` its two commands of the lab, `entry` what runs them."""

from convnets.cli import commands, lab  # noqa: F401  (importing a file enters its commands)
from convnets.cli.entry import main, parser

__all__ = ["main", "parser"]
