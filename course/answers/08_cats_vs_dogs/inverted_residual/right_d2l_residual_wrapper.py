class ReLU6(nn.Module):
    def __init__(self, ceiling=6.0):
        super().__init__()
        self.register_buffer("ceiling", torch.tensor(ceiling), persistent=False)

    def forward(self, X):
        return torch.minimum(torch.maximum(X, torch.zeros_like(X)), self.ceiling)


class Residual(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, X):
        Y = self.net(X)
        Y += X
        return Y


def inverted_blk(c_in, c_out, kernel, stride, expansion):
    blk, wide = [], c_in * expansion
    if wide > c_in:
        blk += convolution(c_in, wide, 1), ReLU6()
    blk += convolution(wide, wide, kernel, stride, wide), ReLU6()
    blk.append(convolution(wide, c_out, 1))
    return nn.Sequential(*blk)


class InvertedResidual(nn.Sequential):
    def __init__(self, c_in, c_out, kernel=3, stride=1, expansion=6):
        net = inverted_blk(c_in, c_out, kernel, stride, expansion)
        super().__init__(Residual(net) if (c_in, stride) == (c_out, 1) else net)
