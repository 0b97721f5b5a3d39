# Boxes that look alike are one and the same box in your code. Each has weights of its own, also where another has the same kernel and as many filters.
class InceptionA(nn.Module):
    """Inception-v4's module for 35×35 (Figure 4): (B, 12 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        c = 12 * w
        self.one = conv(c, 3 * w, 1)
        self.two = nn.Sequential(conv(c, 2 * w, 1), conv(2 * w, 3 * w, 3))
        self.three = nn.Sequential(conv(c, 2 * w, 1), conv(2 * w, 3 * w, 3), conv(3 * w, 3 * w, 3))
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), conv(c, 3 * w, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)


class InceptionB(nn.Module):
    """Inception-v4's module for 17×17 (Figure 5): (B, 32 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        c = 32 * w
        self.one = conv(c, 12 * w, 1)
        self.two = nn.Sequential(conv(c, 6 * w, 1), conv(6 * w, 7 * w, (1, 7)), conv(7 * w, 8 * w, (7, 1)))
        self.three = nn.Sequential(
            conv(c, 6 * w, 1),
            conv(6 * w, 6 * w, (7, 1)),
            conv(6 * w, 7 * w, (1, 7)),
            conv(7 * w, 7 * w, (7, 1)),
            conv(7 * w, 8 * w, (1, 7)),
        )
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), conv(c, 4 * w, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)
