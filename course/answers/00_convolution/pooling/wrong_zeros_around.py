# Zeros are put around the pictures. Here there is no padding: the first window begins at the first pixel.
def windows(x, kernel, stride):
    stride = stride or kernel
    x = F.pad(x, [kernel // 2] * 4)
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1))


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.mean((-2, -1))
