# The blocks of a stage are one and the same object, used again and again: they share their weights.
def resnet(block, repeats, num_classes=1000, width=64, small=False):
    if small:
        layers = [nn.Conv2d(3, width, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    else:
        layers = [nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        layers.append(nn.MaxPool2d(3, stride=2, padding=1))
    c_in = width
    for i in range(4):
        channels = width * 2**i
        layers.append(block(c_in, channels, 2 if i > 0 else 1))
        c_in = block.expansion * channels
        if repeats[i] > 1:
            layers += [block(c_in, channels, 1)] * (repeats[i] - 1)
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c_in, num_classes)]
    return nn.Sequential(*layers)
