# form: grouped convolutions made of ordinary ones, as in exercise 2
class Cards(nn.Module):
    """The convolution in groups of exercise 2; with one group an ordinary one."""

    def __init__(self, c_in, c_out, kernel, groups=1, padding=0):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(c_in // groups, c_out // groups, kernel, padding=padding) for _ in range(groups))

    def forward(self, x):
        return torch.cat([conv(part) for conv, part in zip(self.convs, x.chunk(len(self.convs), 1))], 1)


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6):
        super().__init__()
        c1, c2, c3, c4, c5, hidden = [n // divide for n in (96, 256, 384, 384, 256, 4096)]
        norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        self.maps = nn.Sequential(
            nn.Conv2d(3, c1, *first), nn.ReLU(), norm, nn.MaxPool2d(3, 2),
            Cards(c1, c2, 5, groups, 2), nn.ReLU(), norm, nn.MaxPool2d(3, 2),
            nn.Conv2d(c2, c3, 3, padding=1), nn.ReLU(),
            Cards(c3, c4, 3, groups, 1), nn.ReLU(),
            Cards(c4, c5, 3, groups, 1), nn.ReLU(), nn.MaxPool2d(3, 2),
        )
        self.units = nn.Sequential(
            nn.Flatten(),
            nn.Linear(c5 * side * side, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, num_classes),
        )

    def forward(self, x):
        return self.units(self.maps(x))
