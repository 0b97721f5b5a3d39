from collections.abc import Callable

from torch import Tensor


class BasicConv(nn.Module):
    def __init__(self, in_channels: int, out_channels: int, **kwargs) -> None:
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, bias=True, **kwargs)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.conv(x), inplace=True)


class Inception(nn.Module):
    def __init__(
        self, c_in: int, n1: int, r3: int, n3: int, r5: int, n5: int, pool: int, conv_block: Callable[..., nn.Module] | None = None
    ) -> None:
        super().__init__()
        conv_block = conv_block or BasicConv
        self.branch1 = conv_block(c_in, n1, kernel_size=1)
        self.branch2 = nn.Sequential(conv_block(c_in, r3, kernel_size=1), conv_block(r3, n3, kernel_size=3, padding=1))
        self.branch3 = nn.Sequential(conv_block(c_in, r5, kernel_size=1), conv_block(r5, n5, kernel_size=5, padding=2))
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, 1, 1, ceil_mode=True), conv_block(c_in, pool, kernel_size=1))

    def _forward(self, x: Tensor) -> list[Tensor]:
        return [self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)]

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat(self._forward(x), 1)
