# Each branch reads what the branch before it put out. All of them read the input.
class InceptionResidual(nn.Module):
    def __init__(self, c_in, paths, scale=1.0):
        super().__init__()
        self.scale = scale
        self.branches = nn.ModuleList()
        n = c_in
        for path in paths:
            steps = []
            for kernel, filters in path:
                steps.append(Conv(n, filters, kernel))
                n = filters
            self.branches.append(nn.Sequential(*steps))
        self.linear = nn.Conv2d(sum(path[-1][1] for path in paths), c_in, 1)

    def forward(self, x):
        ends, y = [], x
        for branch in self.branches:
            y = branch(y)
            ends.append(y)
        return F.relu(x + self.scale * self.linear(torch.cat(ends, dim=1)))
