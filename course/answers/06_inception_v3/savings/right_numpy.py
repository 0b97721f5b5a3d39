import numpy as np


def window(kernels):
    return tuple((np.array(kernels) - 1).sum(axis=0) + 1)


def weights(kernels, channels):
    windows, channels = np.prod(kernels, axis=1), np.asarray(channels)
    return int(np.dot(windows, channels[:-1] * channels[1:]))


def saving(whole, kernels, channels):
    return 1.0 - weights(kernels, channels) / (np.prod(whole) * channels[0] * channels[-1])
