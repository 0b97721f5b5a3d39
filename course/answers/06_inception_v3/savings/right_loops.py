def window(kernels):
    rows = columns = 1
    for r, c in kernels:
        rows += r - 1
        columns += c - 1
    return rows, columns


def weights(kernels, channels):
    total = 0
    for i, (r, c) in enumerate(kernels):
        total += r * c * channels[i] * channels[i + 1]
    return total


def saving(whole, kernels, channels):
    before = whole[0] * whole[1] * channels[0] * channels[-1]
    return (before - weights(kernels, channels)) / before
