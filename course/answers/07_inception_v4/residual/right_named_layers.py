class InceptionResidual(nn.Module):
    def __init__(self, c_in, paths, scale=1.0):
        super().__init__()
        self.paths, self.scale = paths, scale
        total = 0
        for i, path in enumerate(paths):
            before = c_in
            for j, (kernel, filters) in enumerate(path):
                setattr(self, f"conv{i}_{j}", Conv(before, filters, kernel))
                before = filters
            total += before
        self.up = nn.Conv2d(total, c_in, 1)

    def forward(self, x):
        ends = []
        for i, path in enumerate(self.paths):
            y = x
            for j in range(len(path)):
                y = getattr(self, f"conv{i}_{j}")(y)
            ends.append(y)
        residual = self.up(torch.cat(ends, dim=1)) * self.scale
        return torch.clamp(residual + x, min=0)
