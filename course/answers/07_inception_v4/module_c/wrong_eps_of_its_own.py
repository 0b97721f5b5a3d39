# Your own box has batch norm's usual ε of 0.00001. `Conv` from the setup cell has 0.001.
class Box(nn.Sequential):
    def __init__(self, c_in, c_out, kernel, stride=1, valid=False):
        rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (0, 0) if valid else (rows // 2, columns // 2)
        super().__init__(nn.Conv2d(c_in, c_out, (rows, columns), stride, padding, bias=False), nn.BatchNorm2d(c_out), nn.ReLU())


class InceptionC(nn.Module):
    """Inception-v4's module for 8×8 (Figure 6): (B, 48 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        c = 48 * w
        self.one = Box(c, 8 * w, 1)
        self.to_two = Box(c, 12 * w, 1)
        self.two_lying, self.two_standing = Box(12 * w, 8 * w, (1, 3)), Box(12 * w, 8 * w, (3, 1))
        self.to_three = nn.Sequential(Box(c, 12 * w, 1), Box(12 * w, 14 * w, (3, 1)), Box(14 * w, 16 * w, (1, 3)))
        self.three_lying, self.three_standing = Box(16 * w, 8 * w, (1, 3)), Box(16 * w, 8 * w, (3, 1))
        self.average = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.after_average = Box(c, 8 * w, 1)

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
