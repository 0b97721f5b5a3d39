from typing import NamedTuple


class Size(NamedTuple):
    rows: int
    columns: int

    @property
    def area(self) -> int:
        return self.rows * self.columns


def window(kernels: list) -> Size:
    if not kernels:
        return Size(1, 1)
    first, behind = Size(*kernels[0]), window(kernels[1:])
    return Size(first.rows + behind.rows - 1, first.columns + behind.columns - 1)


def weights(kernels: list, channels: list) -> int:
    if not kernels:
        return 0
    return Size(*kernels[0]).area * channels[0] * channels[1] + weights(kernels[1:], channels[1:])


def saving(whole: tuple, kernels: list, channels: list) -> float:
    one = Size(*whole).area * channels[0] * channels[-1]
    return (one - weights(kernels, channels)) / one
