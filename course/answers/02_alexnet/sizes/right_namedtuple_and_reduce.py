from collections import Counter, namedtuple
from functools import reduce

Fit = namedtuple("Fit", "smallest largest")


def sides(size, layers):
    def add(so_far, layer):
        kernel, stride, padding = layer
        last = so_far[-1] if so_far else size
        return so_far + [divmod(last - kernel + 2 * padding, stride)[0] + 1]

    return reduce(add, layers, [])


def fitting(output, kernel, stride, padding=0):
    first_too_large = output * stride + kernel - 2 * padding
    return Fit(first_too_large - stride, first_too_large - 1)


def looked_at(size, kernel, stride):
    found = Counter(i + j for i in range(0, size - kernel + 1, stride) for j in range(kernel))
    return [found[i] for i in range(size)]
