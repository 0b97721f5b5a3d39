class LeNet5(nn.Module):
    cfg = [6, "M", 16, "M"]

    def __init__(self, num_classes=10):
        super(LeNet5, self).__init__()
        self.convs = self._make_convs(1)
        self.fc1, self.fc2, self.fc3 = (nn.Linear(i, o) for i, o in ((400, 120), (120, 84), (84, num_classes)))

    def _make_convs(self, in_planes):
        layers = []
        for x in self.cfg:
            if x == "M":
                layers += [nn.MaxPool2d(2, 2)]
            else:
                layers += [nn.Conv2d(in_planes, x, 5), nn.ReLU()]
                in_planes = x
        return nn.Sequential(*layers)

    def forward(self, x):
        out = self.convs(x)
        out = out.view(out.size(0), -1)
        out = F.relu(self.fc1(out))
        out = F.relu(self.fc2(out))
        return self.fc3(out)
