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


class Stem(nn.Module):
    def __init__(self, w: int = 32, conv_block: Optional[Callable[..., nn.Module]] = None) -> None:
        super().__init__()
        conv_block = conv_block or BasicConv2d
        self.Conv2d_1a_3x3 = conv_block(3, w, kernel_size=3, stride=2)
        self.Conv2d_2a_3x3 = conv_block(w, w, kernel_size=3)
        self.Conv2d_2b_3x3 = conv_block(w, 2 * w, kernel_size=3, padding=1)
        self.branch4 = conv_block(2 * w, 3 * w, kernel_size=3, stride=2)
        self.branch5a_1 = conv_block(5 * w, 2 * w, kernel_size=1)
        self.branch5a_2 = conv_block(2 * w, 3 * w, kernel_size=3)
        self.branch5b_1 = conv_block(5 * w, 2 * w, kernel_size=1)
        self.branch5b_2 = conv_block(2 * w, 2 * w, kernel_size=(1, 7), padding=(0, 3))
        self.branch5b_3 = conv_block(2 * w, 2 * w, kernel_size=(7, 1), padding=(3, 0))
        self.branch5b_4 = conv_block(2 * w, 3 * w, kernel_size=3)
        self.branch6 = conv_block(6 * w, 6 * w, kernel_size=3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = torch.cat([F.max_pool2d(x, kernel_size=3, stride=2), self.branch4(x)], 1)
        branch5a = self.branch5a_2(self.branch5a_1(x))
        branch5b = self.branch5b_4(self.branch5b_3(self.branch5b_2(self.branch5b_1(x))))
        x = torch.cat([branch5a, branch5b], 1)
        return torch.cat([self.branch6(x), F.max_pool2d(x, kernel_size=3, stride=2)], 1)
