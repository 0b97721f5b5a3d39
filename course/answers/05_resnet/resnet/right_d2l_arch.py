class ResNet(nn.Module):
    def __init__(self, block, arch, num_classes, width, small):
        super().__init__()
        self.block, self.num_channels = block, width
        self.net = self.b1(width, small)
        for i, b in enumerate(arch):
            self.net.add_module(f"b{i + 2}", self.stage(b, width * 2**i, first_block=(i == 0)))
        self.net.add_module("last", nn.Sequential(nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.LazyLinear(num_classes)))

    def b1(self, width, small):
        conv = dict(kernel_size=3, padding=1) if small else dict(kernel_size=7, padding=3)
        blk = nn.Sequential(nn.LazyConv2d(width, stride=2, bias=False, **conv), nn.LazyBatchNorm2d(), nn.ReLU())
        return blk if small else blk.append(nn.MaxPool2d(kernel_size=3, stride=2, padding=1))

    def stage(self, num_residuals, num_channels, first_block=False):
        blk = []
        for i in range(num_residuals):
            blk.append(self.block(self.num_channels, num_channels, 2 if i == 0 and not first_block else 1))
            self.num_channels = self.block.expansion * num_channels
        return nn.Sequential(*blk)

    def forward(self, X):
        return self.net(X)


def resnet(block, repeats, num_classes=1000, width=64, small=False):
    return ResNet(block, repeats, num_classes, width, small)
