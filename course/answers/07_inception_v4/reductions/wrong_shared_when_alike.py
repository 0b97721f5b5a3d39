# Boxes that look alike are one and the same box in your code. Each has weights of its own, also where another has the same kernel and as many filters.
class ReductionA(nn.Module):
    """35×35 -> 17×17 (Szegedy et al. 2016, Figure 7, Table 1): (B, c_in, H, W) -> (B, n + m + c_in, H', W')."""

    def __init__(self, c_in: int, k: int, l: int, m: int, n: int) -> None:  # noqa: E741  (the paper's letters)
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        self.short = conv(c_in, n, 3, stride=2, valid=True)
        self.long = nn.Sequential(conv(c_in, k, 1), conv(k, l, 3), conv(l, m, 3, stride=2, valid=True))
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)


class ReductionB(nn.Module):
    """17×17 -> 8×8 in Inception-v4 (Figure 8): (B, 32 w, H, W) -> (B, 48 w, H', W')."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        c = 32 * w
        self.short = nn.Sequential(conv(c, 6 * w, 1), conv(6 * w, 6 * w, 3, stride=2, valid=True))
        self.long = nn.Sequential(
            conv(c, 8 * w, 1),
            conv(8 * w, 8 * w, (1, 7)),
            conv(8 * w, 10 * w, (7, 1)),
            conv(10 * w, 10 * w, 3, stride=2, valid=True),
        )
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)
