class InceptionC(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 48 * w
        self.l9, self.l0 = Conv(c, w * 8, 1), Conv(c, w * 8, 1)
        self.l1 = Conv(c, w * 12, 1)
        self.l2, self.l3 = Conv(w * 12, w * 8, (3, 1)), Conv(w * 12, w * 8, (1, 3))
        self.l4 = Conv(c, w * 12, 1)
        self.l5, self.l6 = Conv(w * 12, w * 14, (3, 1)), Conv(w * 14, w * 16, (1, 3))
        self.l7, self.l8 = Conv(w * 16, w * 8, (3, 1)), Conv(w * 16, w * 8, (1, 3))

    def forward(self, x):
        y = self.l1(x)
        z = self.l6(self.l5(self.l4(x)))
        m = F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)
        return torch.cat((self.l9(x), self.l3(y), self.l2(y), self.l8(z), self.l7(z), self.l0(m)), dim=1)
