# In branch 3 r and n are exchanged: its 1×1 has r filters and its 3×3 has n.
class ModuleC(nn.Module):
    """The Inception module for 8×8, with expanded filter banks (Szegedy et al. 2015, Figure 7).

    (B, c_in, H, W) -> (B, n1 + 4n + pool, H, W)
    """

    def __init__(self, c_in: int, n1: int, n: int, r: int, pool: int) -> None:
        super().__init__()
        self.branch1 = Conv(c_in, n1, 1)
        self.branch2 = Conv(c_in, n, 1)
        self.flat2, self.upright2 = Conv(n, n, (1, 3), padding=(0, 1)), Conv(n, n, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(Conv(c_in, n, 1), Conv(n, r, 3, padding=1))
        self.flat3, self.upright3 = Conv(r, n, (1, 3), padding=(0, 1)), Conv(r, n, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Conv(c_in, pool, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y2, y3 = self.branch2(x), self.branch3(x)
        forks = [self.flat2(y2), self.upright2(y2), self.flat3(y3), self.upright3(y3)]
        return torch.cat([self.branch1(x), *forks, self.branch4(x)], dim=1)
