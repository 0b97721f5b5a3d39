class _Net(nn.Module):
    def __init__(self, block, repeats, num_classes, width, small):
        super().__init__()
        self.small = small
        self.conv1 = nn.Conv2d(3, width, 3 if small else 7, 2, 1 if small else 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.now = width
        self.layer1 = self.stage(block, width, repeats[0], 1)
        self.layer2 = self.stage(block, 2 * width, repeats[1], 2)
        self.layer3 = self.stage(block, 4 * width, repeats[2], 2)
        self.layer4 = self.stage(block, 8 * width, repeats[3], 2)
        self.fc = nn.Linear(8 * width * block.expansion, num_classes)

    def stage(self, block, channels, n, stride):
        first = block(self.now, channels, stride)
        self.now = channels * block.expansion
        return nn.Sequential(first, *[block(self.now, channels) for _ in range(n - 1)])

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        if not self.small:
            x = F.max_pool2d(x, 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


def resnet(block, repeats, num_classes=1000, width=64, small=False):
    return _Net(block, repeats, num_classes, width, small)
