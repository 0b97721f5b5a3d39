class Inception(nn.Module):
    def __init__(self, in_planes, n1x1, n3x3red, n3x3, n5x5red, n5x5, pool_planes):
        super(Inception, self).__init__()
        self.b1 = nn.Conv2d(in_planes, n1x1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_planes, n3x3red, 1), nn.Conv2d(n3x3red, n3x3, 3, 1, 1)
        self.b3a, self.b3b = nn.Conv2d(in_planes, n5x5red, 1), nn.Conv2d(n5x5red, n5x5, 5, 1, 2)
        self.b4 = nn.Conv2d(in_planes, pool_planes, 1)

    def forward(self, x):
        # the largest of each 3x3 window, one step at a time
        p = F.pad(x, (1, 1, 1, 1), value=float("-inf"))
        p = torch.stack([p[:, :, i:i + x.shape[2], j:j + x.shape[3]] for i in range(3) for j in range(3)]).amax(0)
        ways = [self.b1(x), self.b2b(F.relu(self.b2a(x))), self.b3b(F.relu(self.b3a(x))), self.b4(p)]
        return torch.concat(ways, dim=1).clamp_min(0)
