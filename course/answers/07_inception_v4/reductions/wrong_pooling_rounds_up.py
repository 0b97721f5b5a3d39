# Your pooling rounds up (ceil_mode), so that its map is larger where something is left over. A V rounds down.
class ReductionA(nn.Module):
    """35×35 -> 17×17 (Szegedy et al. 2016, Figure 7, Table 1): (B, c_in, H, W) -> (B, n + m + c_in, H', W')."""

    def __init__(self, c_in: int, k: int, l: int, m: int, n: int) -> None:  # noqa: E741  (the paper's letters)
        super().__init__()
        self.short = Conv(c_in, n, 3, stride=2, valid=True)
        self.long = nn.Sequential(Conv(c_in, k, 1), Conv(k, l, 3), Conv(l, m, 3, stride=2, valid=True))
        self.pool = nn.MaxPool2d(3, stride=2, ceil_mode=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)


class ReductionB(nn.Module):
    """17×17 -> 8×8 in Inception-v4 (Figure 8): (B, 32 w, H, W) -> (B, 48 w, H', W')."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        c = 32 * w
        self.short = nn.Sequential(Conv(c, 6 * w, 1), Conv(6 * w, 6 * w, 3, stride=2, valid=True))
        self.long = nn.Sequential(
            Conv(c, 8 * w, 1),
            Conv(8 * w, 8 * w, (1, 7)),
            Conv(8 * w, 10 * w, (7, 1)),
            Conv(10 * w, 10 * w, 3, stride=2, valid=True),
        )
        self.pool = nn.MaxPool2d(3, stride=2, ceil_mode=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)
