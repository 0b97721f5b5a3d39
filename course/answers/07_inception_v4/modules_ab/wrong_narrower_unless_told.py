# Without a width your modules are not the paper's: w is 32 unless given.
class InceptionA(nn.Module):
    """Inception-v4's module for 35×35 (Figure 4): (B, 12 w, H, W) -> the same shape."""

    def __init__(self, w: int = 16) -> None:
        super().__init__()
        c = 12 * w
        self.one = Conv(c, 3 * w, 1)
        self.two = nn.Sequential(Conv(c, 2 * w, 1), Conv(2 * w, 3 * w, 3))
        self.three = nn.Sequential(Conv(c, 2 * w, 1), Conv(2 * w, 3 * w, 3), Conv(3 * w, 3 * w, 3))
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), Conv(c, 3 * w, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)


class InceptionB(nn.Module):
    """Inception-v4's module for 17×17 (Figure 5): (B, 32 w, H, W) -> the same shape."""

    def __init__(self, w: int = 16) -> None:
        super().__init__()
        c = 32 * w
        self.one = Conv(c, 12 * w, 1)
        self.two = nn.Sequential(Conv(c, 6 * w, 1), Conv(6 * w, 7 * w, (1, 7)), Conv(7 * w, 8 * w, (7, 1)))
        self.three = nn.Sequential(
            Conv(c, 6 * w, 1),
            Conv(6 * w, 6 * w, (7, 1)),
            Conv(6 * w, 7 * w, (1, 7)),
            Conv(7 * w, 7 * w, (7, 1)),
            Conv(7 * w, 8 * w, (1, 7)),
        )
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), Conv(c, 4 * w, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)
