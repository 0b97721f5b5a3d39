class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class ModuleA(nn.Module):
    def __init__(self, c_in, n1, r5, n5, r3, n3, pool):
        super().__init__()
        self.branch1 = ConvBlock(n1, 1)
        self.branch2 = nn.Sequential(
            ConvBlock(r5, 1),
            ConvBlock(n5, 5, padding=2),
        )
        self.branch3 = nn.Sequential(
            ConvBlock(r3, 1),
            ConvBlock(n3, 3, padding=1),
            ConvBlock(n3, 3, padding=1),
        )
        self.branch4 = nn.Sequential(
            nn.AvgPool2d(3, stride=1, padding=1),
            ConvBlock(pool, 1),
        )

    def forward(self, x):
        return torch.cat(
            [
                self.branch1(x),
                self.branch2(x),
                self.branch3(x),
                self.branch4(x),
            ],
            dim=1,
        )
