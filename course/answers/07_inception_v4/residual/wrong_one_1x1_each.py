# Each branch has a 1×1 of its own that leads back. The branches are joined first, and one 1×1 with one bias reads them all.
class InceptionResidual(nn.Module):
    def __init__(self, c_in, paths, scale=1.0):
        super().__init__()
        self.scale = scale
        self.branches = nn.ModuleList()
        for path in paths:
            widths = [c_in, *[filters for _, filters in path]]
            steps = [Conv(a, b, kernel) for a, b, (kernel, _) in zip(widths, widths[1:], path)]
            self.branches.append(nn.Sequential(*steps, nn.Conv2d(widths[-1], c_in, 1)))

    def forward(self, x):
        return F.relu(x + self.scale * sum(branch(x) for branch in self.branches))
