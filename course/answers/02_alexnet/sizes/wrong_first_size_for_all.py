# Every layer starts from the picture here. What goes into the second layer is what came out of the first.
def sides(size, layers):
    return [(size - kernel + 2 * padding) // stride + 1 for kernel, stride, padding in layers]


def fitting(output, kernel, stride, padding=0):
    smallest = (output - 1) * stride + kernel - 2 * padding
    return smallest, smallest + stride - 1


def looked_at(size, kernel, stride):
    counts = [0] * size
    for first in range(0, size - kernel + 1, stride):
        for i in range(first, first + kernel):
            counts[i] += 1
    return counts
