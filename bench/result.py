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
    faster: bool = False  # the ratio is theirs to ours, a speed, rather than ours to theirs, a cost

    @property
    def ratio(self) -> float:
        """The median over the pairs of runs that were made one after the other: what slows both down falls out."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return median(theirs / ours if self.faster else ours / theirs for ours, theirs in pairs)

    def cells(self) -> list[str]:
        ours, theirs = (_seconds(median(times)) for times in (self.ours, self.theirs))
        return [self.what, ours, self.beside, theirs, f"{self.ratio:.3f}", self.aim, str(len(self.ours))]


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.5 else f"{1000 * seconds:.1f} ms"
