from functools import partial
from typing import Callable, Optional

from torch import Tensor


def _pool(x: Tensor, kernel: int, stride: Optional[int] = None, *, reduce: Callable[[Tensor], Tensor]) -> Tensor:
    stride = kernel if stride is None else stride
    b, c, h, w = x.shape
    columns = F.unfold(x.reshape(b * c, 1, h, w), kernel_size=kernel, stride=stride)  # (B * C, kernel * kernel, windows)
    out_h, out_w = ((side - kernel) // stride + 1 for side in (h, w))
    return reduce(columns).view(b, c, out_h, out_w)


max_pool = partial(_pool, reduce=lambda columns: torch.max(columns, dim=1).values)
average_pool = partial(_pool, reduce=lambda columns: torch.mean(columns, dim=1))
