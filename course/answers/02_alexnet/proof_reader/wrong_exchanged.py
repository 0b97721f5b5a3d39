# What stands in the table and what is in the network are exchanged.
def convolutions(net):
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)
        for m in net.modules()
        if isinstance(m, nn.Conv2d)
    ]


def differences(net, table):
    return [
        (number, column, found, expected)
        for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True), start=1)
        for column, expected, found in zip(COLUMNS, row, real)
        if expected != found
    ]
