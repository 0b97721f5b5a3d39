def pool2d(X, pool_size, mode, stride):
    p_h, p_w = pool_size
    Y = torch.zeros((*X.shape[:2], (X.shape[2] - p_h) // stride + 1, (X.shape[3] - p_w) // stride + 1))
    for i in range(Y.shape[2]):
        for j in range(Y.shape[3]):
            window = X[:, :, i * stride : i * stride + p_h, j * stride : j * stride + p_w]
            if mode == "max":
                Y[:, :, i, j] = window.flatten(2).max(dim=-1)[0]
            elif mode == "avg":
                Y[:, :, i, j] = window.mean(dim=(2, 3))
    return Y


def max_pool(x, kernel, stride=None):
    return pool2d(x, (kernel, kernel), "max", stride if stride is not None else kernel)


def average_pool(x, kernel, stride=None):
    return pool2d(x, (kernel, kernel), "avg", stride if stride is not None else kernel)
