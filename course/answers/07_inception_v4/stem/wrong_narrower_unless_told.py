# Without a width your stem is not the paper's: w is 32 unless given.
class Stem(nn.Module):
    """The stem of Inception-v4 (Szegedy et al. 2016, Figure 3): (B, 3, 299, 299) -> (B, 12 w, 35, 35)."""

    def __init__(self, w: int = 16) -> None:
        super().__init__()
        self.column = nn.Sequential(Conv(3, w, 3, stride=2, valid=True), Conv(w, w, 3, valid=True), Conv(w, 2 * w, 3))
        self.pool = nn.MaxPool2d(3, stride=2)
        self.step4 = Conv(2 * w, 3 * w, 3, stride=2, valid=True)
        self.short = nn.Sequential(Conv(5 * w, 2 * w, 1), Conv(2 * w, 3 * w, 3, valid=True))
        self.long = nn.Sequential(
            Conv(5 * w, 2 * w, 1),
            Conv(2 * w, 2 * w, (1, 7)),
            Conv(2 * w, 2 * w, (7, 1)),
            Conv(2 * w, 3 * w, 3, valid=True),
        )
        self.step6 = Conv(6 * w, 6 * w, 3, stride=2, valid=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.column(x)
        x = torch.cat([self.pool(x), self.step4(x)], dim=1)
        x = torch.cat([self.short(x), self.long(x)], dim=1)
        return torch.cat([self.step6(x), self.pool(x)], dim=1)
