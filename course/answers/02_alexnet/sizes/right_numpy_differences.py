import numpy as np


def sides(size, layers):
    out = []
    for k, s, p in np.array(layers, dtype=int).reshape(-1, 3):
        size = np.floor_divide(size + 2 * p - k, s) + 1
        out.append(size)
    return out


def fitting(output, kernel, stride, padding=0):
    return tuple(np.array([0, stride - 1]) + (output - 1) * stride + kernel - 2 * padding)


def looked_at(size, kernel, stride):
    starts = np.arange(0, size - kernel + 1, stride)
    steps = np.zeros(size + 1, dtype=np.int64)  # one more window begins here, one fewer goes on
    np.add.at(steps, starts, 1)
    np.add.at(steps, starts + kernel, -1)
    return steps.cumsum()[:-1]
