# The groups are left out: a convolution in groups is another one.
def convolutions(net):
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0])
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
