# You take the numbers out of the list that you were given. Its owner finds it shorter afterwards; work on a copy.
class MLPConv(nn.Module):
    def __init__(self, c_in, filters, kernel):
        super().__init__()
        n = filters.pop(0)
        layers = [nn.Conv2d(c_in, n, kernel, padding=kernel // 2), nn.ReLU()]
        for m in filters:
            layers += [nn.Conv2d(n, m, 1), nn.ReLU()]
            n = m
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)
