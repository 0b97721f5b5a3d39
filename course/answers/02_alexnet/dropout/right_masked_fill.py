class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.probability = p

    def forward(self, x):
        if not self.training:
            return x - self.probability * x
        return x.masked_fill(torch.rand(x.shape) < self.probability, 0.0)


class Dropout(DropoutOf2012):
    """The same, divided by the share that is left."""

    def forward(self, x):
        return super().forward(x) / (1 - self.probability)
