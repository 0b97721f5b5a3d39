from collections import OrderedDict
from functools import partial


def _activated(c_in: int, c_out: int, *, kernel_size: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
    block = nn.Sequential(OrderedDict(conv=convolution(c_in, c_out, kernel_size, stride, groups)))
    block.add_module("act", nn.ReLU6(inplace=True))
    return block


class InvertedResidual(nn.Module):
    def __init__(self, c_in: int, c_out: int, kernel: int = 3, stride: int = 1, expansion: int = 6) -> None:
        super().__init__()
        hidden_dim = int(round(c_in * expansion))
        self.use_res_connect = stride == 1 and c_in == c_out
        depthwise = partial(_activated, kernel_size=kernel, stride=stride, groups=hidden_dim)
        layers: list[nn.Module] = [_activated(c_in, hidden_dim)] if expansion != 1 else []
        layers.extend([depthwise(hidden_dim, hidden_dim), convolution(hidden_dim, c_out, 1)])
        self.conv = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.conv(x) if self.use_res_connect else self.conv(x)
