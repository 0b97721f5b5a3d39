from typing import List

from torch import Tensor
from torchvision.transforms import functional as T


def starts(length: int, size: int, grid: int) -> List[int]:
    return [int(i * (length - size) / (grid - 1)) for i in range(grid)]


def grid_crop(images: Tensor, size: int, grid: int) -> List[Tensor]:
    *_, height, width = images.shape
    crops = [T.crop(images, top, left, size, size) for top in starts(height, size, grid) for left in starts(width, size, grid)]
    return crops + list(map(T.hflip, crops))


def dense_scores(net, images):
    pooled = [F.adaptive_avg_pool2d(net(view), 1)[..., 0, 0] for view in (images, T.hflip(images))]
    return torch.softmax(torch.stack(pooled), dim=-1).mean(0)


def multi_crop_scores(net, images, size, grid):
    return torch.stack([F.softmax(net(crop), dim=-1) for crop in grid_crop(images, size, grid)], dim=-1).mean(-1)
