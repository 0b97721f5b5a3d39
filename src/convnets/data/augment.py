"""Move pictures about: what `train.fit` takes as `augment`, and what the explorers show."""

import torch
from torch import Tensor
from torch.nn import functional


def shift(images: Tensor, dx: int = 0, dy: int = 0) -> Tensor:
    """Move pictures (..., C, H, W) by whole pixels, `dx` to the right and `dy` down; what comes in repeats the edge."""
    height, width = images.shape[-2:]
    rows = (torch.arange(height, device=images.device) - dy).clamp(0, height - 1)
    columns = (torch.arange(width, device=images.device) - dx).clamp(0, width - 1)
    return images[..., rows[:, None], columns]


def random_shift(images: Tensor, pixels: int = 2) -> Tensor:
    """Move each picture of a batch (B, C, H, W) by up to `pixels` in each direction, drawn from torch's random state."""
    n, _, height, width = images.shape
    padded = functional.pad(images, [pixels] * 4, mode="replicate")
    top, left = torch.randint(0, 2 * pixels + 1, (2, n, 1), device=images.device)
    rows = (top + torch.arange(height, device=images.device))[:, :, None]  # (B, H, 1)
    columns = (left + torch.arange(width, device=images.device))[:, None, :]  # (B, 1, W)
    picture = torch.arange(n, device=images.device)[:, None, None]
    return padded.permute(0, 2, 3, 1)[picture, rows, columns].permute(0, 3, 1, 2).contiguous()
