# You build layers and count what they hold. By arithmetic is asked for: the count of a network that nobody has built.
def cifar_parameters(depth, shortcut="A", width=16, num_classes=10):
    n = (depth - 2) // 6
    layers, c_in = [nn.Conv2d(3, width, 3, bias=False), nn.BatchNorm2d(width)], width
    for channels in (width, 2 * width, 4 * width):
        for i in range(2 * n):
            if shortcut == "B" and c_in != channels:
                layers += [nn.Conv2d(c_in, channels, 1, bias=False), nn.BatchNorm2d(channels)]
            layers += [nn.Conv2d(c_in, channels, 3, bias=False), nn.BatchNorm2d(channels)]
            c_in = channels
    layers.append(nn.Linear(c_in, num_classes))
    return sum(p.numel() for layer in layers for p in layer.parameters())
