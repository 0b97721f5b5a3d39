import math
from typing import List, Tuple


def get_out_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return math.floor((size + 2 * padding - kernel_size) / stride + 1)


def sides(size: int, layers: List[Tuple[int, int, int]]) -> List[int]:
    return [size := get_out_size(size, *cfg) for cfg in layers]


def fitting(output: int, kernel: int, stride: int, padding: int = 0) -> Tuple[int, int]:
    last_start = (output - 1) * stride
    even = last_start + kernel - 2 * padding
    return even, even + max(stride - 1, 0)


def looked_at(size: int, kernel: int, stride: int) -> List[int]:
    num_windows = get_out_size(size, kernel, stride)

    def covering(i: int) -> int:
        lowest = max(0, -(-(i - kernel + 1) // stride))
        highest = min(num_windows - 1, i // stride)
        return max(0, highest - lowest + 1)

    return list(map(covering, range(size)))
