class InceptionC(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 48 * w
        self.direct, self.pooled = Conv(c, 8 * w, 1), Conv(c, 8 * w, 1)
        self.stems = nn.ModuleList([Conv(c, 12 * w, 1), nn.Sequential(Conv(c, 12 * w, 1), Conv(12 * w, 14 * w, (3, 1)), Conv(14 * w, 16 * w, (1, 3)))])
        self.ends = nn.ModuleList([nn.ModuleList([Conv(n, 8 * w, k) for k in ((1, 3), (3, 1))]) for n in (12 * w, 16 * w)])

    def forward(self, x):
        mean = F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        parts = [self.direct(x)]
        for stem, ends in zip(self.stems, self.ends):
            y = stem(x)
            parts += [end(y) for end in ends]
        return torch.cat([*parts, self.pooled(mean)], 1)
