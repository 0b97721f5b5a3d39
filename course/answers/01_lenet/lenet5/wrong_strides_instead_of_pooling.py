# Your convolutions take steps of 2 instead of pooling. They move in steps of 1; S2 and S4 are pooling layers of their own.
class LeNet5(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5, stride=2)
        self.c3 = nn.Conv2d(6, 16, 5, stride=2)
        self.c5 = nn.Linear(16 * 5 * 5, 120)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, num_classes)

    def forward(self, x):
        x = F.relu(self.c1(x))
        x = F.relu(self.c3(x))
        x = x.flatten(1)
        x = F.relu(self.c5(x))
        x = F.relu(self.f6(x))
        return self.output(x)
