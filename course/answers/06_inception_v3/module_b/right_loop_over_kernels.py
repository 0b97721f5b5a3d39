class ModuleB(nn.Module):
    def __init__(self, c_in, c, n):
        super().__init__()
        self.paths = nn.ModuleList()
        for kernels in ([], [(1, 7), (7, 1)], [(7, 1), (1, 7)] * 2):
            widths = [c] * len(kernels) + [n]
            layers = [Conv(c_in, widths[0], 1)]
            for a, b, (rows, columns) in zip(widths, widths[1:], kernels):
                layers.append(Conv(a, b, (rows, columns), padding=(rows // 2, columns // 2)))
            self.paths.append(nn.Sequential(*layers))
        self.last = Conv(c_in, n, 1)

    def forward(self, x):
        out = [path(x) for path in self.paths]
        out.append(self.last(F.avg_pool2d(x, 3, stride=1, padding=1)))
        return torch.cat(out, 1)
