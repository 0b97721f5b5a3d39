from functools import partial
from typing import Final

DILATION: Final = 1


def _extent(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    reach = dilation * (kernel - 1) + 1
    return torch.div(torch.tensor(size + 2 * padding - reach), stride, rounding_mode="floor").item() + 1


_undilated = partial(_extent, dilation=DILATION)


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    return _undilated(size, kernel, stride, padding)
