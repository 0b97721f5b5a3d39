# The convolutions are counted from 0. Count from 1, as people do.
def convolutions(net):
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)
        for m in net.modules()
        if isinstance(m, nn.Conv2d)
    ]


def differences(net, table):
    return [
        (number, column, expected, found)
        for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True))
        for column, expected, found in zip(COLUMNS, row, real)
        if expected != found
    ]
