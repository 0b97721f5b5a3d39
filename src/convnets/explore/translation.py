"""Move a picture, and see which network holds."""

from collections.abc import Mapping
from functools import lru_cache

import torch
from torch import Tensor, nn

from convnets.data import Pictures
from convnets.data import shift as moved
from convnets.explore.explorer import Explorer
from convnets.measure import device_of, evaluating
from convnets.plot.card import BLUE, FAINT, INK, VERMILION, Card, style


def shift(models: Mapping[str, nn.Module], pictures: Pictures, reach: int = 6) -> Explorer:
    """Move a picture by whole pixels and see what each network makes of it.

    Args:
        models: networks by name: pictures (B, C, H, W) -> logits (B, K).
        pictures: to choose from. The share each network reads right is taken over the first 200.
        reach: how far to move, in pixels.
    """
    span = range(-reach, reach + 1)
    return Explorer(ShiftScene(models, pictures), dx=span, dy=span, picture=range(len(pictures)))


class ShiftScene:
    """The moved picture on the left; beside it, for each network, the probability it gives each class."""

    def __init__(self, models: Mapping[str, nn.Module], pictures: Pictures) -> None:
        self.models = models
        self.pictures = pictures
        self.sample = pictures.take(200)
        self.share_right = lru_cache(maxsize=None)(self._share_right)
        k = len(pictures.classes)
        with style():
            self.card = Card(2.7 + 2.5 * len(models), 3.2, layout=None)
            width, height = self.card.get_size_inches()
            photo = self.card.add_axes((0.2 / width, 0.65 / height, 2.1 / width, 2.1 / height))
            photo.axis("off")
            self.photo = photo.imshow([[0]])
            self.photo_title = photo.set_title("")
            self.panels = []
            for i in range(len(models)):
                axes = self.card.add_axes(((2.8 + 2.5 * i) / width, 0.65 / height, 2.0 / width, 2.1 / height))
                bars = axes.barh(range(k), [0] * k, color=FAINT)
                axes.set(xlim=(0, 1), xticks=[0, 0.5, 1], xticklabels=["0", "50 %", "100 %"], yticks=range(k), yticklabels=pictures.classes)
                axes.invert_yaxis()
                axes.tick_params(axis="y", length=0)
                axes.spines["left"].set_visible(False)
                note = axes.text(0, -0.26, "", transform=axes.transAxes, fontsize=9, color=INK)
                self.panels.append((bars, axes.set_title(""), note))

    def __call__(self, picture: int, dx: int, dy: int) -> Card:
        image, label = moved(self.pictures.images[picture], dx, dy), int(self.pictures.labels[picture])
        classes = self.pictures.classes
        self.photo.set(data=self.pictures.pixels(image).permute(1, 2, 0).expand(-1, -1, 3).cpu().numpy(), extent=(0, 1, 0, 1))
        self.photo_title.set_text(", ".join([classes[label], *_way(dx, "left", "right"), *_way(dy, "up", "down")]))
        for (name, net), (bars, title, note) in zip(self.models.items(), self.panels, strict=True):
            probabilities = _logits(net, image[None])[0].softmax(dim=0)
            said = int(probabilities.argmax())
            for i, (bar, p) in enumerate(zip(bars, probabilities.tolist(), strict=False)):
                bar.set(width=p, color=BLUE if i == label else VERMILION if i == said else FAINT)
            title.set(text=f"{name} says {classes[said]}", color=INK if said == label else VERMILION)
            note.set_text(f"{len(self.sample)} moved alike: {100 * self.share_right(name, dx, dy):.0f} % right")
        return self.card

    def _share_right(self, name: str, dx: int, dy: int) -> float:
        images, labels = self.sample[:]
        return (_logits(self.models[name], moved(images, dx, dy)).argmax(dim=1) == labels.cpu()).double().mean().item()


def _way(pixels: int, backward: str, forward: str) -> list[str]:
    """``["3 right"]``, or nothing for no move."""
    return [f"{abs(pixels)} {forward if pixels > 0 else backward}"] if pixels else []


def _logits(net: nn.Module, images: Tensor) -> Tensor:
    with evaluating(net), torch.no_grad():
        return net(images.to(device_of(net))).float().cpu()
