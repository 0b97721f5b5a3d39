class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class InceptionC(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 48 * w
        self.branch1 = ConvBlock(8 * w, 1)
        self.branch2 = ConvBlock(12 * w, 1)
        self.branch2a = ConvBlock(8 * w, (1, 3), padding=(0, 1))
        self.branch2b = ConvBlock(8 * w, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(
            ConvBlock(12 * w, 1),
            ConvBlock(14 * w, (3, 1), padding=(1, 0)),
            ConvBlock(16 * w, (1, 3), padding=(0, 1)),
        )
        self.branch3a = ConvBlock(8 * w, (1, 3), padding=(0, 1))
        self.branch3b = ConvBlock(8 * w, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(
            nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False),
            ConvBlock(8 * w, 1),
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
