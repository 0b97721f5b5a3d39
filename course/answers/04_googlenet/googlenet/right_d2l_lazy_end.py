def googlenet(table, stem, c_in, block, num_classes):
    net = nn.Sequential()
    net.add_module("stem", stem)
    num_channels = c_in
    for name, *c in table:
        if len(c) == 0:
            net.add_module(name, nn.MaxPool2d(kernel_size=3, stride=2, padding=0, ceil_mode=True))
        else:
            net.add_module(name, block(num_channels, *c))
            num_channels = sum(c[i] for i in (0, 2, 4, 5))
    net.add_module("head", nn.Sequential(nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Dropout(0.4), nn.LazyLinear(num_classes)))
    return net
