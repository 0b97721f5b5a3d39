# Layers that look alike are one and the same layer. Where filters happen to be equal in number, each still has weights of its own.
class ModuleA(nn.Module):
    """The Inception module for 35×35 (Szegedy et al. 2015, Figure 5, with the 5×5 of the released network).

    (B, c_in, H, W) -> (B, n1 + n5 + n3 + pool, H, W)
    """

    def __init__(self, c_in: int, n1: int, r5: int, n5: int, r3: int, n3: int, pool: int) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        self.branch1 = conv(c_in, n1, 1)
        self.branch2 = nn.Sequential(conv(c_in, r5, 1), conv(r5, n5, 5, padding=2))
        self.branch3 = nn.Sequential(conv(c_in, r3, 1), conv(r3, n3, 3, padding=1), conv(n3, n3, 3, padding=1))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), conv(c_in, pool, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)
