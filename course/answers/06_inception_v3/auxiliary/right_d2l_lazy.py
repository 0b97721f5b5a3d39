class LazyBlock(nn.Sequential):
    def __init__(self, num_channels, kernel_size):
        super().__init__(nn.LazyConv2d(num_channels, kernel_size, bias=False), nn.LazyBatchNorm2d(eps=1e-3), nn.ReLU())


def auxiliary_head(c_in, num_classes, r=128, units=768, pool=None):
    net = nn.Sequential()
    net.add_module("pool", nn.AvgPool2d(kernel_size=5, stride=3) if pool is None else pool)
    net.add_module("thin", LazyBlock(r, 1))
    net.add_module("wide", LazyBlock(units, 5))
    net.add_module("flat", nn.Flatten(1))
    net.add_module("fc", nn.LazyLinear(num_classes))
    return net
