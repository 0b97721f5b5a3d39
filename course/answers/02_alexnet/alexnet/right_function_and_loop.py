def AlexNet(num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6):
    table = (
        (96, *first, 1, True, True),
        (256, 5, 1, 2, groups, True, True),
        (384, 3, 1, 1, 1, False, False),
        (384, 3, 1, 1, groups, False, False),
        (256, 3, 1, 1, groups, False, True),
    )
    layers, c_in = [], 3
    for filters, kernel, stride, padding, parts, norm, pool in table:
        layers += [nn.Conv2d(c_in, filters // divide, kernel, stride, padding, groups=parts), nn.ReLU()]
        if norm:
            layers.append(nn.LocalResponseNorm(size=5, alpha=5 * 1e-4, beta=0.75, k=2))
        if pool:
            layers.append(nn.MaxPool2d(kernel_size=3, stride=2))
        c_in = filters // divide
    layers.append(nn.Flatten())
    for units in (4096 // divide, 4096 // divide):
        layers += [nn.LazyLinear(units), nn.ReLU(), nn.Dropout()]
    layers.append(nn.LazyLinear(num_classes))
    return nn.Sequential(*layers)
