import math


class AverageHead(nn.Module):
    def __init__(self, c_in, num_classes):
        super().__init__()
        bound = 1 / math.sqrt(c_in)
        self.weight = nn.Parameter(torch.empty(num_classes, c_in).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(num_classes).uniform_(-bound, bound))

    def forward(self, x):
        positions = x.shape[2] * x.shape[3]
        return torch.einsum("bchw,kc->bk", x, self.weight) / positions + self.bias


def parameters_saved(channels, height, width, num_classes):
    weights = {"flat": math.prod((channels, height, width, num_classes)), "averaged": math.prod((channels, num_classes))}
    return weights["flat"] - weights["averaged"]
