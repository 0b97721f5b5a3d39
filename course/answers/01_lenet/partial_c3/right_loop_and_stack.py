class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = [list(row) for row in table]
        self.w = nn.ParameterList([nn.Parameter(torch.rand(1, len(row), kernel, kernel) - 0.5) for row in self.table])
        self.b = nn.ParameterList([nn.Parameter(torch.zeros(1)) for row in self.table])

    def forward(self, x):
        maps = []
        for row, w, b in zip(self.table, self.w, self.b):
            maps.append(F.conv2d(x[:, row], w, b).squeeze(1))
        return torch.stack(maps, dim=1)
