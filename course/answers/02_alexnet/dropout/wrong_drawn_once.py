# The mask is drawn in the first call and kept. It has to be drawn anew in every call.
class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p
        self.mask = None

    def drop(self, x):
        if self.mask is None or self.mask.shape != x.shape:
            self.mask = torch.rand_like(x) >= self.p
        return x * self.mask

    def forward(self, x):
        return self.drop(x) / (1 - self.p) if self.training else x


class DropoutOf2012(Dropout):
    def forward(self, x):
        return self.drop(x) if self.training else x * (1 - self.p)
