# The result is cut off from the gradient: nothing before the dropout would learn.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        return x.detach() * (torch.rand_like(x) >= self.p) / (1 - self.p) + 0 * x


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        return x.detach() * (torch.rand_like(x) >= self.p) + 0 * x
