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


class ModuleB(nn.Module):
    def __init__(self, c_in, c, n):
        super().__init__()
        self.branch1 = BasicConv2d(c_in, n, kernel_size=1)
        self.branch2 = nn.Sequential(
            BasicConv2d(c_in, c, kernel_size=1),
            BasicConv2d(c, c, kernel_size=(1, 7), padding=(0, 3)),
            BasicConv2d(c, n, kernel_size=(7, 1), padding=(3, 0)),
        )
        self.branch3 = nn.Sequential(
            BasicConv2d(c_in, c, kernel_size=1),
            BasicConv2d(c, c, kernel_size=(7, 1), padding=(3, 0)),
            BasicConv2d(c, c, kernel_size=(1, 7), padding=(0, 3)),
            BasicConv2d(c, c, kernel_size=(7, 1), padding=(3, 0)),
            BasicConv2d(c, n, kernel_size=(1, 7), padding=(0, 3)),
        )
        self.branch4 = BasicConv2d(c_in, n, kernel_size=1)

    def forward(self, x):
        outputs = [
            self.branch1(x),
            self.branch2(x),
            self.branch3(x),
            self.branch4(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)),
        ]
        return torch.cat(outputs, 1)
