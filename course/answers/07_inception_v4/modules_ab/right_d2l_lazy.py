class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class InceptionA(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 12 * w
        self.branch1 = ConvBlock(3 * w, 1)
        self.branch2 = nn.Sequential(
            ConvBlock(2 * w, 1),
            ConvBlock(3 * w, 3, padding=1),
        )
        self.branch3 = nn.Sequential(
            ConvBlock(2 * w, 1),
            ConvBlock(3 * w, 3, padding=1),
            ConvBlock(3 * w, 3, padding=1),
        )
        self.branch4 = nn.Sequential(
            nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False),
            ConvBlock(3 * w, 1),
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


class InceptionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 32 * w
        self.branch1 = ConvBlock(12 * w, 1)
        self.branch2 = nn.Sequential(
            ConvBlock(6 * w, 1),
            ConvBlock(7 * w, (1, 7), padding=(0, 3)),
            ConvBlock(8 * w, (7, 1), padding=(3, 0)),
        )
        self.branch3 = nn.Sequential(
            ConvBlock(6 * w, 1),
            ConvBlock(6 * w, (7, 1), padding=(3, 0)),
            ConvBlock(7 * w, (1, 7), padding=(0, 3)),
            ConvBlock(7 * w, (7, 1), padding=(3, 0)),
            ConvBlock(8 * w, (1, 7), padding=(0, 3)),
        )
        self.branch4 = nn.Sequential(
            nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False),
            ConvBlock(4 * w, 1),
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
