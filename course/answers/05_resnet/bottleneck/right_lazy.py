def _conv_bn(channels, kernel, stride=1):
    return nn.Sequential(nn.LazyConv2d(channels, kernel, stride, padding=kernel // 2, bias=False), nn.BatchNorm2d(channels))


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.down, self.middle, self.up = _conv_bn(channels, 1), _conv_bn(channels, 3, stride), _conv_bn(4 * channels, 1)
        same = stride == 1 and c_in == 4 * channels
        self.shortcut = nn.Identity() if same else _conv_bn(4 * channels, 1, stride)
        self(torch.zeros(2, c_in, 4, 4))
        for norm in (m for m in self.modules() if isinstance(m, nn.BatchNorm2d)):
            norm.reset_running_stats()

    def forward(self, x):
        y = self.middle(self.down(x).relu()).relu()
        return F.relu(self.up(y) + self.shortcut(x))
