"""One line of the results."""

from dataclasses import dataclass
from statistics import median


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
        ours, theirs = (_seconds(median(times)) for times in (self.ours, self.theirs))
        return [self.what, ours, self.beside, theirs, self._verdict(), self.aim, str(len(self.ours))]

    def _verdict(self) -> str:
        """The median over the pairs of runs that were made one after the other: what slows both down falls out."""
        pairs = list(zip(self.ours, self.theirs, strict=True))
        if self.verdict == "more":
            return f"+{_seconds(median(ours - theirs for ours, theirs in pairs))}"
        return f"{median(theirs / ours if self.verdict == 'speed' else ours / theirs for ours, theirs in pairs):.3f}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.5 else f"{1000 * seconds:.1f} ms"
