class CatsDogs(nn.Module):
    def __init__(self, size=224, width=16, hidden=512, num_classes=2):
        super().__init__()
        s = size // 4 - 3
        self.features = nn.Sequential(
            nn.Conv2d(3, width, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(width, width * 2, 5), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Linear(width * 2 * s * s, hidden), nn.ReLU(), nn.Linear(hidden, num_classes))

    def forward(self, x):
        x = self.features(x)
        return self.classifier(x.view(x.size(0), -1))


cats_dogs_loss = nn.CrossEntropyLoss()
