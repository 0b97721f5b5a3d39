# Your counts of weights are floats: math.pow always gives one. `**` keeps whole numbers whole.
import math


def stack_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    return math.pow(kernel, 2) * (c_in * c_out + (layers - 1) * c_out**2)


def single_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    field = layers * (kernel - 1) + 1
    return math.pow(field, 2) * c_in * c_out


def saving(layers: int, kernel: int, c_in: int, c_out: int) -> float:
    return 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
