"""One line of the results."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Seconds of ours and of what it is compared with, run by run."""

    what: str
    ours: list[float]
    beside: str  # what it is compared with
    theirs: list[float]
    aim: str = ""
    verdict: str = "cost"  # what to say of the two: "cost" ours / theirs, "speed" theirs / ours, "more" ours - theirs

    def cells(self) -> list[str]:
        ours, theirs = quick(self.ours), quick(self.theirs)
        verdicts = {"cost": f"{ours / theirs:.3f}", "speed": f"{theirs / ours:.3f}", "more": f"+{_seconds(ours - theirs)}"}
        return [self.what, _seconds(ours), self.beside, _seconds(theirs), verdicts[self.verdict], self.aim, str(len(self.ours))]


def quick(times: list[float]) -> float:
    """The lower quartile: other work on the machine can only slow a run down, so the quick ones tell more than the middle one."""
    return sorted(times)[len(times) // 4]


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.5 else f"{1000 * seconds:.1f} ms"
