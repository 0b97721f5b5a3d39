# The output is taken to be square. Its columns come from the width of the picture.
def pool(x, kernel, stride, how):
    stride = stride or kernel
    starts = range(0, x.shape[2] - kernel + 1, stride)
    return torch.stack([torch.stack([how(x[:, :, i : i + kernel, j : j + kernel]) for j in starts], 2) for i in starts], 2)


def max_pool(x, kernel, stride=None):
    return pool(x, kernel, stride, lambda w: torch.cat([w.flatten(2), torch.full((*w.shape[:2], 1), -torch.inf)], 2).amax(2))


def average_pool(x, kernel, stride=None):
    return pool(x, kernel, stride, lambda w: w.sum((2, 3)) / kernel**2)
