"""How a picture goes into a network: scaled, its middle cut out, normalised."""

from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

HALVES = (0.5, 0.5, 0.5)


@dataclass(frozen=True)
class View:
    """A square of a picture, as numbers that a network takes.

    >>> View()(picture).shape
    torch.Size([3, 224, 224])
    """

    size: int = 224  # its side in pixels
    crop: float = 0.875  # the share of the picture's shorter side that it takes from the middle: things are as large as ImageNet's were
    mean: tuple[float, float, float] = HALVES  # of pixel values 0..1, for each channel; they belong to the network's weights
    std: tuple[float, float, float] = HALVES
    mirror: bool = False

    def __call__(self, image: Image.Image) -> Tensor:
        """(3, size, size) float32, normalised."""
        return self.normalise(self.pixels(image))

    def pixels(self, image: Image.Image) -> Tensor:
        """(3, size, size) uint8, channels last in memory: scaled by Pillow's bicubic filter, which averages where it shrinks."""
        side = self.crop * min(image.size)
        left, top = (image.width - side) / 2, (image.height - side) / 2
        square = image.resize((self.size, self.size), Image.Resampling.BICUBIC, box=(left, top, left + side, top + side))
        if self.mirror:
            square = ImageOps.mirror(square)
        return torch.from_numpy(np.array(square)).permute(2, 0, 1)

    def normalise(self, pixels: Tensor) -> Tensor:
        """Pixels 0..255 (..., 3, H, W) to (pixel / 255 - mean) / std, float32."""
        mean, std = (255 * torch.tensor(v, device=pixels.device)[:, None, None] for v in (self.mean, self.std))
        return pixels.float().sub_(mean).div_(std)
