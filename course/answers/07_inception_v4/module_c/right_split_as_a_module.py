class Ends(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.h, self.v = Conv(c_in, c_out, (1, 3)), Conv(c_in, c_out, (3, 1))

    def forward(self, x):
        return torch.cat([self.h(x), self.v(x)], 1)


class InceptionC(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c, n = 48 * w, 8 * w
        self.branches = nn.ModuleList(
            [
                Conv(c, n, 1),
                nn.Sequential(Conv(c, 12 * w, 1), Ends(12 * w, n)),
                nn.Sequential(Conv(c, 12 * w, 1), Conv(12 * w, 14 * w, (3, 1)), Conv(14 * w, 16 * w, (1, 3)), Ends(16 * w, n)),
                nn.Sequential(nn.AvgPool2d(3, 1, 1, count_include_pad=False), Conv(c, n, 1)),
            ]
        )

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)
