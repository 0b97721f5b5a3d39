# Your own box has batch norm's usual ε of 0.00001. `Conv` from the setup cell has 0.001.
class Box(nn.Sequential):
    def __init__(self, c_in, c_out, kernel, stride=1, valid=False):
        rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (0, 0) if valid else (rows // 2, columns // 2)
        super().__init__(nn.Conv2d(c_in, c_out, (rows, columns), stride, padding, bias=False), nn.BatchNorm2d(c_out), nn.ReLU())


class Stem(nn.Module):
    """The stem of Inception-v4 (Szegedy et al. 2016, Figure 3): (B, 3, 299, 299) -> (B, 12 w, 35, 35)."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        self.column = nn.Sequential(Box(3, w, 3, stride=2, valid=True), Box(w, w, 3, valid=True), Box(w, 2 * w, 3))
        self.pool = nn.MaxPool2d(3, stride=2)
        self.step4 = Box(2 * w, 3 * w, 3, stride=2, valid=True)
        self.short = nn.Sequential(Box(5 * w, 2 * w, 1), Box(2 * w, 3 * w, 3, valid=True))
        self.long = nn.Sequential(
            Box(5 * w, 2 * w, 1),
            Box(2 * w, 2 * w, (1, 7)),
            Box(2 * w, 2 * w, (7, 1)),
            Box(2 * w, 3 * w, 3, valid=True),
        )
        self.step6 = Box(6 * w, 6 * w, 3, stride=2, valid=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.column(x)
        x = torch.cat([self.pool(x), self.step4(x)], dim=1)
        x = torch.cat([self.short(x), self.long(x)], dim=1)
        return torch.cat([self.step6(x), self.pool(x)], dim=1)
