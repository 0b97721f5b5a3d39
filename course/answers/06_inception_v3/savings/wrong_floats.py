# The window and the weights are counted in floating-point numbers. Counts are whole numbers.
def window(kernels: list[tuple[int, int]]) -> tuple[int, int]:
    """(rows, columns) that an output value sees through convolutions in a row."""
    return 1.0 + sum(rows - 1 for rows, _ in kernels), 1.0 + sum(columns - 1 for _, columns in kernels)


def weights(kernels: list[tuple[int, int]], channels: list[int]) -> int:
    """Weights of convolutions in a row, without biases."""
    return 0.0 + sum(rows * columns * c_in * c_out for (rows, columns), c_in, c_out in zip(kernels, channels, channels[1:]))


def saving(whole: tuple[int, int], kernels: list[tuple[int, int]], channels: list[int]) -> float:
    """The share of weights that is saved against one convolution with the window `whole`."""
    return 1 - weights(kernels, channels) / weights([whole], [channels[0], channels[-1]])
