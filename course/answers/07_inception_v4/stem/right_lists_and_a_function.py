def side_by_side(x, *paths):
    results = []
    for path in paths:
        y = x
        for layer in path:
            y = layer(y)
        results.append(y)
    return torch.cat(results, 1)


class Stem(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        v = dict(valid=True)
        self.a = nn.ModuleList([Conv(3, w, 3, 2, **v), Conv(w, w, 3, **v), Conv(w, w * 2, 3)])
        self.b = nn.ModuleList([Conv(w * 2, w * 3, 3, 2, **v)])
        self.c = nn.ModuleList([Conv(w * 5, w * 2, 1), Conv(w * 2, w * 3, 3, **v)])
        self.d = nn.ModuleList([Conv(w * 5, w * 2, 1), Conv(w * 2, w * 2, (1, 7)), Conv(w * 2, w * 2, (7, 1)), Conv(w * 2, w * 3, 3, **v)])
        self.e = nn.ModuleList([Conv(w * 6, w * 6, 3, 2, **v)])

    def forward(self, x):
        def pool(t):
            return F.max_pool2d(t, kernel_size=3, stride=2)

        x = side_by_side(x, self.a)
        x = side_by_side(x, [pool], self.b)
        x = side_by_side(x, self.c, self.d)
        return side_by_side(x, self.e, [pool])
