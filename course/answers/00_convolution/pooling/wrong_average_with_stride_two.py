# The default stride is the kernel in average_pool as well.
def max_pool(x, kernel, stride=None):
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride).amax((-2, -1))


def average_pool(x, kernel, stride=2):
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride).mean((-2, -1))
