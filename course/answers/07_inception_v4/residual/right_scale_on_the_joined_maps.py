def column(c_in, path):
    layers = []
    for kernel, filters in path:
        rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
        layers += [
            nn.Conv2d(c_in, filters, (rows, columns), padding=(rows // 2, columns // 2), bias=False),
            nn.BatchNorm2d(filters, eps=1e-3),
            nn.ReLU(),
        ]
        c_in = filters
    return nn.Sequential(*layers)


class InceptionResidual(nn.Module):
    def __init__(self, c_in, paths, scale=1.0):
        super().__init__()
        self.s = scale
        self.branches = nn.ModuleList([column(c_in, p) for p in paths])
        self.last = nn.Conv2d(sum(p[-1][-1] for p in paths), c_in, 1)

    def forward(self, x):
        y = torch.cat([b(x) for b in self.branches], 1)
        y = F.conv2d(self.s * y, self.last.weight) + self.s * self.last.bias[:, None, None]
        return nn.functional.relu(x + y)
