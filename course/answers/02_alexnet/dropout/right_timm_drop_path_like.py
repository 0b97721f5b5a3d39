def drop(x, p: float = 0., training: bool = False, scale_by_keep: bool = True):
    if p == 0. or not training:
        return x
    keep_prob = 1 - p
    random_tensor = x.new_empty(x.shape).bernoulli_(keep_prob)
    if scale_by_keep:
        random_tensor.div_(keep_prob)
    return x * random_tensor


class _Drop(nn.Module):
    scale_by_keep = True

    def __init__(self, p: float = 0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return drop(x, self.p, self.training, self.scale_by_keep)

    def extra_repr(self):
        return f"p={self.p}"


class Dropout(_Drop):
    pass


class DropoutOf2012(_Drop):
    scale_by_keep = False

    def forward(self, x):
        return super().forward(x) if self.training else x.mul(1 - self.p)
