class Dense(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, n_in) / n_in**0.5)
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return torch.einsum("bi,oi->bo", x, self.weight) + self.bias


def AlexNet(num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6):
    layers, c = [], 3
    for n, conf, norm, pool in (
        (96, dict(zip(("kernel_size", "stride", "padding"), first)), True, True),
        (256, dict(kernel_size=5, padding=2, groups=groups), True, True),
        (384, dict(kernel_size=3, padding=1), False, False),
        (384, dict(kernel_size=3, padding=1, groups=groups), False, False),
        (256, dict(kernel_size=3, padding=1, groups=groups), False, True),
    ):
        layers += [nn.Conv2d(c, n // divide, **conf), nn.ReLU()]
        layers += [nn.LocalResponseNorm(5, 5e-4, 0.75, 2.0)] * norm + [nn.MaxPool2d(3, 2)] * pool
        c = n // divide
    hidden = 4096 // divide
    layers += [nn.Flatten(), Dense(c * side**2, hidden), nn.ReLU(), nn.Dropout(), Dense(hidden, hidden), nn.ReLU(), nn.Dropout(), Dense(hidden, num_classes)]
    return nn.Sequential(*layers)
