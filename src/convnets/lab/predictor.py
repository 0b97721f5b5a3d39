"""A network out of a file, ready to look at pictures."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from convnets import handin
from convnets.data import Photos, View, open_picture
from convnets.lab import features
from convnets.train.results import Evaluation, evaluation

if TYPE_CHECKING:
    from PIL.Image import Image


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
        view = handin.view(self.card)
        return (view, replace(view, mirror=True))[: self.card["views"]]

    @torch.no_grad()
    def __call__(self, picture: "str | Path | Image") -> list[tuple[str, float]]:
        """Each class and its probability, the likeliest first. Raises `ValueError` for a file that is no picture."""
        image = picture.convert("RGB") if hasattr(picture, "convert") else open_picture(picture)
        logits = self.model(torch.stack([view(image) for view in self.views])).mean(dim=0)
        found = zip(self.classes, logits.softmax(dim=0).tolist(), strict=True)
        return sorted(found, key=lambda pair: -pair[1])


def load(path: str | Path) -> Predictor:
    """Read what :meth:`Result.save` wrote. Raises `handin.HandinError`, one clear sentence, for any other file."""
    return Predictor(*handin.load(path))


def evaluate(
    model: nn.Module, photos: Photos, views: tuple[View, ...], *, device: torch.device | str | None = None, progress: bool = False
) -> tuple[Evaluation, tuple[str, ...]]:
    """What a network says about labelled pictures, the views' logits averaged; and the names of the pictures."""
    seen = [features.extract(photos, model, view=view, device=device, keep=False, progress=progress) for view in views]
    return evaluation(torch.stack([each.values for each in seen]).mean(dim=0), seen[0].labels, photos.classes), seen[0].names
