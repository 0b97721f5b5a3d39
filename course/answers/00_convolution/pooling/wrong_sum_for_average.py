# The average pooling adds up. Divide by the number of values in a window, kernel · kernel.
def windows(x, kernel, stride):
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1))


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.sum((-2, -1))
