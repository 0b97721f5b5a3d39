from itertools import accumulate


def sides(size, layers):
    steps = accumulate(layers, lambda w, layer: (w - layer[0] + 2 * layer[2]) // layer[1] + 1, initial=size)
    return list(steps)[1:]


def fitting(output, kernel, stride, padding=0):
    smallest = stride * (output - 1) - 2 * padding + kernel
    return (smallest, smallest + (stride - 1))


def looked_at(size, kernel, stride):
    counts, start = [0 for _ in range(size)], 0
    while start + kernel <= size:
        counts[start : start + kernel] = [c + 1 for c in counts[start : start + kernel]]
        start += stride
    return counts
