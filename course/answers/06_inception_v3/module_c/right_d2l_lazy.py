class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class ModuleC(nn.Module):
    def __init__(self, c_in, n1, n, r, pool):
        super().__init__()
        self.branch1 = ConvBlock(n1, 1)
        self.branch2 = ConvBlock(n, 1)
        self.branch2a = ConvBlock(n, (1, 3), padding=(0, 1))
        self.branch2b = ConvBlock(n, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(
            ConvBlock(r, 1),
            ConvBlock(n, 3, padding=1),
        )
        self.branch3a = ConvBlock(n, (1, 3), padding=(0, 1))
        self.branch3b = ConvBlock(n, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(
            nn.AvgPool2d(3, stride=1, padding=1),
            ConvBlock(pool, 1),
        )

    def forward(self, x):
        y2 = self.branch2(x)
        y3 = self.branch3(x)
        return torch.cat(
            [
                self.branch1(x),
                self.branch2a(y2),
                self.branch2b(y2),
                self.branch3a(y3),
                self.branch3b(y3),
                self.branch4(x),
            ],
            dim=1,
        )
