class DropPath(nn.Module):
    """A path that is left out for some pictures in training; at rate 0, as here, never."""

    def __init__(self, rate=0.0):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if self.rate == 0.0 or not self.training:
            return x
        keep = 1 - self.rate
        return x * x.new_empty((x.shape[0], 1, 1, 1)).bernoulli_(keep) / keep


class InvertedResidual(nn.Module):
    def __init__(self, c_in, c_out, kernel=3, stride=1, expansion=6, drop_path_rate=0.0):
        super().__init__()
        mid_chs = c_in * expansion
        self.has_skip = c_in == c_out and stride == 1
        self.conv_pw = convolution(c_in, mid_chs, 1) if expansion != 1 else nn.Identity()
        self.act1 = nn.ReLU6() if expansion != 1 else nn.Identity()
        self.conv_dw = convolution(mid_chs, mid_chs, kernel, stride, groups=mid_chs)
        self.act2 = nn.ReLU6()
        self.conv_pwl = convolution(mid_chs, c_out, 1)
        self.drop_path = DropPath(drop_path_rate)

    def forward(self, x):
        shortcut = x
        x = self.act1(self.conv_pw(x))
        x = self.act2(self.conv_dw(x))
        x = self.conv_pwl(x)
        return shortcut + self.drop_path(x) if self.has_skip else x
