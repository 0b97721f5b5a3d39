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


class ReductionA(nn.Module):
    def __init__(self, c_in, k, l, m, n):  # noqa: E741
        super().__init__()
        self.branch1 = BasicConv2d(c_in, n, kernel_size=3, stride=2)
        self.branch2 = nn.Sequential(
            BasicConv2d(c_in, k, kernel_size=1),
            BasicConv2d(k, l, kernel_size=3, padding=1),
            BasicConv2d(l, m, kernel_size=3, stride=2),
        )

    def forward(self, x):
        outputs = [
            self.branch1(x),
            self.branch2(x),
            F.max_pool2d(x, kernel_size=3, stride=2),
        ]
        return torch.cat(outputs, 1)


class ReductionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 32 * w
        self.branch1 = nn.Sequential(
            BasicConv2d(c, 6 * w, kernel_size=1),
            BasicConv2d(6 * w, 6 * w, kernel_size=3, stride=2),
        )
        self.branch2 = nn.Sequential(
            BasicConv2d(c, 8 * w, kernel_size=1),
            BasicConv2d(8 * w, 8 * w, kernel_size=(1, 7), padding=(0, 3)),
            BasicConv2d(8 * w, 10 * w, kernel_size=(7, 1), padding=(3, 0)),
            BasicConv2d(10 * w, 10 * w, kernel_size=3, stride=2),
        )

    def forward(self, x):
        outputs = [
            self.branch1(x),
            self.branch2(x),
            F.max_pool2d(x, kernel_size=3, stride=2),
        ]
        return torch.cat(outputs, 1)
