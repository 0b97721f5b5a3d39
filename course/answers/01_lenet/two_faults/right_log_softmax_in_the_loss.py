class CatsDogs(nn.Module):
    def __init__(self, size=224, width=16, hidden=512, num_classes=2):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 5)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(width, 2 * width, 5)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(2)
        with torch.no_grad():
            n = self.pool2(self.conv2(self.pool1(self.conv1(torch.zeros(1, 3, size, size))))).numel()
        self.fc1 = nn.Linear(n, hidden)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(hidden, num_classes)

    def forward(self, x):
        x = self.pool1(self.relu1(self.conv1(x)))
        x = self.pool2(self.relu2(self.conv2(x)))
        x = x.view(x.size(0), -1)
        x = self.relu3(self.fc1(x))
        x = self.fc2(x)
        return x


def cats_dogs_loss(outputs, labels):
    return F.nll_loss(F.log_softmax(outputs, dim=1), labels)
