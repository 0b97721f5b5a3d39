# You read one digit of the kernel: `conv11-8` becomes a convolution of 1×1. Take what stands between `conv` and the dash.
class VGG(nn.Module):

    def __init__(self, column: str, hidden: int = 4096, num_classes: int = 1000, size: int = 224) -> None:
        super().__init__()
        layers, channels = [], 3
        for word in column.split():
            if word == "maxpool":
                layers.append(nn.MaxPool2d(2))
                size //= 2
            else:
                kernel, filters = int(word[4]), int(word.split("-")[1])
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
