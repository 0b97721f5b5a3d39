class Mask(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, mask):
        ctx.save_for_backward(mask)
        return x * mask

    @staticmethod
    def backward(ctx, grad):
        (mask,) = ctx.saved_tensors
        return grad * mask, None


def random_mask(x, p):
    uniform = torch.empty(x.shape, dtype=x.dtype).uniform_()
    return (uniform >= p).to(x.dtype)


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.register_buffer("keep", torch.tensor(1.0 - p))

    def forward(self, x):
        if self.training:
            x = Mask.apply(x, random_mask(x, 1 - self.keep) / self.keep)
        return x


class DropoutOf2012(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.register_buffer("keep", torch.tensor(1.0 - p))

    def forward(self, x):
        return Mask.apply(x, random_mask(x, 1 - self.keep) if self.training else self.keep.expand(x.shape))
