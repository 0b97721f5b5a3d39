# There is dropout between your layers. In evaluation it does nothing; in training it shows. An mlpconv layer has none.
class MLPConv(nn.Module):
    def __init__(self, c_in, filters, kernel):
        super().__init__()
        layers = []
        for i, n in enumerate(filters):
            k = kernel if i == 0 else 1
            layers.append(nn.Conv2d(c_in, n, k, padding=k // 2))
            layers.append(nn.ReLU())
            layers.append(nn.Dropout(0.5))
            c_in = n
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)
