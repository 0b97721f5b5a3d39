# A list of lists comes back. The result is a tensor of shape (B, C, H_out, W_out).
def windows(x, kernel, stride):
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride)


def max_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.amax((-2, -1)).tolist()


def average_pool(x, kernel, stride=None):
    w = windows(x, kernel, stride)
    return w.mean((-2, -1)).tolist()
