import numpy as np


def output_size(size, kernel, stride=1, padding=0):
    row = np.pad(np.arange(size), padding)

    def windows(row):
        return 0 if len(row) < kernel else 1 + windows(row[stride:])

    return windows(row)
