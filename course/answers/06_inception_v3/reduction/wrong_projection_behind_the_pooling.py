# The pooled maps go through a 1×1 of their own. They are joined as they are.
class Reduction(nn.Module):
    """Half the grid, more channels: convolutions in steps of 2 beside a pooling (Szegedy et al. 2015, Figure 10).

    (B, c_in, H, W) -> (B, n + m + c_in, (H - 3) // 2 + 1, (W - 3) // 2 + 1)
    """

    def __init__(self, c_in: int, n: int, r: int, m: int) -> None:
        super().__init__()
        self.branch1 = Conv(c_in, n, 3, stride=2)
        self.branch2 = nn.Sequential(Conv(c_in, r, 1), Conv(r, m, 3, padding=1), Conv(m, m, 3, stride=2))
        self.branch3 = nn.Sequential(nn.MaxPool2d(3, stride=2), Conv(c_in, c_in, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x)], dim=1)
