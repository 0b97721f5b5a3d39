def column(*steps):
    layers = []
    for i, (c_in, c_out, kernel) in enumerate(steps):
        last = i == len(steps) - 1
        layers.append(Conv(c_in, c_out, kernel, 2 if last else 1, last))
    return nn.Sequential(*layers)


class Reduction(nn.Module):
    def __init__(self, *columns):
        super().__init__()
        self.columns = nn.ModuleList(columns)

    def forward(self, x):
        parts = [c(x) for c in self.columns]
        parts.append(F.max_pool2d(x, 3, 2))
        return torch.cat(parts, 1)


def ReductionA(c_in, k, l, m, n):
    return Reduction(column((c_in, n, 3)), column((c_in, k, 1), (k, l, 3), (l, m, 3)))


def ReductionB(w=32):
    c = 32 * w
    return Reduction(
        column((c, 6 * w, 1), (6 * w, 6 * w, 3)),
        column((c, 8 * w, 1), (8 * w, 8 * w, (1, 7)), (8 * w, 10 * w, (7, 1)), (10 * w, 10 * w, 3)),
    )
