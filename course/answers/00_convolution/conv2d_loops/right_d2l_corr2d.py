def corr2d(X, K, stride):
    """One channel with one kernel, as d2l begins."""
    h, w = K.shape
    Y = torch.zeros(((X.shape[0] - h) // stride + 1, (X.shape[1] - w) // stride + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i * stride : i * stride + h, j * stride : j * stride + w] * K).sum()
    return Y


def corr2d_multi_in(X, K, stride):
    return sum(corr2d(x, k, stride) for x, k in zip(X, K))


def conv2d_loops(x, weight, bias, stride=1, padding=0):
    X = F.pad(x, (padding,) * 4)
    return torch.stack([corr2d_multi_in(X, k, stride) + b for k, b in zip(weight, bias)], 0)
