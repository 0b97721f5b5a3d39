class Dense(nn.Module):
    """Windows are unfolded once; after that the linear layers act on the last dimension."""

    def __init__(self, head, side):
        super().__init__()
        self.side = side
        self.layers = nn.Sequential(*[m for m in head if not isinstance(m, nn.Flatten)])

    def forward(self, x):
        b, c, h, w = x.shape
        windows = F.unfold(x, self.side).transpose(1, 2)  # (B, positions, C · side · side)
        scores = self.layers(windows)
        return scores.transpose(1, 2).reshape(b, -1, h - self.side + 1, w - self.side + 1)


def convolutional(head, side):
    return Dense(head, side)
