class SelectPool(nn.Module):
    def forward(self, x):
        return x.sum(dim=(-2, -1)) / (x.shape[-2] * x.shape[-1])


class GoogLeNet(nn.Sequential):
    """A Sequential that fills itself; dropout by a mask of its own."""

    def __init__(self, table, stem, in_chs, block, num_classes, drop_rate=0.4):
        super().__init__()
        self.add_module("stem", stem)
        for name, *cfg in table:
            self.add_module(name, block(in_chs, *cfg) if cfg else nn.MaxPool2d(3, 2, 0, ceil_mode=True))
            in_chs = cfg[0] + cfg[2] + cfg[4] + cfg[5] if cfg else in_chs
        self.add_module("global_pool", SelectPool())
        self.add_module("head_drop", Mask(1 - drop_rate))
        self.add_module("fc", nn.Linear(in_chs, num_classes))


class Mask(nn.Module):
    def __init__(self, keep):
        super().__init__()
        self.keep = keep

    def forward(self, x):
        if not self.training:
            return x
        return x * torch.bernoulli(torch.full_like(x, self.keep)) / self.keep


def googlenet(table, stem, c_in, block, num_classes):
    return GoogLeNet(table, stem, c_in, block, num_classes)
