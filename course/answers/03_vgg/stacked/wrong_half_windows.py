# Your single window grows by twice the half of kernel, rounded down, a layer. That is right for odd kernels only; it grows by kernel - 1.
def stack_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    return kernel**2 * (c_in * c_out + (layers - 1) * c_out**2)


def single_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    field = 2 * layers * (kernel // 2) + 1
    return field**2 * c_in * c_out


def saving(layers: int, kernel: int, c_in: int, c_out: int) -> float:
    return 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
