# The linear layer has no bias.
def resnet(block, repeats, num_classes=1000, width=64, small=False):
    if small:
        layers = [nn.Conv2d(3, width, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    else:
        layers = [nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        layers.append(nn.MaxPool2d(3, stride=2, padding=1))
    c_in = width
    for i in range(4):
        channels = width * 2**i
        for j in range(repeats[i]):
            stride = 2 if i > 0 and j == 0 else 1
            layers.append(block(c_in, channels, stride))
            c_in = block.expansion * channels
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c_in, num_classes, bias=False)]
    return nn.Sequential(*layers)
