from functools import partial
from typing import Callable, Optional

from torch import Tensor


class ConvActivation(nn.Sequential):
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int = 5,
        activation_layer: Optional[Callable[..., nn.Module]] = partial(nn.ReLU, inplace=True),
    ) -> None:
        layers: list[nn.Module] = [nn.Conv2d(in_channels, out_channels, kernel_size)]
        if activation_layer is not None:
            layers.append(activation_layer())
        super().__init__(*layers)


class LeNet(nn.Module):
    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.features = nn.Sequential(ConvActivation(1, 6), nn.MaxPool2d(2), ConvActivation(6, 16), nn.MaxPool2d(2))
        self.avgpool = nn.AdaptiveAvgPool2d((5, 5))  # idle at 32 x 32
        self.classifier = nn.Sequential(
            nn.Linear(16 * 5 * 5, 120), nn.ReLU(inplace=True), nn.Linear(120, 84), nn.ReLU(inplace=True), nn.Linear(84, num_classes)
        )
        self.register_buffer("version", torch.tensor(5.0), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        x = self.avgpool(self.features(x))
        return self.classifier(torch.flatten(x, 1))


def LeNet5(num_classes: int = 10, **kwargs) -> LeNet:
    return LeNet(num_classes=num_classes, **kwargs)
