from collections import namedtuple

Branch = namedtuple("Branch", "maps weight")


class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.kernel, self.table = kernel, [torch.as_tensor(seen) for seen in table]
        self.weights = nn.ParameterList(torch.randn(len(seen) * kernel**2) / kernel for seen in table)
        self.bias = nn.Parameter(torch.zeros(len(table), 1, 1))

    def forward(self, x):
        k = self.kernel
        rows, columns = (side - k + 1 for side in x.shape[2:])

        def one(branch):
            windows = F.unfold(x.index_select(1, branch.maps), k)  # (B, maps * k * k, windows)
            return torch.einsum("bkl,k->bl", windows, branch.weight).unflatten(1, (rows, columns))

        branches = [Branch(maps, weight) for maps, weight in zip(self.table, self.weights)]
        return torch.stack([one(branch) for branch in branches], dim=1) + self.bias
