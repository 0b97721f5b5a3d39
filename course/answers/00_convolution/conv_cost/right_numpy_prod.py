import numpy as np


def filters(c_in, c_out, kernel, groups):
    return np.array([c_out, c_in // groups, kernel, kernel])


def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    return filters(c_in, c_out, kernel, groups).prod() + c_out * int(bias)


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    out = (np.array([height, width]) + 2 * padding - kernel) // stride + 1
    return np.prod(np.concatenate([filters(c_in, c_out, kernel, groups), out]), dtype=np.int64)
