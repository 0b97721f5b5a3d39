def windows_of(x, kernel, stride):
    for i in range(0, x.shape[2] - kernel + 1, stride):
        yield [x[:, :, i : i + kernel, j : j + kernel] for j in range(0, x.shape[3] - kernel + 1, stride)]


def max_pool(x, kernel, stride=None):
    if stride is None:
        stride = kernel
    return torch.stack([torch.stack([w.flatten(2).max(2).values for w in row], 2) for row in windows_of(x, kernel, stride)], 2)


def average_pool(x, kernel, stride=None):
    if stride is None:
        stride = kernel
    return torch.stack([torch.stack([w.sum((2, 3)) / kernel**2 for w in row], 2) for row in windows_of(x, kernel, stride)], 2)
