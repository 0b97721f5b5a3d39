def pool(x, kernel, stride, how):
    stride = kernel if stride is None else stride
    b, c, h, w = x.shape
    y = torch.empty(b, c, (h - kernel) // stride + 1, (w - kernel) // stride + 1)
    for n in range(b):
        for m in range(c):
            for i in range(y.shape[2]):
                for j in range(y.shape[3]):
                    y[n, m, i, j] = how(x[n, m, i * stride : i * stride + kernel, j * stride : j * stride + kernel])
    return y


def max_pool(x, kernel, stride=None):
    return pool(x, kernel, stride, torch.max)


def average_pool(x, kernel, stride=None):
    return pool(x, kernel, stride, torch.mean)
