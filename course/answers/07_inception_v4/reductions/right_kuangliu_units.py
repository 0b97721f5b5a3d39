class Unit(nn.Module):
    def __init__(self, inp, out, k, s=1, p=0):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, k, stride=s, padding=p, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class ReductionA(nn.Module):
    def __init__(self, c_in, k, l, m, n):  # noqa: E741
        super().__init__()
        self.b1_1 = Unit(c_in, n, 3, s=2)
        self.b2_1 = Unit(c_in, k, 1)
        self.b2_2 = Unit(k, l, 3, p=1)
        self.b2_3 = Unit(l, m, 3, s=2)

    def forward(self, x):
        return torch.cat(
            [
                self.b1_1(x),
                self.b2_3(self.b2_2(self.b2_1(x))),
                F.max_pool2d(x, 3, 2),
            ],
            dim=1,
        )


class ReductionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 32 * w
        self.b1_1 = Unit(c, 6 * w, 1)
        self.b1_2 = Unit(6 * w, 6 * w, 3, s=2)
        self.b2_1 = Unit(c, 8 * w, 1)
        self.b2_2 = Unit(8 * w, 8 * w, (1, 7), p=(0, 3))
        self.b2_3 = Unit(8 * w, 10 * w, (7, 1), p=(3, 0))
        self.b2_4 = Unit(10 * w, 10 * w, 3, s=2)

    def forward(self, x):
        return torch.cat(
            [
                self.b1_2(self.b1_1(x)),
                self.b2_4(self.b2_3(self.b2_2(self.b2_1(x)))),
                F.max_pool2d(x, 3, 2),
            ],
            dim=1,
        )
