# Your second linear layer is called twice. Three linear layers, each used once.
class VGG(nn.Module):
    def __init__(self, column, hidden=4096, num_classes=1000, size=224):
        super().__init__()
        layers, channels = [], 3
        for word in column.split():
            if word == "maxpool":
                layers.append(nn.MaxPool2d(2))
                size //= 2
            else:
                kernel, filters = map(int, word[4:].split("-"))
                layers += [nn.Conv2d(channels, filters, kernel, padding=kernel // 2), nn.ReLU()]
                channels = filters
        self.features = nn.Sequential(*layers)
        self.fc6 = nn.Linear(channels * size * size, hidden)
        self.fc7 = nn.Linear(hidden, hidden)
        self.fc8 = nn.Linear(hidden, num_classes)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        x = self.features(x).flatten(1)
        x = self.dropout(F.relu(self.fc6(x)))
        x = self.dropout(F.relu(self.fc7(x)))
        x = self.dropout(F.relu(self.fc7(x)))
        return self.fc8(x)
