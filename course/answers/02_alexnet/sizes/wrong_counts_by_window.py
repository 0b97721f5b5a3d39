# `looked_at` gives, for each window, how many pixels it has. Asked is, for each pixel, in how many windows it lies.
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
    return [kernel for _ in range(0, size - kernel + 1, stride)]
