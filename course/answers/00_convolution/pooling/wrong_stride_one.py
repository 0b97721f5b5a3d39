# Without a stride the windows lie side by side: the stride is then the kernel, not 1.
def windows(x, kernel, stride):
    stride = stride or 1
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1))


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.mean((-2, -1))
