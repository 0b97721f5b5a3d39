class Unit(nn.Module):
    def __init__(self, inp, out, k, s=1, p=0):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, k, stride=s, padding=p, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class ModuleA(nn.Module):
    def __init__(self, c_in, n1, r5, n5, r3, n3, pool):
        super().__init__()
        self.b1_1 = Unit(c_in, n1, 1)
        self.b2_1 = Unit(c_in, r5, 1)
        self.b2_2 = Unit(r5, n5, 5, p=2)
        self.b3_1 = Unit(c_in, r3, 1)
        self.b3_2 = Unit(r3, n3, 3, p=1)
        self.b3_3 = Unit(n3, n3, 3, p=1)
        self.b4_2 = Unit(c_in, pool, 1)

    def forward(self, x):
        return torch.cat(
            [
                self.b1_1(x),
                self.b2_2(self.b2_1(x)),
                self.b3_3(self.b3_2(self.b3_1(x))),
                self.b4_2(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)),
            ],
            dim=1,
        )
