class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class ReductionA(nn.Module):
    def __init__(self, c_in, k, l, m, n):  # noqa: E741
        super().__init__()
        self.branch1 = ConvBlock(n, 3, stride=2)
        self.branch2 = nn.Sequential(
            ConvBlock(k, 1),
            ConvBlock(l, 3, padding=1),
            ConvBlock(m, 3, stride=2),
        )
        self.branch3 = nn.MaxPool2d(kernel_size=3, stride=2)

    def forward(self, x):
        return torch.cat(
            [
                self.branch1(x),
                self.branch2(x),
                self.branch3(x),
            ],
            dim=1,
        )


class ReductionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 32 * w
        self.branch1 = nn.Sequential(
            ConvBlock(6 * w, 1),
            ConvBlock(6 * w, 3, stride=2),
        )
        self.branch2 = nn.Sequential(
            ConvBlock(8 * w, 1),
            ConvBlock(8 * w, (1, 7), padding=(0, 3)),
            ConvBlock(10 * w, (7, 1), padding=(3, 0)),
            ConvBlock(10 * w, 3, stride=2),
        )
        self.branch3 = nn.MaxPool2d(kernel_size=3, stride=2)

    def forward(self, x):
        return torch.cat(
            [
                self.branch1(x),
                self.branch2(x),
                self.branch3(x),
            ],
            dim=1,
        )
