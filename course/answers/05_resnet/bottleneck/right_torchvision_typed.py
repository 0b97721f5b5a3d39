from collections.abc import Callable

from torch import Tensor


def conv1x1(in_planes: int, out_planes: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(in_planes, out_planes, kernel_size=1, stride=stride, bias=False)


class Bottleneck(nn.Module):
    expansion: int = 4

    def __init__(self, inplanes: int, planes: int, stride: int = 1, norm_layer: Callable[..., nn.Module] | None = None) -> None:
        super().__init__()
        norm_layer = norm_layer or nn.BatchNorm2d
        outplanes = planes * self.expansion
        self.conv1, self.bn1 = conv1x1(inplanes, planes), norm_layer(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, stride, 1, dilation=1, groups=1, bias=False)
        self.bn2 = norm_layer(planes)
        self.conv3, self.bn3 = conv1x1(planes, outplanes), norm_layer(outplanes)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = nn.Sequential(conv1x1(inplanes, outplanes, stride), norm_layer(outplanes))
        if stride == 1 and inplanes == outplanes:
            self.downsample = None

    def forward(self, x: Tensor) -> Tensor:
        identity = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return self.relu(out + identity)
