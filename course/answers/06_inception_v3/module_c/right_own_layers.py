def unit(c_in, c_out, k, s=1, p=0):
    return [nn.Conv2d(c_in, c_out, k, s, p, bias=False), nn.BatchNorm2d(c_out, eps=1e-3), nn.ReLU()]


def path(*layers):
    return nn.Sequential(*[part for layer in layers for part in (layer if isinstance(layer, list) else [layer])])


class SideBySide(nn.Module):
    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


def fork(n):
    return SideBySide(path(unit(n, n, (1, 3), 1, (0, 1))), path(unit(n, n, (3, 1), 1, (1, 0))))


def ModuleC(c_in, n1, n, r, pool):
    return SideBySide(
        path(unit(c_in, n1, 1)),
        path(unit(c_in, n, 1), fork(n)),
        path(unit(c_in, r, 1), unit(r, n, 3, 1, 1), fork(n)),
        path(nn.AvgPool2d(3, 1, 1), unit(c_in, pool, 1)),
    )
