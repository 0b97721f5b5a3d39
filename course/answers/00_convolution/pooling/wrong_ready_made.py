# This calls a ready-made pooling, in two dimensions or in three. The numbers are right, but here you are to take the maximum and the average yourself.
def max_pool(x, kernel, stride=None):
    return F.max_pool2d(x, kernel, stride)


def average_pool(x, kernel, stride=None):
    return F.avg_pool2d(x, kernel, stride)
