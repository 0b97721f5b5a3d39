# The branches stand in a plain Python list, where parameters() does not find them: they never learn. nn.ModuleList does it.
class ModuleA(nn.Module):
    def __init__(self, c_in, n1, r5, n5, r3, n3, pool):
        super().__init__()
        self.branches = [
            Conv(c_in, n1, 1),
            nn.Sequential(Conv(c_in, r5, 1), Conv(r5, n5, 5, padding=2)),
            nn.Sequential(Conv(c_in, r3, 1), Conv(r3, n3, 3, padding=1), Conv(n3, n3, 3, padding=1)),
            nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Conv(c_in, pool, 1)),
        ]

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)
