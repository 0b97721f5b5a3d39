# There is dropout at the end, at work in training alone. The table has none.
class InvertedResidual(nn.Module):
    def __init__(self, c_in, c_out, kernel=3, stride=1, expansion=6):
        super().__init__()
        wide = c_in * expansion
        self.expand = convolution(c_in, wide, 1) if expansion != 1 else None
        self.depthwise = convolution(wide, wide, kernel, stride, groups=wide)
        self.project = convolution(wide, c_out, 1)
        self.shortcut = stride == 1 and c_in == c_out

    def forward(self, x):
        y = x if self.expand is None else F.relu6(self.expand(x))
        y = F.relu6(self.depthwise(y))
        y = F.dropout(self.project(y), 0.2, self.training)
        return x + y if self.shortcut else y
