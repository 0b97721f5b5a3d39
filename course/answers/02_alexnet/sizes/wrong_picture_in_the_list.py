# The list begins with the side of the picture itself; it should hold what the layers put out.
def sides(size, layers):
    found = [size]
    for kernel, stride, padding in layers:
        found.append((found[-1] - kernel + 2 * padding) // stride + 1)
    return found


def fitting(output, kernel, stride, padding=0):
    smallest = (output - 1) * stride + kernel - 2 * padding
    return smallest, smallest + stride - 1


def looked_at(size, kernel, stride):
    counts = [0] * size
    for first in range(0, size - kernel + 1, stride):
        for i in range(first, first + kernel):
            counts[i] += 1
    return counts
