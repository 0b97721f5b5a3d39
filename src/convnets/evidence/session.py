"""How checks behave in this process, and what they found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from convnets.evidence.verdict import Verdict

PRACTICE = "practice"  # the nonce


@dataclass
class Session:
    """How checks behave in this process. ``emit`` takes each observation's message while grading; None means practice."""

    nonce: str = PRACTICE
    emit: Callable[[dict[str, Any]], None] | None = None
    verdicts: dict[str, Verdict] = field(default_factory=dict)  # of this session, by "CHAPTER/EXERCISE"
    failed: dict[str, set[str]] = field(default_factory=dict)  # the answers that failed, each once


session = Session()
