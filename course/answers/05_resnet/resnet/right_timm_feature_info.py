from itertools import accumulate


def make_stages(block_fn, channels, repeats, inplanes):
    for stage_idx, (planes, num_blocks) in enumerate(zip(channels, repeats)):
        strides = [1 if stage_idx == 0 else 2] + [1] * (num_blocks - 1)
        blocks = nn.Sequential()
        for block_idx, stride in enumerate(strides):
            blocks.add_module(str(block_idx), block_fn(inplanes, planes, stride))
            inplanes = planes * block_fn.expansion
        yield f"layer{stage_idx + 1}", blocks


class GlobalPool(nn.Module):
    def forward(self, x):
        return F.avg_pool2d(x, x.shape[2:])[:, :, 0, 0]


def resnet(block, repeats, num_classes=1000, width=64, small=False):
    channels = list(accumulate(range(3), lambda c, _: 2 * c, initial=width))
    net = nn.Sequential()
    net.add_module("conv1", nn.Conv2d(3, width, (3, 3) if small else (7, 7), (2, 2), (1, 1) if small else (3, 3), bias=False))
    net.add_module("bn1", nn.BatchNorm2d(width))
    net.add_module("act1", nn.ReLU(inplace=True))
    if not small:
        net.add_module("maxpool", nn.MaxPool2d(3, 2, 1))
    for name, stage in make_stages(block, channels, repeats, width):
        net.add_module(name, stage)
    net.add_module("global_pool", GlobalPool())
    net.add_module("fc", nn.Linear(channels[-1] * block.expansion, num_classes))
    return net
