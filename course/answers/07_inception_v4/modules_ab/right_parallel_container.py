class Parallel(nn.Sequential):
    def forward(self, x):
        return torch.concat([branch(x) for branch in self], dim=1)


def pooled(c_in, c_out):
    return nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), Conv(c_in, c_out, 1))


class InceptionA(Parallel):
    def __init__(self, w=32):
        c = 12 * w
        super().__init__(
            Conv(c, 3 * w, 1),
            nn.Sequential(Conv(c, 2 * w, 1), Conv(2 * w, 3 * w, 3)),
            nn.Sequential(Conv(c, 2 * w, 1), Conv(2 * w, 3 * w, 3), Conv(3 * w, 3 * w, 3)),
            pooled(c, 3 * w),
        )


class InceptionB(Parallel):
    def __init__(self, w=32):
        c = 32 * w
        super().__init__(
            Conv(c, 12 * w, 1),
            nn.Sequential(Conv(c, 6 * w, 1), Conv(6 * w, 7 * w, (1, 7)), Conv(7 * w, 8 * w, (7, 1))),
            nn.Sequential(Conv(c, 6 * w, 1), Conv(6 * w, 6 * w, (7, 1)), Conv(6 * w, 7 * w, (1, 7)), Conv(7 * w, 7 * w, (7, 1)), Conv(7 * w, 8 * w, (1, 7))),
            pooled(c, 4 * w),
        )
