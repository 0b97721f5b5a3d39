class Unit(nn.Module):
    def __init__(self, inp, out, k, s=1, p=0):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, k, stride=s, padding=p, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class InceptionC(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 48 * w
        self.b1_1 = Unit(c, 8 * w, 1)
        self.b2_1 = Unit(c, 12 * w, 1)
        self.b2_a = Unit(12 * w, 8 * w, (1, 3), p=(0, 1))
        self.b2_b = Unit(12 * w, 8 * w, (3, 1), p=(1, 0))
        self.b3_1 = Unit(c, 12 * w, 1)
        self.b3_2 = Unit(12 * w, 14 * w, (3, 1), p=(1, 0))
        self.b3_3 = Unit(14 * w, 16 * w, (1, 3), p=(0, 1))
        self.b3_a = Unit(16 * w, 8 * w, (1, 3), p=(0, 1))
        self.b3_b = Unit(16 * w, 8 * w, (3, 1), p=(1, 0))
        self.b4_2 = Unit(c, 8 * w, 1)

    def forward(self, x):
        y2 = self.b2_1(x)
        y3 = self.b3_3(self.b3_2(self.b3_1(x)))
        return torch.cat(
            [
                self.b1_1(x),
                self.b2_a(y2),
                self.b2_b(y2),
                self.b3_a(y3),
                self.b3_b(y3),
                self.b4_2(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)),
            ],
            dim=1,
        )
