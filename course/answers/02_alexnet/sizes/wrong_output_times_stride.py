# `fitting` takes `output` steps. There is one step fewer than there are windows.
def sides(size, layers):
    found = []
    for kernel, stride, padding in layers:
        size = (size - kernel + 2 * padding) // stride + 1
        found.append(size)
    return found


def fitting(output, kernel, stride, padding=0):
    smallest = output * stride + kernel - 2 * padding
    return smallest, smallest + stride - 1


def looked_at(size, kernel, stride):
    counts = [0] * size
    for first in range(0, size - kernel + 1, stride):
        for i in range(first, first + kernel):
            counts[i] += 1
    return counts
