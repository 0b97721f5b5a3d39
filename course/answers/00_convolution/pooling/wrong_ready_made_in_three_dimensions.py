# max_pool3d and avg_pool3d are ready-made poolings, too. Cut out the windows, and take their maximum or average.
def max_pool(x, kernel, stride=None):
    return F.max_pool3d(x, (1, kernel, kernel), (1, stride or kernel, stride or kernel))


def average_pool(x, kernel, stride=None):
    return F.avg_pool3d(x, (1, kernel, kernel), (1, stride or kernel, stride or kernel))
