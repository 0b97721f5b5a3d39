# The list of channels is used up while the weights are counted: pop() takes its entries away from whoever gave it.
def window(kernels):
    return 1 + sum(rows - 1 for rows, _ in kernels), 1 + sum(columns - 1 for _, columns in kernels)


def weights(kernels, channels):
    total, c_in = 0, channels.pop(0)
    for rows, columns in kernels:
        c_out = channels.pop(0)
        total, c_in = total + rows * columns * c_in * c_out, c_out
    return total


def saving(whole, kernels, channels):
    before = whole[0] * whole[1] * channels[0] * channels[-1]
    return 1 - weights(kernels, channels) / before
