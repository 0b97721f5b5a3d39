# It drops in evaluation as well. Ask self.training.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        kept = x * (torch.rand_like(x) >= self.p)
        return kept if self.training else kept * (1 - self.p)
