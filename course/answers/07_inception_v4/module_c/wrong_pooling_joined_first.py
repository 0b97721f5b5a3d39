# You join the pooling branch first. In the table it is the last.
class InceptionC(nn.Module):
    """Inception-v4's module for 8×8 (Figure 6): (B, 48 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        c = 48 * w
        self.one = Conv(c, 8 * w, 1)
        self.to_two = Conv(c, 12 * w, 1)
        self.two_lying, self.two_standing = Conv(12 * w, 8 * w, (1, 3)), Conv(12 * w, 8 * w, (3, 1))
        self.to_three = nn.Sequential(Conv(c, 12 * w, 1), Conv(12 * w, 14 * w, (3, 1)), Conv(14 * w, 16 * w, (1, 3)))
        self.three_lying, self.three_standing = Conv(16 * w, 8 * w, (1, 3)), Conv(16 * w, 8 * w, (3, 1))
        self.average = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.after_average = Conv(c, 8 * w, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        two, three = self.to_two(x), self.to_three(x)
        parts = [
            self.after_average(self.average(x)),
            self.one(x),
            self.two_lying(two),
            self.two_standing(two),
            self.three_lying(three),
            self.three_standing(three),
        ]
        return torch.cat(parts, dim=1)
