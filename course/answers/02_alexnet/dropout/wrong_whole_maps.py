# Whole maps are dropped (that is dropout2d). Here each single value is drawn by itself.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def mask(self, x):
        shape = [n if i < 2 else 1 for i, n in enumerate(x.shape)]
        return torch.rand(shape) >= self.p

    def forward(self, x):
        if not self.training:
            return x
        return x * self.mask(x) / (1 - self.p)


class DropoutOf2012(Dropout):
    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        return x * self.mask(x)
