from functools import partial
from typing import Any, Optional

norm_layer = partial(nn.BatchNorm2d, eps=0.001)


class BasicConv2d(nn.Module):
    def __init__(self, in_channels: int, out_channels: int, **kwargs: Any) -> None:
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, bias=False, **kwargs)
        self.bn = norm_layer(out_channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(self.bn(self.conv(x)), inplace=True)


class InceptionAux(nn.Module):
    def __init__(self, in_channels: int, num_classes: int, squeeze: int, width: int, pool: Optional[nn.Module]) -> None:
        super().__init__()
        self.pool = pool
        self.conv0 = BasicConv2d(in_channels, squeeze, kernel_size=1)
        self.conv1 = BasicConv2d(squeeze, width, kernel_size=5)
        self.fc = nn.Linear(width, num_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.avg_pool2d(x, kernel_size=5, stride=3) if self.pool is None else self.pool(x)
        x = self.conv1(self.conv0(x))
        x = F.adaptive_avg_pool2d(x, (1, 1))
        return self.fc(torch.flatten(x, 1))


def auxiliary_head(c_in, num_classes, r=128, units=768, pool=None):
    return InceptionAux(c_in, num_classes, r, units, pool)
