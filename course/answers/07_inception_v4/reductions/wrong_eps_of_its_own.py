# Your own box has batch norm's usual ε of 0.00001. `Conv` from the setup cell has 0.001.
class Box(nn.Sequential):
    def __init__(self, c_in, c_out, kernel, stride=1, valid=False):
        rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (0, 0) if valid else (rows // 2, columns // 2)
        super().__init__(nn.Conv2d(c_in, c_out, (rows, columns), stride, padding, bias=False), nn.BatchNorm2d(c_out), nn.ReLU())


class ReductionA(nn.Module):
    """35×35 -> 17×17 (Szegedy et al. 2016, Figure 7, Table 1): (B, c_in, H, W) -> (B, n + m + c_in, H', W')."""

    def __init__(self, c_in: int, k: int, l: int, m: int, n: int) -> None:  # noqa: E741  (the paper's letters)
        super().__init__()
        self.short = Box(c_in, n, 3, stride=2, valid=True)
        self.long = nn.Sequential(Box(c_in, k, 1), Box(k, l, 3), Box(l, m, 3, stride=2, valid=True))
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)


class ReductionB(nn.Module):
    """17×17 -> 8×8 in Inception-v4 (Figure 8): (B, 32 w, H, W) -> (B, 48 w, H', W')."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        c = 32 * w
        self.short = nn.Sequential(Box(c, 6 * w, 1), Box(6 * w, 6 * w, 3, stride=2, valid=True))
        self.long = nn.Sequential(
            Box(c, 8 * w, 1),
            Box(8 * w, 8 * w, (1, 7)),
            Box(8 * w, 10 * w, (7, 1)),
            Box(10 * w, 10 * w, 3, stride=2, valid=True),
        )
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)
