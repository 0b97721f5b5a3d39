# `fitting` gives the side that comes out even twice. Sides up to stride - 1 pixels larger fit as well.
def sides(size, layers):
    found = []
    for kernel, stride, padding in layers:
        size = (size - kernel + 2 * padding) // stride + 1
        found.append(size)
    return found


def fitting(output, kernel, stride, padding=0):
    size = (output - 1) * stride + kernel - 2 * padding
    return size, size


def looked_at(size, kernel, stride):
    counts = [0] * size
    for first in range(0, size - kernel + 1, stride):
        for i in range(first, first + kernel):
            counts[i] += 1
    return counts
