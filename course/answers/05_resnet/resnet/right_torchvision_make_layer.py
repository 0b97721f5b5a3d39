from torch import Tensor


class ResNet(nn.Module):
    def __init__(self, block: type[nn.Module], layers, num_classes: int, width: int, small: bool) -> None:
        super().__init__()
        self.inplanes = width
        kernel_size = 3 if small else 7
        self.conv1 = nn.Conv2d(3, self.inplanes, kernel_size=kernel_size, stride=2, padding=kernel_size // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(self.inplanes)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.Identity() if small else nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layers = nn.ModuleList(self._make_layer(block, width << i, n, 2 - (i == 0)) for i, n in enumerate(layers))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(width * 8 * block.expansion, num_classes)

    def _make_layer(self, block, planes: int, blocks: int, stride: int) -> nn.Sequential:
        layers = [block(self.inplanes, planes, stride)]
        self.inplanes = planes * block.expansion
        layers.extend(block(self.inplanes, planes, stride=1) for _ in range(1, blocks))
        return nn.Sequential(*layers)

    def _forward_impl(self, x: Tensor) -> Tensor:
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for layer in self.layers:
            x = layer(x)
        return self.fc(torch.flatten(self.avgpool(x), 1))

    def forward(self, x: Tensor) -> Tensor:
        return self._forward_impl(x)


def resnet(block, repeats, num_classes: int = 1000, width: int = 64, small: bool = False) -> nn.Module:
    return ResNet(block, repeats, num_classes, width, small)
