class ModuleA(nn.Module):
    def __init__(self, c_in, n1, r5, n5, r3, n3, pool):
        super().__init__()
        self.d = Conv(c_in, pool, 1)
        self.c3, self.c2, self.c1 = Conv(n3, n3, 3, 1, 1), Conv(r3, n3, 3, 1, 1), Conv(c_in, r3, 1)
        self.b2, self.b1 = Conv(r5, n5, (5, 5), 1, (2, 2)), Conv(c_in, r5, 1)
        self.a = Conv(c_in, n1, 1)

    def forward(self, x):
        return torch.concat((self.a(x), self.b2(self.b1(x)), self.c3(self.c2(self.c1(x))), self.d(F.avg_pool2d(x, 3, 1, 1))), 1)
