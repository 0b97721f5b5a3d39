from functools import partial
from typing import Any, Callable, Optional

norm = partial(nn.BatchNorm2d, eps=0.001)


class BasicConv2d(nn.Module):
    def __init__(self, in_channels: int, out_channels: int, norm_layer: Optional[Callable[..., nn.Module]] = None, **kwargs: Any) -> None:
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, bias=False, **kwargs)
        self.bn = (norm_layer or norm)(out_channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.relu(self.bn(self.conv(x)), inplace=True)


def _padding(kernel):
    return tuple(k // 2 for k in kernel) if isinstance(kernel, tuple) else kernel // 2


class InceptionResidual(nn.Module):
    def __init__(self, c_in: int, paths: tuple, scale: float = 1.0) -> None:
        super().__init__()
        branches, joined = [], 0
        for path in paths:
            layers, channels = [], c_in
            for kernel, filters in path:
                layers.append(BasicConv2d(channels, filters, kernel_size=kernel, padding=_padding(kernel)))
                channels = filters
            branches.append(nn.Sequential(*layers))
            joined += channels
        self.branches = nn.ModuleList(branches)
        self.expand = nn.Conv2d(joined, c_in, kernel_size=1, bias=True)
        self.register_buffer("scale", torch.tensor(scale))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = torch.cat([branch(x) for branch in self.branches], 1)
        out = self.expand(out).mul(self.scale)
        return F.relu(out.add(x), inplace=True)
