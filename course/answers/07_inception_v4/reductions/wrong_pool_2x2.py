# Your pooling has windows of 2×2. They are 3×3, in steps of 2, so that they overlap.
class ReductionA(nn.Module):

    def __init__(self, c_in: int, k: int, l: int, m: int, n: int) -> None:
        super().__init__()
        self.short = Conv(c_in, n, 3, stride=2, valid=True)
        self.long = nn.Sequential(Conv(c_in, k, 1), Conv(k, l, 3), Conv(l, m, 3, stride=2, valid=True))
        self.pool = nn.MaxPool2d(2, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)[..., : self.short(x).shape[2], : self.short(x).shape[3]]], dim=1)


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
        self.pool = nn.MaxPool2d(2, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)[..., : self.short(x).shape[2], : self.short(x).shape[3]]], dim=1)
