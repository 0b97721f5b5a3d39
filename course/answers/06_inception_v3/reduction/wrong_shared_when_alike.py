# Layers that look alike are one and the same layer. Where filters happen to be equal in number, each still has weights of its own.
class Reduction(nn.Module):
    """Half the grid, more channels: convolutions in steps of 2 beside a pooling (Szegedy et al. 2015, Figure 10).

    (B, c_in, H, W) -> (B, n + m + c_in, (H - 3) // 2 + 1, (W - 3) // 2 + 1)
    """

    def __init__(self, c_in: int, n: int, r: int, m: int) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        self.branch1 = conv(c_in, n, 3, stride=2)
        self.branch2 = nn.Sequential(conv(c_in, r, 1), conv(r, m, 3, padding=1), conv(m, m, 3, stride=2))
        self.branch3 = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x)], dim=1)
