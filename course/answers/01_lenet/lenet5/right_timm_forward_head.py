from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass
class Cfg:
    convs: tuple = (6, 16)
    hidden: tuple = (120, 84)
    sides: dict = field(default_factory=lambda: {"in": 32, "out": 5})


def create_conv2d(in_chs, out_chs, kernel_size=5, **kwargs):
    return nn.Conv2d(in_chs, out_chs, kernel_size, **kwargs)


class LeNet5(nn.Module):
    def __init__(self, num_classes=10, in_chans=1, cfg=None):
        super().__init__()
        cfg = cfg or Cfg()
        stages, prev = OrderedDict(), in_chans
        for i, chs in enumerate(cfg.convs, 1):
            stages[f"conv{i}"] = create_conv2d(prev, chs)
            prev = chs
        self.stages = nn.ModuleDict(stages)
        self.num_features = prev * cfg.sides["out"] ** 2
        widths = (self.num_features, *cfg.hidden, num_classes)
        self.head = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward_features(self, x):
        for conv in self.stages.values():
            x = conv(x).relu_()
            x = x.unfold(2, 2, 2).unfold(3, 2, 2).amax(dim=(-2, -1))
        return x

    def forward_head(self, x):
        *hidden, last = self.head
        x = x.reshape(x.shape[0], self.num_features)
        for fc in hidden:
            x = torch.einsum("bi,oi->bo", x, fc.weight).add(fc.bias).clamp_min(0)
        return last(x)

    def forward(self, x):
        return self.forward_head(self.forward_features(x))
