from functools import partial
from typing import Callable, List

from torch import Tensor


class GroupedConv2d(nn.ModuleList):
    def __init__(self, c_in: int, c_out: int, kernel: int, groups: int = 2, padding: int = 0) -> None:
        layer: Callable[..., nn.Module] = partial(
            nn.Conv2d, in_channels=c_in // groups, out_channels=c_out // groups, kernel_size=kernel, stride=1, padding=padding, bias=True
        )
        super().__init__([layer() for _ in range(groups)])

    def forward(self, x: Tensor) -> Tensor:
        outs: List[Tensor] = []
        for part, conv in zip(torch.split(x, x.size(1) // len(self), 1), self):
            outs.append(conv(part))
        return torch.cat(outs, 1)
