import numpy as np


def shapes(layers, kernel, c_in, c_out):
    return np.array([[c_out, c_out if i else c_in, kernel, kernel] for i in range(layers)], dtype=np.int64)


def stack_weights(layers, kernel, c_in, c_out):
    return shapes(layers, kernel, c_in, c_out).prod(axis=1).sum()


def single_weights(layers, kernel, c_in, c_out):
    side = np.full(layers, kernel - 1).sum() + 1
    return np.prod([c_out, c_in, side, side])


def saving(layers, kernel, c_in, c_out):
    one, many = single_weights(layers, kernel, c_in, c_out), stack_weights(layers, kernel, c_in, c_out)
    return np.float64(one - many) / one
