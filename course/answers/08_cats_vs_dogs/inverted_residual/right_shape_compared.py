class InvertedResidual(nn.Module):
    """Looks at the shapes when they are there, and clamps by hand."""

    def __init__(self, c_in, c_out, kernel=3, stride=1, expansion=6):
        super().__init__()
        wide = c_in * expansion
        self.project = convolution(wide, c_out, 1)
        self.each_channel = convolution(wide, wide, kernel, stride, groups=wide)
        self.expand = nn.ModuleList([convolution(c_in, wide, 1)] if wide != c_in else [])
        self.stride = stride

    def forward(self, x):
        y = x
        for layer in (*self.expand, self.each_channel):
            y = layer(y).clamp(0, 6)
        y = self.project(y)
        return torch.add(x, y) if self.stride == 1 and x.shape == y.shape else y
