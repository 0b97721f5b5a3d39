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


class Reduction(nn.Module):
    def __init__(self, c_in, n, r, m):
        super().__init__()
        self.branch1 = BasicConv2d(c_in, n, kernel_size=3, stride=2)
        self.branch2 = nn.Sequential(
            BasicConv2d(c_in, r, kernel_size=1),
            BasicConv2d(r, m, kernel_size=3, padding=1),
            BasicConv2d(m, m, kernel_size=3, stride=2),
        )

    def forward(self, x):
        outputs = [
            self.branch1(x),
            self.branch2(x),
            F.max_pool2d(x, kernel_size=3, stride=2),
        ]
        return torch.cat(outputs, 1)
