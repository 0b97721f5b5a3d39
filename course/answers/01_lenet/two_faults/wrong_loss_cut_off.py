# The loss comes back as a plain number, which no gradient can go back from. Return the tensor.
class CatsDogs(nn.Module):
    def __init__(self, size=224, width=16, hidden=512, num_classes=2):
        super().__init__()
        side = ((size - 4) // 2 - 4) // 2
        self.conv1 = nn.Conv2d(3, width, 5)
        self.conv2 = nn.Conv2d(width, 2 * width, 5)
        self.fc1 = nn.Linear(2 * width * side * side, hidden)
        self.fc2 = nn.Linear(hidden, num_classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc2(x)


def cats_dogs_loss(outputs, labels):
    return F.cross_entropy(outputs, labels).item()
