class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class InceptionResidual(nn.Module):
    def __init__(self, num_channels, paths, scale=1.0):
        super().__init__()
        self.nets = nn.ModuleList(
            nn.Sequential(*[ConvBlock(n, k, padding=[side // 2 for side in ((k, k) if isinstance(k, int) else k)]) for k, n in path]) for path in paths
        )
        self.back = nn.LazyConv2d(num_channels, kernel_size=1)
        self.scale = scale

    def forward(self, X):
        Y = self.back(torch.cat([net(X) for net in self.nets], dim=1))
        return F.relu(X + self.scale * Y)
