def shifted(x, kernel, stride):
    """For each place in the window the value that stands there, for all windows at once."""
    h = (x.shape[-2] - kernel) // stride
    w = (x.shape[-1] - kernel) // stride
    return torch.stack([x[..., u : u + h * stride + 1 : stride, v : v + w * stride + 1 : stride] for u in range(kernel) for v in range(kernel)])


def max_pool(x, kernel, stride=None):
    return shifted(x, kernel, stride or kernel).amax(0)


def average_pool(x, kernel, stride=None):
    return shifted(x, kernel, stride or kernel).mean(0)
