"""The terminal."""

from rich.console import Console


def console() -> Console:
    """A terminal as wide as it is, and wide enough where there is none (COLUMNS may ask for more)."""
    found = Console()
    return found if found.is_terminal else Console(width=max(150, found.width))
