# Coefficient and bias stand in one parameter. There are two, each with `channels` numbers in it.
class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.both = nn.Parameter(torch.stack([torch.ones(channels, 1, 1), torch.zeros(channels, 1, 1)]))

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * (self.both[0] * F.avg_pool2d(x, 2) + self.both[1]))
