import numpy as np


def dense_parameters(channels, height, width, units):
    return np.int64(units) * (np.prod([channels, height, width], dtype=np.int64) + 1)


def conv_parameters(c_in, c_out, kernel):
    return np.multiply.reduce([kernel, kernel, c_in, c_out]) + c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    out = np.array([height, width]) - (kernel - 1)
    return dense_parameters(c_in, height, width, c_out * out.prod())
