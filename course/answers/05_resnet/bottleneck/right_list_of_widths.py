class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        widths, kernels, strides = [c_in, channels, channels, 4 * channels], [1, 3, 1], [1, stride, 1]
        layers = []
        for a, b, k, s in zip(widths, widths[1:], kernels, strides):
            layers += [nn.Conv2d(a, b, k, s, padding=k // 2, bias=False), nn.BatchNorm2d(b), nn.ReLU()]
        self.layers = nn.ModuleList(layers[:-1])
        self.skip = nn.ModuleList()
        if c_in != 4 * channels or stride > 1:
            self.skip = nn.ModuleList([nn.Conv2d(c_in, 4 * channels, 1, stride, bias=False), nn.BatchNorm2d(4 * channels)])

    def forward(self, x):
        s = x
        for layer in self.skip:
            s = layer(s)
        for layer in self.layers:
            x = layer(x)
        return torch.relu(x + s)
