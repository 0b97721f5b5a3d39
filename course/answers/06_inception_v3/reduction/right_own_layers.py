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


def Reduction(c_in, n, r, m):
    return SideBySide(
        path(unit(c_in, n, 3, 2)),
        path(unit(c_in, r, 1), unit(r, m, 3, 1, 1), unit(m, m, 3, 2)),
        nn.MaxPool2d(3, 2),
    )
