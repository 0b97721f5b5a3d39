# The joined branches go through one more batch norm and ReLU. They are joined, and that is all.
class ModuleA(nn.Module):
    """The Inception module for 35×35 (Szegedy et al. 2015, Figure 5, with the 5×5 of the released network).

    (B, c_in, H, W) -> (B, n1 + n5 + n3 + pool, H, W)
    """

    def __init__(self, c_in: int, n1: int, r5: int, n5: int, r3: int, n3: int, pool: int) -> None:
        super().__init__()
        self.last = nn.Sequential(nn.BatchNorm2d(n1 + n5 + n3 + pool, eps=1e-3), nn.ReLU())
        self.branch1 = Conv(c_in, n1, 1)
        self.branch2 = nn.Sequential(Conv(c_in, r5, 1), Conv(r5, n5, 5, padding=2))
        self.branch3 = nn.Sequential(Conv(c_in, r3, 1), Conv(r3, n3, 3, padding=1), Conv(n3, n3, 3, padding=1))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Conv(c_in, pool, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.last(torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1))
