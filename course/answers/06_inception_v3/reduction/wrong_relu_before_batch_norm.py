# The ReLU comes before the batch norm. The order is convolution, batch norm, ReLU.
class Unit(nn.Sequential):
    def __init__(self, c_in, c_out, kernel, stride=1, padding=0):
        super().__init__(nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False), nn.ReLU(), nn.BatchNorm2d(c_out, eps=1e-3))


class Reduction(nn.Module):
    """Half the grid, more channels: convolutions in steps of 2 beside a pooling (Szegedy et al. 2015, Figure 10).

    (B, c_in, H, W) -> (B, n + m + c_in, (H - 3) // 2 + 1, (W - 3) // 2 + 1)
    """

    def __init__(self, c_in: int, n: int, r: int, m: int) -> None:
        super().__init__()
        self.branch1 = Unit(c_in, n, 3, stride=2)
        self.branch2 = nn.Sequential(Unit(c_in, r, 1), Unit(r, m, 3, padding=1), Unit(m, m, 3, stride=2))
        self.branch3 = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x)], dim=1)
