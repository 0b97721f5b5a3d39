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


def ModuleB(c_in, c, n):
    flat, tall = dict(k=(1, 7), p=(0, 3)), dict(k=(7, 1), p=(3, 0))
    return SideBySide(
        path(unit(c_in, n, 1)),
        path(unit(c_in, c, 1), unit(c, c, **flat), unit(c, n, **tall)),
        path(unit(c_in, c, 1), unit(c, c, **tall), unit(c, c, **flat), unit(c, c, **tall), unit(c, n, **flat)),
        path(nn.AvgPool2d(3, 1, 1), unit(c_in, n, 1)),
    )
