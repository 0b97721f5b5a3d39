"""What a method of `finetune` leaves: the network, and how well it did."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torch import nn

from convnets import handin
from convnets.data import View
from convnets.lab.head import Head
from convnets.train.results import Evaluation


@dataclass
class Result:
    """A trained network, and how well it did on the pictures held out."""

    method: str
    model: nn.Module  # pictures (B, 3, S, S) -> logits (B, K); on the CPU, in evaluation mode
    card: dict[str, Any]  # what the file says of it; see `convnets.handin`
    evaluation: Evaluation  # of the test pictures, with the mean of the views' logits
    names: tuple[str, ...]  # of these; none where Ctrl-C came before the test
    views: tuple[View, ...]
    device: str  # in words
    seconds: float = 0.0
    stages: list[tuple[str, float]] = field(default_factory=list)  # what took how many seconds
    head: Head | None = None
    interrupted: bool = False

    @property
    def accuracy(self) -> float:
        """0..1; NaN where nothing was tested."""
        return self.evaluation.accuracy

    @property
    def interval(self) -> tuple[float, float]:
        """Between which two accuracies the true one lies, at 95 % (Wilson 1927), judged by as many test pictures as there were."""
        n, p, z = len(self.names), self.accuracy, 1.96
        if not n:
            return 0.0, 1.0
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))

    @property
    def classes(self) -> tuple[str, ...]:
        return self.evaluation.classes

    @property
    def confusion(self) -> list[list[int]]:
        """A row for what a picture shows, a column for what the network said."""
        return self.evaluation.confusion.tolist()

    @property
    def predictions(self) -> list[dict[str, Any]]:
        """For each test picture its name, what it shows, what the network said, and how sure it was (0..1)."""
        sure, said = self.evaluation.probabilities.max(dim=1)
        rows = zip(self.names, self.evaluation.labels.tolist(), said.tolist(), sure.tolist(), strict=True)
        return [dict(name=n, truth=self.classes[t], said=self.classes[s], probability=round(p, 4)) for n, t, s, p in rows]

    def save(self, path: str | Path) -> Path:
        """Write the network and its card to a safetensors file, the one that is handed in. Returns its path."""
        return handin.write(path, self.model, self.card)

    def as_json(self) -> dict[str, Any]:
        """What ``convnets finetune --json`` prints."""
        return dict(
            accuracy=round(self.accuracy, 6) if self.names else None,
            seconds=round(self.seconds, 3),
            confusion=self.confusion,
            method=self.method,
            device=self.device,
            classes=list(self.classes),
            pictures=len(self.names),
            interval=[round(end, 6) for end in self.interval],
            network=self.card["network"],
            interrupted=self.interrupted,
            stages={what: round(seconds, 3) for what, seconds in self.stages},
        )

    def __repr__(self) -> str:
        if not self.names:
            return f"{self.method}: not tested, in {self.seconds:.1f} s on {self.device}, stopped early"
        wrong = round(len(self.names) * (1 - self.accuracy))
        low, high = self.interval
        return (
            f"{self.method}: accuracy {self.accuracy:.1%} ({wrong:,} of {len(self.names):,} wrong), 95% interval {low:.1%} to {high:.1%}, "
            f"in {self.seconds:.1f} s on {self.device}" + ", stopped early" * self.interrupted
        )
