# In branch 2 the first window has n filters already. It has c, and only the last has n.
class ModuleB(nn.Module):
    """The Inception module for 17×17, n = 7 (Szegedy et al. 2015, Figure 6).

    (B, c_in, H, W) -> (B, 4n, H, W)
    """

    def __init__(self, c_in: int, c: int, n: int) -> None:
        super().__init__()
        def flat(a, b):
            return Conv(a, b, (1, 7), padding=(0, 3))

        def upright(a, b):
            return Conv(a, b, (7, 1), padding=(3, 0))

        self.branch1 = Conv(c_in, n, 1)
        self.branch2 = nn.Sequential(Conv(c_in, c, 1), flat(c, n), upright(n, n))
        self.branch3 = nn.Sequential(Conv(c_in, c, 1), upright(c, c), flat(c, c), upright(c, c), flat(c, n))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Conv(c_in, n, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)
