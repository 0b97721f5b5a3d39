# Your convolutions stand in a plain Python list, where PyTorch does not find them: they never learn. Use nn.ModuleList or nn.Sequential.
class VGG(nn.Module):
    def __init__(self, column, hidden=4096, num_classes=1000, size=224):
        super().__init__()
        self.layers, channels = [], 3
        for word in column.split():
            if word == "maxpool":
                self.layers.append(nn.MaxPool2d(2))
                size //= 2
            else:
                kernel, filters = map(int, word[4:].split("-"))
                self.layers += [nn.Conv2d(channels, filters, kernel, padding=kernel // 2), nn.ReLU()]
                channels = filters
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(channels * size * size, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, num_classes),
        )

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.classifier(x)
