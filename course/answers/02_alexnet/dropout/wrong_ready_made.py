# This is PyTorch's own dropout. Here it is to be written by hand.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return F.dropout(x, self.p, self.training)


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return F.dropout(x, self.p, True) * (1 - self.p) if self.training else x * (1 - self.p)
