# Training and evaluation are exchanged: it drops when it should not, and does not when it should.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            return x
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            return x * (1 - self.p)
        return x * (torch.rand_like(x) >= self.p)
