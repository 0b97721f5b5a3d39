# Your single 3×3 of Reduction-A has a 1×1 in front of it. It reads the map directly.
class ReductionA(nn.Module):

    def __init__(self, c_in: int, k: int, l: int, m: int, n: int) -> None:
        super().__init__()
        self.short = nn.Sequential(Conv(c_in, k, 1), Conv(k, n, 3, stride=2, valid=True))
        self.long = nn.Sequential(Conv(c_in, k, 1), Conv(k, l, 3), Conv(l, m, 3, stride=2, valid=True))
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)


class ReductionB(nn.Module):

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
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)
