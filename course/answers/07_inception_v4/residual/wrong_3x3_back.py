# The convolution that leads back to the input's channels is a 3×3. It is a 1×1.
class InceptionResidual(nn.Module):

    def __init__(self, c_in: int, paths: tuple, scale: float = 1.0) -> None:
        super().__init__()
        self.scale = scale
        self.branches = nn.ModuleList()
        for path in paths:
            widths = [c_in, *[filters for _, filters in path]]
            steps = [Conv(a, b, kernel) for a, b, (kernel, _) in zip(widths, widths[1:], path)]
            self.branches.append(nn.Sequential(*steps))
        self.linear = nn.Conv2d(sum(path[-1][1] for path in paths), c_in, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        residual = self.linear(torch.cat([branch(x) for branch in self.branches], dim=1))
        return F.relu(x + self.scale * residual)
