# form: the three 1×1 convolutions that read the module's input as one, cut into their channels afterwards
class Inception(nn.Module):
    def __init__(self, c_in, n1, r3, n3, r5, n5, pool):
        super().__init__()
        self.split = [n1, r3, r5]
        self.stem = nn.Conv2d(c_in, sum(self.split), 1)
        self.conv3, self.conv5 = nn.Conv2d(r3, n3, 3, padding=1), nn.Conv2d(r5, n5, 5, padding=2)
        self.proj = nn.Conv2d(c_in, pool, 1)

    def forward(self, x):
        x1, x3, x5 = F.relu(self.stem(x)).split(self.split, dim=1)
        xp = self.proj(F.max_pool2d(x, 3, stride=1, padding=1))
        return torch.cat([x1, F.relu(self.conv3(x3)), F.relu(self.conv5(x5)), F.relu(xp)], dim=1)
