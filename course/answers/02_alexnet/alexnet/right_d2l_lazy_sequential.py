def conv_block(num_channels, kernel_size, stride=1, padding=0, groups=1, norm=False, pool=False):
    blk = [nn.LazyConv2d(num_channels, kernel_size=kernel_size, stride=stride, padding=padding, groups=groups), nn.ReLU()]
    if norm:
        blk.append(nn.LocalResponseNorm(5, alpha=0.0005, beta=0.75, k=2))
    if pool:
        blk.append(nn.MaxPool2d(kernel_size=3, stride=2))
    return nn.Sequential(*blk)


class AlexNet(nn.Sequential):
    def __init__(self, num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6):
        k, s, p = first
        super().__init__(
            conv_block(96 // divide, k, s, p, norm=True, pool=True),
            conv_block(256 // divide, 5, padding=2, groups=groups, norm=True, pool=True),
            conv_block(384 // divide, 3, padding=1),
            conv_block(384 // divide, 3, padding=1, groups=groups),
            conv_block(256 // divide, 3, padding=1, groups=groups, pool=True),
            nn.Flatten(),
            nn.LazyLinear(4096 // divide), nn.ReLU(), nn.Dropout(p=0.5),
            nn.LazyLinear(4096 // divide), nn.ReLU(), nn.Dropout(p=0.5),
            nn.LazyLinear(num_classes),
        )
