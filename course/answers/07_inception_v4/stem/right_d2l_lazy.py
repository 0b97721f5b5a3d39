class ConvBlock(nn.Sequential):
    """Lazy: the channels that come in are found at the first pass."""

    def __init__(self, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(
            nn.LazyConv2d(out_channels, kernel_size=kernel_size, stride=stride, padding=padding, bias=False),
            nn.LazyBatchNorm2d(eps=1e-3),
            nn.ReLU(),
        )


class Join(nn.Module):
    """Branches that read the same map, joined on channels."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


class Stem(nn.Sequential):
    def __init__(self, w=32):
        def pool():
            return nn.MaxPool2d(kernel_size=3, stride=2)

        super().__init__(
            nn.Sequential(ConvBlock(w, 3, stride=2), ConvBlock(w, 3), ConvBlock(2 * w, 3, padding=1)),
            Join(pool(), ConvBlock(3 * w, 3, stride=2)),
            Join(
                nn.Sequential(ConvBlock(2 * w, 1), ConvBlock(3 * w, 3)),
                nn.Sequential(
                    ConvBlock(2 * w, 1),
                    ConvBlock(2 * w, (1, 7), padding=(0, 3)),
                    ConvBlock(2 * w, (7, 1), padding=(3, 0)),
                    ConvBlock(3 * w, 3),
                ),
            ),
            Join(ConvBlock(6 * w, 3, stride=2), pool()),
        )
