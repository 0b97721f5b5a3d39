# You squash with the logistic sigmoid, from 0 to 1. The paper's squashing function is a scaled tanh.
class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.coefficient = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        return torch.sigmoid(self.coefficient * F.avg_pool2d(x, 2) + self.bias)
