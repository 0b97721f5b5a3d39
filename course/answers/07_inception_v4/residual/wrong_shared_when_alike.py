# Boxes that look alike are one and the same box in your code. Each has weights of its own, also where another has the same kernel and as many filters.
class InceptionResidual(nn.Module):
    """relu(x + scale · linear(branches(x))) (Szegedy et al. 2016, Figures 10 to 19): (B, c_in, H, W) -> the same shape."""

    def __init__(self, c_in: int, paths: tuple, scale: float = 1.0) -> None:
        super().__init__()
        made = {}

        def conv(*numbers, **more):
            if (*numbers, *more.values()) not in made:
                made[*numbers, *more.values()] = Conv(*numbers, **more)
            return made[*numbers, *more.values()]

        self.scale = scale
        self.branches = nn.ModuleList()
        for path in paths:
            widths = [c_in, *[filters for _, filters in path]]
            steps = [conv(a, b, kernel) for a, b, (kernel, _) in zip(widths, widths[1:], path)]
            self.branches.append(nn.Sequential(*steps))
        self.linear = nn.Conv2d(sum(path[-1][1] for path in paths), c_in, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        residual = self.linear(torch.cat([branch(x) for branch in self.branches], dim=1))
        return F.relu(x + self.scale * residual)
