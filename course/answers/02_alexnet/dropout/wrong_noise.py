# The values are multiplied by random numbers between 0 and 1. Dropout is all or nothing: compare the random numbers with p.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        return x * torch.rand_like(x) / (1 - self.p)


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        return x * torch.rand_like(x)
