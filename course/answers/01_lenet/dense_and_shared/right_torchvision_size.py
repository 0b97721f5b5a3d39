from math import prod
from typing import Sequence


def _layer(weight_shape: Sequence[int]) -> int:
    """Weights of this shape, and a bias for each of the first dimension."""
    return prod(weight_shape) + weight_shape[0]


def dense_parameters(channels: int, height: int, width: int, units: int) -> int:
    return _layer((units, channels, height, width))


def conv_parameters(c_in: int, c_out: int, kernel: int) -> int:
    return _layer((c_out, c_in, kernel, kernel))


def dense_instead_of_conv(c_in: int, height: int, width: int, c_out: int, kernel: int) -> int:
    positions = prod(len(range(side)[kernel - 1 :]) for side in (height, width))
    return _layer((c_out * positions, c_in, height, width))
