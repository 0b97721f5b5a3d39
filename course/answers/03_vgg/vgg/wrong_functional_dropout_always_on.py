# F.dropout does not know that the network is in evaluation mode, and goes on deleting: tell it, training=self.training, or use nn.Dropout.
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

    def forward(self, x):
        x = self.features(x).flatten(1)
        x = F.dropout(F.relu(self.fc6(x)), 0.5)
        x = F.dropout(F.relu(self.fc7(x)), 0.5)
        return self.fc8(x)
