# The input is changed: `x[...] = 0` writes into the tensor that was given. Make a new one.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        x[torch.rand_like(x) < self.p] = 0
        return x / (1 - self.p)


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        x[torch.rand_like(x) < self.p] = 0
        return x
