class Inception(nn.Module):
    def __init__(self, c_in, n1, r3, n3, r5, n5, pool):
        super().__init__()
        self.pool = nn.MaxPool2d(kernel_size=3, stride=1, padding=1)
        self.project = nn.Conv2d(c_in, pool, kernel_size=1)
        self.reduce = nn.ModuleList([nn.Conv2d(c_in, r, 1) for r in (r3, r5)])
        self.large = nn.ModuleList([nn.Conv2d(r, n, k, padding="same") for r, n, k in ((r3, n3, 3), (r5, n5, 5))])
        self.small = nn.Conv2d(c_in, n1, kernel_size=1)

    def forward(self, x):
        y = [self.small(x)]
        for reduce, large in zip(self.reduce, self.large):
            y.append(large(torch.relu(reduce(x))))
        y.append(self.project(self.pool(x)))
        return torch.relu(torch.cat(y, 1))
