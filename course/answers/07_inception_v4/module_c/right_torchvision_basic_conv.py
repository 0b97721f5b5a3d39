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


class InceptionC(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 48 * w
        self.branch1 = BasicConv2d(c, 8 * w, kernel_size=1)
        self.branch2 = BasicConv2d(c, 12 * w, kernel_size=1)
        self.branch2a = BasicConv2d(12 * w, 8 * w, kernel_size=(1, 3), padding=(0, 1))
        self.branch2b = BasicConv2d(12 * w, 8 * w, kernel_size=(3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(
            BasicConv2d(c, 12 * w, kernel_size=1),
            BasicConv2d(12 * w, 14 * w, kernel_size=(3, 1), padding=(1, 0)),
            BasicConv2d(14 * w, 16 * w, kernel_size=(1, 3), padding=(0, 1)),
        )
        self.branch3a = BasicConv2d(16 * w, 8 * w, kernel_size=(1, 3), padding=(0, 1))
        self.branch3b = BasicConv2d(16 * w, 8 * w, kernel_size=(3, 1), padding=(1, 0))
        self.branch4 = BasicConv2d(c, 8 * w, kernel_size=1)

    def forward(self, x):
        y2 = self.branch2(x)
        y3 = self.branch3(x)
        outputs = [
            self.branch1(x),
            self.branch2a(y2),
            self.branch2b(y2),
            self.branch3a(y3),
            self.branch3b(y3),
            self.branch4(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)),
        ]
        return torch.cat(outputs, 1)
