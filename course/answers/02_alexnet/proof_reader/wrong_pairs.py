# Kernel, stride and padding are pairs here, (11, 11). Take one number of each.
def convolutions(net):
    return [
        (m.out_channels, m.kernel_size, m.stride, m.padding, m.groups)
        for m in net.modules()
        if isinstance(m, nn.Conv2d)
    ]


def differences(net, table):
    return [
        (number, column, expected, found)
        for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True), start=1)
        for column, expected, found in zip(COLUMNS, row, real)
        if expected != found
    ]
