# Your own box has batch norm's usual ε of 0.00001. `Conv` from the setup cell has 0.001.
class Box(nn.Sequential):
    def __init__(self, c_in, c_out, kernel, stride=1, valid=False):
        rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (0, 0) if valid else (rows // 2, columns // 2)
        super().__init__(nn.Conv2d(c_in, c_out, (rows, columns), stride, padding, bias=False), nn.BatchNorm2d(c_out), nn.ReLU())


class InceptionA(nn.Module):
    """Inception-v4's module for 35×35 (Figure 4): (B, 12 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        c = 12 * w
        self.one = Box(c, 3 * w, 1)
        self.two = nn.Sequential(Box(c, 2 * w, 1), Box(2 * w, 3 * w, 3))
        self.three = nn.Sequential(Box(c, 2 * w, 1), Box(2 * w, 3 * w, 3), Box(3 * w, 3 * w, 3))
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), Box(c, 3 * w, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)


class InceptionB(nn.Module):
    """Inception-v4's module for 17×17 (Figure 5): (B, 32 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        c = 32 * w
        self.one = Box(c, 12 * w, 1)
        self.two = nn.Sequential(Box(c, 6 * w, 1), Box(6 * w, 7 * w, (1, 7)), Box(7 * w, 8 * w, (7, 1)))
        self.three = nn.Sequential(
            Box(c, 6 * w, 1),
            Box(6 * w, 6 * w, (7, 1)),
            Box(6 * w, 7 * w, (1, 7)),
            Box(7 * w, 7 * w, (7, 1)),
            Box(7 * w, 8 * w, (1, 7)),
        )
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), Box(c, 4 * w, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)
