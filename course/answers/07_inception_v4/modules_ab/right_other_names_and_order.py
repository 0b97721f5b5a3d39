class InceptionA(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        self.p = Conv(12 * w, 3 * w, 1)
        self.d1, self.d2, self.d3 = Conv(12 * w, 2 * w, 1), Conv(2 * w, 3 * w, 3), Conv(3 * w, 3 * w, 3)
        self.s1, self.s2 = Conv(12 * w, 2 * w, 1), Conv(2 * w, 3 * w, 3)
        self.b = Conv(12 * w, 3 * w, 1)
        self.mean = nn.AvgPool2d(3, 1, 1, count_include_pad=False)

    def forward(self, x):
        a = self.b(x)
        b = self.s2(self.s1(x))
        c = self.d3(self.d2(self.d1(x)))
        d = self.p(self.mean(x))
        return torch.cat((a, b, c, d), 1)


class InceptionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        self.p = Conv(32 * w, 4 * w, 1)
        widths = [32 * w, 6 * w, 6 * w, 7 * w, 7 * w, 8 * w]
        kernels = [(1, 1), (7, 1), (1, 7), (7, 1), (1, 7)]
        self.long = nn.Sequential(*[Conv(i, o, k) for i, o, k in zip(widths, widths[1:], kernels)])
        self.s1, self.s2, self.s3 = Conv(32 * w, 6 * w, 1), Conv(6 * w, 7 * w, (1, 7)), Conv(7 * w, 8 * w, (7, 1))
        self.b = Conv(32 * w, 12 * w, 1)
        self.mean = nn.AvgPool2d(3, 1, 1, count_include_pad=False)

    def forward(self, x):
        return torch.cat((self.b(x), self.s3(self.s2(self.s1(x))), self.long(x), self.p(self.mean(x))), 1)
