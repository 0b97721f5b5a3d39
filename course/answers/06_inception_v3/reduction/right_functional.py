class Reduction(nn.Module):
    def __init__(self, c_in, n, r, m):
        super().__init__()
        self.layers = nn.ModuleDict(dict(thin=Conv(c_in, r, 1), wide=Conv(r, m, 3, padding="same"), step=Conv(m, m, 3, 2), direct=Conv(c_in, n, 3, 2)))

    def forward(self, x):
        y = x
        for name in ("thin", "wide", "step"):
            y = self.layers[name](y)
        return torch.concat([self.layers["direct"](x), y, F.max_pool2d(x, 3, 2)], dim=-3)
