class InvertedResidual(nn.Module):
    def __init__(self, c_in, c_out, kernel=3, stride=1, expansion=6):
        super().__init__()
        wide = c_in * expansion
        self.first = nn.Identity() if expansion == 1 else nn.Sequential(convolution(c_in, wide, 1), nn.Hardtanh(0, 6))
        self.second = nn.Sequential(convolution(wide, wide, kernel, stride, wide), nn.Hardtanh(0, 6))
        self.third = convolution(wide, c_out, 1)
        self.add = stride == 1 and c_in == c_out

    def forward(self, x):
        out = self.third(self.second(self.first(x)))
        return out + x if self.add else out
