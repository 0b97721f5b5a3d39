def get_params(height: int, width: int, size: int) -> tuple[int, int]:
    """A place drawn like torchvision's RandomCrop."""
    top = torch.randint(0, height - size + 1, size=(1,)).item()
    left = torch.randint(0, width - size + 1, size=(1,)).item()
    return top, left


class RandomHorizontalFlip(nn.Module):
    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, img: torch.Tensor) -> torch.Tensor:
        return torch.flip(img, dims=[-1]) if torch.rand(1) < self.p else img


def center_crop(img: torch.Tensor, size: int) -> torch.Tensor:
    top, left = ((side - size) // 2 for side in img.shape[-2:])
    return img[..., top : top + size, left : left + size]


def augment(images: torch.Tensor, size: int, training: bool) -> torch.Tensor:
    if not training:
        return center_crop(images, size)
    flip, out = RandomHorizontalFlip(), images.new_empty((*images.shape[:2], size, size))
    for i, img in enumerate(images):
        top, left = get_params(*img.shape[-2:], size)
        out[i] = flip(img[..., top : top + size, left : left + size])
    return out
