class Taken(nn.Conv2d):
    """A 1×1 convolution that starts as a multiple of another."""

    def __init__(self, other, factor):
        out_channels, in_channels, *window = other.weight.size()
        super().__init__(in_channels, out_channels, tuple(window))
        self.weight.data.copy_(other.weight.data).mul_(factor)
        self.bias.data.copy_(other.bias.data).mul_(factor)


def without_scale(linear, scale, lr, weight_decay):
    product = lr * weight_decay
    lr = lr * scale * scale
    return Taken(linear, scale), lr, product / lr
