# The convolutions have no biases.
class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6):
        super().__init__()
        kernel, stride, padding = first
        self.features = nn.Sequential(
            nn.Conv2d(3, 96 // divide, kernel, stride, padding, bias=False), nn.ReLU(),
            nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0), nn.MaxPool2d(3, 2),
            nn.Conv2d(96 // divide, 256 // divide, 5, padding=2, groups=groups, bias=False), nn.ReLU(),
            nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0), nn.MaxPool2d(3, 2),
            nn.Conv2d(256 // divide, 384 // divide, 3, padding=1, bias=False), nn.ReLU(),
            nn.Conv2d(384 // divide, 384 // divide, 3, padding=1, groups=groups, bias=False), nn.ReLU(),
            nn.Conv2d(384 // divide, 256 // divide, 3, padding=1, groups=groups, bias=False), nn.ReLU(), nn.MaxPool2d(3, 2),
        )
        self.classifier = nn.Sequential(
            nn.Linear(256 // divide * side * side, 4096 // divide), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(4096 // divide, 4096 // divide), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(4096 // divide, num_classes),
        )

    def forward(self, x):
        x = self.features(x)
        return self.classifier(x.flatten(1))
