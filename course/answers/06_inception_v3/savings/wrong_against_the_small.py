# The saving is measured against the row of small convolutions. It is a share of what the one large convolution has.
def window(kernels: list[tuple[int, int]]) -> tuple[int, int]:
    """(rows, columns) that an output value sees through convolutions in a row."""
    return 1 + sum(rows - 1 for rows, _ in kernels), 1 + sum(columns - 1 for _, columns in kernels)


def weights(kernels: list[tuple[int, int]], channels: list[int]) -> int:
    """Weights of convolutions in a row, without biases."""
    return sum(rows * columns * c_in * c_out for (rows, columns), c_in, c_out in zip(kernels, channels, channels[1:]))


def saving(whole: tuple[int, int], kernels: list[tuple[int, int]], channels: list[int]) -> float:
    """The share of weights that is saved against one convolution with the window `whole`."""
    return weights([whole], [channels[0], channels[-1]]) / weights(kernels, channels) - 1
