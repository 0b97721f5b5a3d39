class Join(nn.Module):
    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([b(x) for b in self.branches], dim=1)


def Stem(w=32):
    def pool():
        return nn.MaxPool2d(3, 2)

    return nn.Sequential(
        Conv(3, w, 3, 2, True),
        Conv(w, w, 3, 1, True),
        Conv(w, 2 * w, 3),
        Join(pool(), Conv(2 * w, 3 * w, 3, 2, True)),
        Join(
            nn.Sequential(Conv(5 * w, 2 * w, 1), Conv(2 * w, 3 * w, 3, valid=True)),
            nn.Sequential(Conv(5 * w, 2 * w, 1), Conv(2 * w, 2 * w, (1, 7)), Conv(2 * w, 2 * w, (7, 1)), Conv(2 * w, 3 * w, 3, valid=True)),
        ),
        Join(Conv(6 * w, 6 * w, 3, 2, True), pool()),
    )
