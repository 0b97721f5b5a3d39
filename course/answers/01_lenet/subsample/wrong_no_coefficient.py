# The coefficient is missing: each map's average is multiplied by a number of its own.
class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * (F.avg_pool2d(x, 2) + self.bias))
