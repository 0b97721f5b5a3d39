from functools import partial
from typing import Any, Optional, Tuple

from torch import Tensor


class Conv2dActivation(nn.Sequential):
    def __init__(self, c_in: int, c_out: int, kernel: int, stride: int = 1, padding: Optional[int] = None, groups: int = 1) -> None:
        if padding is None:
            padding = (kernel - 1) // 2
        super().__init__(nn.Conv2d(c_in, c_out, kernel, stride, padding, groups=groups), nn.ReLU(inplace=True))
        self.out_channels = c_out


class AlexNet(nn.Module):
    def __init__(self, num_classes: int = 1000, divide: int = 1, groups: int = 1, first: Tuple[int, int, int] = (11, 4, 0), side: int = 6) -> None:
        super().__init__()
        norm = partial(nn.LocalResponseNorm, 5, alpha=5 * 1e-4, beta=0.75, k=2.0)
        pool = partial(nn.MaxPool2d, kernel_size=3, stride=2)
        width = [w // divide for w in (96, 256, 384, 384, 256)]
        self.features = nn.Sequential(
            Conv2dActivation(3, width[0], *first), norm(), pool(),
            Conv2dActivation(width[0], width[1], 5, groups=groups), norm(), pool(),
            Conv2dActivation(width[1], width[2], 3),
            Conv2dActivation(width[2], width[3], 3, groups=groups),
            Conv2dActivation(width[3], width[4], 3, groups=groups), pool(),
        )
        self.avgpool = nn.AdaptiveAvgPool2d((side, side))
        self.classifier = nn.Sequential(
            nn.Linear(width[4] * side * side, 4096 // divide), nn.ReLU(inplace=True), nn.Dropout(p=0.5),
            nn.Linear(4096 // divide, 4096 // divide), nn.ReLU(inplace=True), nn.Dropout(p=0.5),
            nn.Linear(4096 // divide, num_classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.features(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)
