# You add the bias before you multiply. First times the coefficient, then plus the bias.
class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.coefficient = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * self.coefficient * (F.avg_pool2d(x, 2) + self.bias))
