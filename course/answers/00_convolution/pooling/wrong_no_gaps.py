# A stride larger than the kernel is cut down to the kernel. Windows may leave gaps: the next one begins `stride` further.
def windows(x, kernel, stride):
    stride = min(stride or kernel, kernel)
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1))


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.mean((-2, -1))
