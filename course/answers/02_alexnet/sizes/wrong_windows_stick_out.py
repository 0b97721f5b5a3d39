# In `looked_at` a window that sticks out at the end is laid too. Such a window does not exist.
def sides(size, layers):
    found = []
    for kernel, stride, padding in layers:
        size = (size - kernel + 2 * padding) // stride + 1
        found.append(size)
    return found


def fitting(output, kernel, stride, padding=0):
    smallest = (output - 1) * stride + kernel - 2 * padding
    return smallest, smallest + stride - 1


def looked_at(size, kernel, stride):
    counts = [0] * size
    for first in range(0, size, stride):
        for i in range(first, min(first + kernel, size)):
            counts[i] += 1
    return counts
