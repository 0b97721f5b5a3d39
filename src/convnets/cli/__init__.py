"""``convnets ...``: `commands` is the command line over library and classroom, `lab` its two commands of the lab, `catalogue` what ``list`` prints."""

from convnets.cli.commands import main, parser

__all__ = ["main", "parser"]
