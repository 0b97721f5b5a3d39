class Im2Col(nn.Sequential):
    """(B, C, H, W) -> (B, windows, C * F_h * F_w)"""

    def __init__(self, window, stride, padding):
        super().__init__(nn.Unfold(window, padding=padding, stride=stride))

    def forward(self, X):
        return super().forward(X).permute(0, 2, 1)


def conv2d_unfold(X, weight, bias, stride=1, padding=0):
    (h, w), (kh, kw) = X.shape[-2:], weight.shape[-2:]
    Y = torch.matmul(Im2Col((kh, kw), stride, padding)(X), weight.reshape(weight.shape[0], -1).T) + bias
    return Y.permute(0, 2, 1).reshape(X.shape[0], weight.shape[0], (h - kh + 2 * padding + stride) // stride, (w - kw + 2 * padding + stride) // stride)
