"""What a training and a test leave behind."""

from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn import functional


@dataclass
class History:
    """What a training did. Lists hold one entry an epoch, means over its pictures."""

    loss: list[float] = field(default_factory=list)  # of the training pictures as they went by, in nats
    accuracy: list[float] = field(default_factory=list)  # 0..1
    test_loss: list[float] = field(default_factory=list)  # after the epoch; empty without test pictures
    test_accuracy: list[float] = field(default_factory=list)
    seconds: float = 0.0
    updates: int = 0
    device: str = ""  # in words: "CPU, 1 thread"
    interrupted: bool = False

    def __repr__(self) -> str:
        parts = [f"{len(self.loss)} epochs, {self.updates:,} updates, {self.seconds:.1f} s"]
        if self.loss:
            parts.append(f"training loss {self.loss[-1]:.3f}, accuracy {self.accuracy[-1]:.1%}")
        if self.test_loss:
            parts.append(f"test loss {self.test_loss[-1]:.3f}, accuracy {self.test_accuracy[-1]:.1%}")
        if self.interrupted:
            parts.append("interrupted")
        return "; ".join(parts)


@dataclass(frozen=True)
class Evaluation:
    """What a network says about labelled pictures."""

    loss: float  # mean cross-entropy, in nats
    accuracy: float  # 0..1
    logits: Tensor  # (N, K) float32, on the CPU like all that follows
    predictions: Tensor  # (N,) int64
    labels: Tensor  # (N,) int64
    classes: tuple[str, ...]

    @property
    def probabilities(self) -> Tensor:
        """(N, K), each row adding up to 1."""
        return self.logits.softmax(dim=1)

    @property
    def confusion(self) -> Tensor:
        """(K, K) counts: a row for what a picture shows, a column for what the network said."""
        k = self.logits.shape[1]
        return torch.bincount(self.labels * k + self.predictions, minlength=k * k).reshape(k, k)

    def mistakes(self) -> Tensor:
        """Indices of the pictures it got wrong, the most confidently wrong first."""
        wrong = (self.predictions != self.labels).nonzero().flatten()
        return wrong[self.probabilities[wrong].amax(dim=1).argsort(descending=True)]

    def __repr__(self) -> str:
        wrong = int((self.predictions != self.labels).sum())
        return f"accuracy {self.accuracy:.1%} ({wrong:,} of {len(self.labels):,} wrong), loss {self.loss:.3f}"


def evaluation(logits: Tensor, labels: Tensor, classes: tuple[str, ...]) -> Evaluation:
    """The results of these logits (N, K) and labels (N,), on the CPU; NaN where there are none."""
    said = logits.argmax(dim=1)
    loss = functional.cross_entropy(logits, labels).item()
    return Evaluation(loss, (said == labels).double().mean().item(), logits, said, labels, classes)
