# Convolutions of the same shape are made once in your network and used several times. Each word of the column is a layer with weights of its own.
class VGG(nn.Module):
    def __init__(self, column, hidden=4096, num_classes=1000, size=224):
        super().__init__()
        layers, channels, made = [], 3, {}
        for word in column.split():
            if word == "maxpool":
                layers.append(nn.MaxPool2d(2))
                size //= 2
            else:
                kernel, filters = map(int, word.removeprefix("conv").split("-"))
                if (channels, word) not in made:
                    made[channels, word] = nn.Conv2d(channels, filters, kernel, padding=kernel // 2)
                layers += [made[channels, word], nn.ReLU()]
                channels = filters
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(channels * size * size, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, num_classes),
        )

    def forward(self, x):
        return self.classifier(self.features(x))
