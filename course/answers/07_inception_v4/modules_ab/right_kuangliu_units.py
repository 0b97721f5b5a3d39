class Unit(nn.Module):
    def __init__(self, inp, out, k, s=1, p=0):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, k, stride=s, padding=p, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class InceptionA(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 12 * w
        self.b1_1 = Unit(c, 3 * w, 1)
        self.b2_1 = Unit(c, 2 * w, 1)
        self.b2_2 = Unit(2 * w, 3 * w, 3, p=1)
        self.b3_1 = Unit(c, 2 * w, 1)
        self.b3_2 = Unit(2 * w, 3 * w, 3, p=1)
        self.b3_3 = Unit(3 * w, 3 * w, 3, p=1)
        self.b4_2 = Unit(c, 3 * w, 1)

    def forward(self, x):
        return torch.cat(
            [
                self.b1_1(x),
                self.b2_2(self.b2_1(x)),
                self.b3_3(self.b3_2(self.b3_1(x))),
                self.b4_2(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)),
            ],
            dim=1,
        )


class InceptionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 32 * w
        self.b1_1 = Unit(c, 12 * w, 1)
        self.b2_1 = Unit(c, 6 * w, 1)
        self.b2_2 = Unit(6 * w, 7 * w, (1, 7), p=(0, 3))
        self.b2_3 = Unit(7 * w, 8 * w, (7, 1), p=(3, 0))
        self.b3_1 = Unit(c, 6 * w, 1)
        self.b3_2 = Unit(6 * w, 6 * w, (7, 1), p=(3, 0))
        self.b3_3 = Unit(6 * w, 7 * w, (1, 7), p=(0, 3))
        self.b3_4 = Unit(7 * w, 7 * w, (7, 1), p=(3, 0))
        self.b3_5 = Unit(7 * w, 8 * w, (1, 7), p=(0, 3))
        self.b4_2 = Unit(c, 4 * w, 1)

    def forward(self, x):
        return torch.cat(
            [
                self.b1_1(x),
                self.b2_3(self.b2_2(self.b2_1(x))),
                self.b3_5(self.b3_4(self.b3_3(self.b3_2(self.b3_1(x))))),
                self.b4_2(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)),
            ],
            dim=1,
        )
