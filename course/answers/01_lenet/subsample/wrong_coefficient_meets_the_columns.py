# Your coefficient has the shape (channels,), which lines up with the columns of the picture. Give it the shape (channels, 1, 1).
class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.coefficient = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * (self.coefficient * F.avg_pool2d(x, 2) + self.bias))
