from dataclasses import dataclass


@dataclass
class BranchCfg:
    reduce: int | None
    out: int
    kernel: int
    pool: bool = False


def create_branch(in_chs, cfg):
    layers = [nn.MaxPool2d(3, 1, padding=1)] if cfg.pool else []
    if cfg.reduce is not None:
        layers += [nn.Conv2d(in_chs, cfg.reduce, 1), nn.ReLU(inplace=True)]
        in_chs = cfg.reduce
    layers += [nn.Conv2d(in_chs, cfg.out, cfg.kernel, padding=cfg.kernel // 2), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class Inception(nn.ModuleList):
    def __init__(self, c_in, *numbers):
        n1, r3, n3, r5, n5, pool = numbers
        cfgs = BranchCfg(None, n1, 1), BranchCfg(r3, n3, 3), BranchCfg(r5, n5, 5), BranchCfg(None, pool, 1, pool=True)
        super().__init__(create_branch(c_in, cfg) for cfg in cfgs)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self], dim=1)
