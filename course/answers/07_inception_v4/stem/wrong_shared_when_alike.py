# Boxes that look alike are one and the same box in your code. Each has weights of its own, also where another has the same kernel and as many filters.
class Stem(nn.Module):
    """The stem of Inception-v4 (Szegedy et al. 2016, Figure 3): (B, 3, 299, 299) -> (B, 12 w, 35, 35)."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        self.column = nn.Sequential(conv(3, w, 3, stride=2, valid=True), conv(w, w, 3, valid=True), conv(w, 2 * w, 3))
        self.pool = nn.MaxPool2d(3, stride=2)
        self.step4 = conv(2 * w, 3 * w, 3, stride=2, valid=True)
        self.short = nn.Sequential(conv(5 * w, 2 * w, 1), conv(2 * w, 3 * w, 3, valid=True))
        self.long = nn.Sequential(
            conv(5 * w, 2 * w, 1),
            conv(2 * w, 2 * w, (1, 7)),
            conv(2 * w, 2 * w, (7, 1)),
            conv(2 * w, 3 * w, 3, valid=True),
        )
        self.step6 = conv(6 * w, 6 * w, 3, stride=2, valid=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.column(x)
        x = torch.cat([self.pool(x), self.step4(x)], dim=1)
        x = torch.cat([self.short(x), self.long(x)], dim=1)
        return torch.cat([self.step6(x), self.pool(x)], dim=1)
