class Unit(nn.Module):
    def __init__(self, inp, out, k, s=1, p=0):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, k, stride=s, padding=p, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Reduction(nn.Module):
    def __init__(self, c_in, n, r, m):
        super().__init__()
        self.b1_1 = Unit(c_in, n, 3, s=2)
        self.b2_1 = Unit(c_in, r, 1)
        self.b2_2 = Unit(r, m, 3, p=1)
        self.b2_3 = Unit(m, m, 3, s=2)

    def forward(self, x):
        return torch.cat(
            [
                self.b1_1(x),
                self.b2_3(self.b2_2(self.b2_1(x))),
                F.max_pool2d(x, 3, 2),
            ],
            dim=1,
        )
