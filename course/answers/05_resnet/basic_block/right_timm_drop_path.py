from functools import partial


def create_conv2d(in_chs, out_chs, kernel_size, stride=1):
    return nn.Conv2d(in_chs, out_chs, kernel_size, stride=stride, padding=(kernel_size - 1) // 2, bias=False)


class DropPath(nn.Module):
    """Stochastic depth, with a probability that is 0 here."""

    def __init__(self, drop_prob=0.0):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if self.drop_prob == 0.0 or not self.training:
            return x
        keep = torch.rand(x.shape[0], 1, 1, 1) > self.drop_prob
        return x * keep / (1 - self.drop_prob)


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, inplanes, planes, stride=1, act_layer=partial(nn.ReLU, inplace=True), norm_layer=nn.BatchNorm2d, drop_path=0.0):
        super().__init__()
        outplanes = planes * self.expansion
        self.conv1, self.bn1, self.act1 = create_conv2d(inplanes, planes, 3, stride), norm_layer(planes), act_layer()
        self.conv2, self.bn2, self.act2 = create_conv2d(planes, outplanes, 3), norm_layer(outplanes), act_layer()
        self.drop_path = DropPath(drop_path)
        self.downsample = None
        if stride != 1 or inplanes != outplanes:
            self.downsample = nn.Sequential(create_conv2d(inplanes, outplanes, 1, stride), norm_layer(outplanes))

    def forward(self, x):
        shortcut = x
        x = self.act1(self.bn1(self.conv1(x)))
        x = self.drop_path(self.bn2(self.conv2(x)))
        if self.downsample is not None:
            shortcut = self.downsample(shortcut)
        x = x + shortcut
        return self.act2(x)
