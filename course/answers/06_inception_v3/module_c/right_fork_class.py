class Fork(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.row = Conv(n, n, kernel=(1, 3), padding=(0, 1))
        self.column = Conv(n, n, kernel=(3, 1), padding=(1, 0))

    def forward(self, x):
        return torch.cat((self.row(x), self.column(x)), 1)


class ModuleC(nn.Module):
    def __init__(self, c_in, n1, n, r, pool):
        super().__init__()
        self.one, self.proj = Conv(c_in, n1, 1), Conv(c_in, pool, 1)
        self.short = nn.Sequential(Conv(c_in, n, 1), Fork(n))
        self.long = nn.Sequential(Conv(c_in, r, 1), Conv(r, n, 3, 1, 1), Fork(n))

    def forward(self, x):
        average = F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)
        return torch.cat((self.one(x), self.short(x), self.long(x), self.proj(average)), 1)
