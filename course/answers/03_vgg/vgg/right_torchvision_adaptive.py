from typing import List, Union

from torch import Tensor

CFG = List[Union[str, tuple]]


def parse(column: str) -> CFG:
    return ["M" if word == "maxpool" else tuple(int(n) for n in word[4:].split("-")) for word in column.split()]


def make_layers(cfg: CFG) -> nn.Sequential:
    layers: List[nn.Module] = []
    in_channels = 3
    for v in cfg:
        if v == "M":
            layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            continue
        kernel_size, out_channels = v
        layers += [nn.Conv2d(in_channels, out_channels, kernel_size, padding=kernel_size // 2), nn.ReLU(inplace=True)]
        in_channels = out_channels
    return nn.Sequential(*layers)


class VGG(nn.Module):
    def __init__(self, column: str, hidden: int = 4096, num_classes: int = 1000, size: int = 224, init_weights: bool = True) -> None:
        super().__init__()
        cfg = parse(column)
        side = size >> cfg.count("M")
        self.features = make_layers(cfg)
        self.avgpool = nn.AdaptiveAvgPool2d((side, side))
        last = [v for v in cfg if v != "M"][-1][1]
        self.classifier = nn.Sequential(
            nn.Linear(last * side * side, hidden), nn.ReLU(True), nn.Dropout(p=0.5),
            nn.Linear(hidden, hidden), nn.ReLU(True), nn.Dropout(p=0.5),
            nn.Linear(hidden, num_classes),
        )
        if init_weights:
            for m in self.modules():
                if isinstance(m, nn.Conv2d):
                    nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
                    nn.init.constant_(m.bias, 0)
                elif isinstance(m, nn.Linear):
                    nn.init.normal_(m.weight, 0, 0.01)
                    nn.init.constant_(m.bias, 0)

    def forward(self, x: Tensor) -> Tensor:
        x = self.features(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)
