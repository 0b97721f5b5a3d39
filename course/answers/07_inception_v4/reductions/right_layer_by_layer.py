class ReductionA(nn.Module):
    def __init__(self, c_in, k, l, m, n):
        super().__init__()
        self.to_k = Conv(c_in, k, 1)
        self.to_l = Conv(k, l, 3)
        self.to_m = Conv(l, m, 3, 2, valid=True)
        self.to_n = Conv(c_in, n, 3, 2, valid=True)

    def forward(self, x):
        largest = F.max_pool2d(x, kernel_size=3, stride=2)
        deep = self.to_m(self.to_l(self.to_k(x)))
        return torch.cat((self.to_n(x), deep, largest), dim=1)


class ReductionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        self.l1, self.l2 = Conv(32 * w, 8 * w, 1), Conv(8 * w, 8 * w, (1, 7))
        self.l3, self.l4 = Conv(8 * w, 10 * w, (7, 1)), Conv(10 * w, 10 * w, 3, 2, True)
        self.s1, self.s2 = Conv(32 * w, 6 * w, 1), Conv(6 * w, 6 * w, 3, 2, True)

    def forward(self, x):
        deep = self.l4(self.l3(self.l2(self.l1(x))))
        return torch.cat((self.s2(self.s1(x)), deep, F.max_pool2d(x, kernel_size=3, stride=2)), dim=1)
