class Unit(nn.Module):
    def __init__(self, inp, out, k, s=1, p=0):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, k, stride=s, padding=p, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class ModuleB(nn.Module):
    def __init__(self, c_in, c, n):
        super().__init__()
        self.b1_1 = Unit(c_in, n, 1)
        self.b2_1 = Unit(c_in, c, 1)
        self.b2_2 = Unit(c, c, (1, 7), p=(0, 3))
        self.b2_3 = Unit(c, n, (7, 1), p=(3, 0))
        self.b3_1 = Unit(c_in, c, 1)
        self.b3_2 = Unit(c, c, (7, 1), p=(3, 0))
        self.b3_3 = Unit(c, c, (1, 7), p=(0, 3))
        self.b3_4 = Unit(c, c, (7, 1), p=(3, 0))
        self.b3_5 = Unit(c, n, (1, 7), p=(0, 3))
        self.b4_2 = Unit(c_in, n, 1)

    def forward(self, x):
        return torch.cat(
            [
                self.b1_1(x),
                self.b2_3(self.b2_2(self.b2_1(x))),
                self.b3_5(self.b3_4(self.b3_3(self.b3_2(self.b3_1(x))))),
                self.b4_2(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)),
            ],
            dim=1,
        )
