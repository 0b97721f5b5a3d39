class Module(nn.Module):
    def __init__(self, c, paths, pooled):
        super().__init__()
        self.paths = nn.ModuleList()
        for path in paths:
            n, column = c, nn.Sequential()
            for kernel, filters in path:
                column.append(Conv(n, filters, kernel))
                n = filters
            self.paths.append(column)
        self.pooled = Conv(c, pooled, 1)

    def forward(self, x):
        average = F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        return torch.cat([*(path(x) for path in self.paths), self.pooled(average)], dim=1)


def InceptionA(w=32):
    return Module(12 * w, [[(1, 3 * w)], [(1, 2 * w), (3, 3 * w)], [(1, 2 * w), (3, 3 * w), (3, 3 * w)]], 3 * w)


def InceptionB(w=32):
    lying, standing = (1, 7), (7, 1)
    long = [(1, 6 * w), (standing, 6 * w), (lying, 7 * w), (standing, 7 * w), (lying, 8 * w)]
    return Module(32 * w, [[(1, 12 * w)], [(1, 6 * w), (lying, 7 * w), (standing, 8 * w)], long], 4 * w)
