class Unit(nn.Module):
    def __init__(self, inp, out, k, s=1, p=0):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, k, stride=s, padding=p, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


STEP_5 = {
    "short": [(1, 5, 2, 0), (3, 2, 3, 0)],
    "long": [(1, 5, 2, 0), ((1, 7), 2, 2, (0, 3)), ((7, 1), 2, 2, (3, 0)), (3, 2, 3, 0)],
}


class Stem(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        self.layers = nn.ModuleList([Unit(3, w, 3, s=2), Unit(w, w, 3), Unit(w, w * 2, 3, p=1)])
        self.down = nn.ModuleList([Unit(w * 2, w * 3, 3, s=2), Unit(w * 6, w * 6, 3, s=2)])
        self.step5 = nn.ModuleDict({name: self._make_path(cfg, w) for name, cfg in STEP_5.items()})

    def _make_path(self, cfg, w):
        return nn.Sequential(*[Unit(i * w, o * w, k, p=p) for k, i, o, p in cfg])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        x = torch.cat((F.max_pool2d(x, 3, 2), self.down[0](x)), 1)
        x = torch.cat((self.step5["short"](x), self.step5["long"](x)), 1)
        return torch.cat((self.down[1](x), F.max_pool2d(x, 3, 2)), 1)
