class Select(nn.Module):
    def __init__(self, maps):
        super().__init__()
        self.maps = list(maps)

    def forward(self, X):
        return X[:, self.maps]


class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.branches = nn.ModuleList()
        for maps in table:
            self.branches.append(nn.Sequential(Select(maps), nn.LazyConv2d(1, kernel_size=kernel)))

    def forward(self, X):
        return torch.cat([branch(X) for branch in self.branches], dim=1)
