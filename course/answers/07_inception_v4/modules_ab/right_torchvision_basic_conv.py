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


class InceptionA(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 12 * w
        self.branch1 = BasicConv2d(c, 3 * w, kernel_size=1)
        self.branch2 = nn.Sequential(
            BasicConv2d(c, 2 * w, kernel_size=1),
            BasicConv2d(2 * w, 3 * w, kernel_size=3, padding=1),
        )
        self.branch3 = nn.Sequential(
            BasicConv2d(c, 2 * w, kernel_size=1),
            BasicConv2d(2 * w, 3 * w, kernel_size=3, padding=1),
            BasicConv2d(3 * w, 3 * w, kernel_size=3, padding=1),
        )
        self.branch4 = BasicConv2d(c, 3 * w, kernel_size=1)

    def forward(self, x):
        outputs = [
            self.branch1(x),
            self.branch2(x),
            self.branch3(x),
            self.branch4(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)),
        ]
        return torch.cat(outputs, 1)


class InceptionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 32 * w
        self.branch1 = BasicConv2d(c, 12 * w, kernel_size=1)
        self.branch2 = nn.Sequential(
            BasicConv2d(c, 6 * w, kernel_size=1),
            BasicConv2d(6 * w, 7 * w, kernel_size=(1, 7), padding=(0, 3)),
            BasicConv2d(7 * w, 8 * w, kernel_size=(7, 1), padding=(3, 0)),
        )
        self.branch3 = nn.Sequential(
            BasicConv2d(c, 6 * w, kernel_size=1),
            BasicConv2d(6 * w, 6 * w, kernel_size=(7, 1), padding=(3, 0)),
            BasicConv2d(6 * w, 7 * w, kernel_size=(1, 7), padding=(0, 3)),
            BasicConv2d(7 * w, 7 * w, kernel_size=(7, 1), padding=(3, 0)),
            BasicConv2d(7 * w, 8 * w, kernel_size=(1, 7), padding=(0, 3)),
        )
        self.branch4 = BasicConv2d(c, 4 * w, kernel_size=1)

    def forward(self, x):
        outputs = [
            self.branch1(x),
            self.branch2(x),
            self.branch3(x),
            self.branch4(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)),
        ]
        return torch.cat(outputs, 1)
