from functools import reduce
from itertools import pairwise
from math import prod


def window(kernels):
    def along(axis):
        return reduce(lambda seen, kernel: seen + kernel[axis] - 1, kernels, 1)

    return along(0), along(1)


def weights(kernels, channels):
    return sum(map(prod, ((*kernel, *pair) for kernel, pair in zip(kernels, pairwise(channels)))))


def saving(whole, kernels, channels):
    c_in, *_, c_out = channels
    return 1 - weights(kernels, channels) / prod((*whole, c_in, c_out))
