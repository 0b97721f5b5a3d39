class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class Reduction(nn.Module):
    def __init__(self, c_in, n, r, m):
        super().__init__()
        self.branch1 = ConvBlock(n, 3, stride=2)
        self.branch2 = nn.Sequential(
            ConvBlock(r, 1),
            ConvBlock(m, 3, padding=1),
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
