# Layers with the same numbers are one and the same layer in your block. Each number in filters is a layer with weights of its own.
class MLPConv(nn.Module):
    def __init__(self, c_in, filters, kernel):
        super().__init__()
        made, layers = {}, []
        for i, n in enumerate(filters):
            k = kernel if i == 0 else 1
            if (c_in, n, k) not in made:
                made[c_in, n, k] = nn.Conv2d(c_in, n, k, padding=k // 2)
            layers += [made[c_in, n, k], nn.ReLU()]
            c_in = n
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)
