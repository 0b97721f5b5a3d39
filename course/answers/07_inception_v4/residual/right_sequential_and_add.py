class InceptionResidual(nn.Module):
    def __init__(self, c_in, paths, scale=1.0):
        super().__init__()
        self.factor = scale
        self.columns = nn.ModuleList()
        joined = 0
        for path in paths:
            column, n = nn.Sequential(), c_in
            for kernel, filters in path:
                column.append(Conv(n, filters, kernel))
                n = filters
            self.columns.append(column)
            joined += n
        self.expand = nn.Conv2d(joined, c_in, kernel_size=1, bias=True)

    def forward(self, x):
        y = torch.cat([column(x) for column in self.columns], 1)
        return torch.add(x, self.expand(y), alpha=self.factor).relu()
