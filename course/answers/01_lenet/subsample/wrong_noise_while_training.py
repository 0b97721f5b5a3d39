# In training mode the result is another one: nothing here is random, and nothing depends on the mode.
class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.coefficient = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        if self.training:
            x = F.dropout(x, 0.1)
        return 1.7159 * torch.tanh(2 / 3 * (self.coefficient * F.avg_pool2d(x, 2) + self.bias))
