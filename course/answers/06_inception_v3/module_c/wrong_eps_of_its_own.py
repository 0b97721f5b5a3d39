# Your own box has batch norm's usual ε of 0.00001. `Conv` has 0.001.
class Box(nn.Sequential):
    def __init__(self, c_in, c_out, kernel, stride=1, padding=0):
        super().__init__(nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False), nn.BatchNorm2d(c_out), nn.ReLU())


class ModuleC(nn.Module):
    """The Inception module for 8×8, with expanded filter banks (Szegedy et al. 2015, Figure 7).

    (B, c_in, H, W) -> (B, n1 + 4n + pool, H, W)
    """

    def __init__(self, c_in: int, n1: int, n: int, r: int, pool: int) -> None:
        super().__init__()
        self.branch1 = Box(c_in, n1, 1)
        self.branch2 = Box(c_in, n, 1)
        self.flat2, self.upright2 = Box(n, n, (1, 3), padding=(0, 1)), Box(n, n, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(Box(c_in, r, 1), Box(r, n, 3, padding=1))
        self.flat3, self.upright3 = Box(n, n, (1, 3), padding=(0, 1)), Box(n, n, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Box(c_in, pool, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y2, y3 = self.branch2(x), self.branch3(x)
        forks = [self.flat2(y2), self.upright2(y2), self.flat3(y3), self.upright3(y3)]
        return torch.cat([self.branch1(x), *forks, self.branch4(x)], dim=1)
