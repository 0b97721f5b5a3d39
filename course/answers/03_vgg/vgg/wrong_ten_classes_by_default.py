# There are 10 classes unless one says otherwise. The default is 1000.
class VGG(nn.Module):

    def __init__(self, column: str, hidden: int = 4096, num_classes: int = 10, size: int = 224) -> None:
        super().__init__()
        layers, channels = [], 3
        for word in column.split():
            if word == "maxpool":
                layers.append(nn.MaxPool2d(2))
                size //= 2
            else:
                kernel, filters = map(int, word.removeprefix("conv").split("-"))
                layers += [nn.Conv2d(channels, filters, kernel, padding=kernel // 2), nn.ReLU()]
                channels = filters
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(channels * size * size, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, num_classes),
        )  # fmt: skip

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.features(x))
