# Boxes that look alike are one and the same box in your code. Each has weights of its own, also where another has the same kernel and as many filters.
class InceptionC(nn.Module):
    """Inception-v4's module for 8×8 (Figure 6): (B, 48 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        c = 48 * w
        self.one = conv(c, 8 * w, 1)
        self.to_two = conv(c, 12 * w, 1)
        self.two_lying, self.two_standing = conv(12 * w, 8 * w, (1, 3)), conv(12 * w, 8 * w, (3, 1))
        self.to_three = nn.Sequential(conv(c, 12 * w, 1), conv(12 * w, 14 * w, (3, 1)), conv(14 * w, 16 * w, (1, 3)))
        self.three_lying, self.three_standing = conv(16 * w, 8 * w, (1, 3)), conv(16 * w, 8 * w, (3, 1))
        self.average = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.after_average = conv(c, 8 * w, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        two, three = self.to_two(x), self.to_three(x)
        parts = [
            self.one(x),
            self.two_lying(two),
            self.two_standing(two),
            self.three_lying(three),
            self.three_standing(three),
            self.after_average(self.average(x)),
        ]
        return torch.cat(parts, dim=1)
