"""Teach a network that knows ImageNet to tell other things apart, with a few hundred pictures: from a folder to a file to hand in.

>>> lab = data.cats_vs_dogs("photos")
>>> result = finetune.run(lab)  # a linear probe on frozen features
>>> result
probe: accuracy 100.0% (0 of 50 wrong), 95% interval 92.9% to 100.0%, in 4.1 s on CPU, 2 threads
>>> result.save("submission.safetensors")
>>> finetune.load("submission.safetensors")("my_cat.jpg")
[('cat', 0.998), ('dog', 0.002)]
"""

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from convnets import features
from convnets.data import Photos, View, open_picture
from convnets.freezing import freeze, groups, unfreeze
from convnets.head import Head, fit_head
from convnets.names import unknown
from convnets.results import Evaluation

if TYPE_CHECKING:
    from PIL.Image import Image

    from convnets.data import Lab

__all__ = ["METHODS", "Head", "Predictor", "Result", "fit_head", "freeze", "groups", "load", "run", "unfreeze"]

METHODS = {
    "probe": "a linear classifier on the features of a frozen network: each picture is seen once, and what ImageNet knows of cats and dogs is a hint",
    "finetune": "the probe, then the last stages learn along, one more in every epoch, with small steps",
    "scratch": "a small network that knows nothing, on small pictures",
    "best": "the probe on larger pictures and their mirror images: two and a half times the work; where we compared them it was no better",
}


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
        from convnets import handin

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


def run(
    lab: "Lab",
    method: str = "probe",
    *,
    body: str = "efficientnet_lite0",
    device: torch.device | str | None = None,
    seed: int = 0,
    epochs: int | None = None,
    progress: bool = True,
    keep: bool = True,
) -> Result:
    """Learn from ``lab.train``, and try it on ``lab.test``.

    Ctrl-C ends a stage early, and what has been learned until then is used; in the test it ends the test, and the network is there all the
    same. `KeyboardInterrupt` is raised where nothing was learned yet. Features that were computed are kept on disk for the next
    time (``features.extract``).

    Args:
        lab: what ``data.cats_vs_dogs`` gives; any classes.
        method: one of ``METHODS``.
        body: a network of the course for which there are ImageNet weights. "scratch" does not use it.
        device: where to compute; the fastest at hand if left out.
        seed: decides folds, orders, augmentation, and how a network starts from scratch.
        epochs: for the methods that train; their own if left out.
        progress: show bars.
        keep: look for features on disk, and put them there.

    Raises `UnknownName` for another method, and what `weights.load` and `features.extract` raise.
    """
    from convnets import _methods

    if method not in METHODS:
        raise unknown("method", method, METHODS, ", ".join(METHODS))
    return _methods.Run(lab, method, body, device, seed, epochs, progress, keep).result()


@dataclass
class Predictor:
    """A network out of a file, ready to look at pictures."""

    model: nn.Module
    card: dict[str, Any]

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(self.card["classes"])

    @property
    def views(self) -> tuple[View, ...]:
        """How a picture goes in; the logits of several views are averaged."""
        from convnets import handin

        view = handin.view(self.card)
        return (view, replace(view, mirror=True))[: self.card["views"]]

    @torch.no_grad()
    def __call__(self, picture: "str | Path | Image") -> list[tuple[str, float]]:
        """Each class and its probability, the likeliest first. Raises `ValueError` for a file that is no picture."""
        image = picture.convert("RGB") if hasattr(picture, "convert") else open_picture(picture)
        logits = self.model(torch.stack([view(image) for view in self.views])).mean(dim=0)
        found = zip(self.classes, logits.softmax(dim=0).tolist(), strict=True)
        return sorted(found, key=lambda pair: -pair[1])

    def evaluate(self, photos: Photos, device: torch.device | str | None = None, progress: bool = False) -> Evaluation:
        """Try it on labelled pictures."""
        return evaluate(self.model, photos, self.views, device=device, progress=progress)[0]


def load(path: str | Path) -> Predictor:
    """Read what :meth:`Result.save` wrote. Raises `handin.HandinError`, one clear sentence, for any other file."""
    from convnets import handin

    return Predictor(*handin.load(path))


def evaluate(
    model: nn.Module, photos: Photos, views: tuple[View, ...], *, device: torch.device | str | None = None, progress: bool = False
) -> tuple[Evaluation, tuple[str, ...]]:
    """What a network says about labelled pictures, the views' logits averaged; and the names of the pictures."""
    seen = [features.extract(photos, model, view=view, device=device, keep=False, progress=progress) for view in views]
    return evaluation(torch.stack([each.values for each in seen]).mean(dim=0), seen[0].labels, photos.classes), seen[0].names


def evaluation(logits: Tensor, labels: Tensor, classes: tuple[str, ...]) -> Evaluation:
    """The results of these logits (N, K)."""
    said = logits.argmax(dim=1)
    loss = nn.functional.cross_entropy(logits, labels).item()
    return Evaluation(loss, (said == labels).double().mean().item(), logits, said, labels, classes)
