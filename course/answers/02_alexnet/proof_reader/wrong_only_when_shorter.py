# A table that is too long is not noticed: both directions are to be refused.
def convolutions(net):
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)
        for m in net.modules()
        if isinstance(m, nn.Conv2d)
    ]


def differences(net, table):
    rows = convolutions(net)
    if len(table) < len(rows):
        raise ValueError("the table is too short")
    return [
        (number, column, expected, found)
        for number, (row, real) in enumerate(zip(table, rows), start=1)
        for column, expected, found in zip(COLUMNS, row, real)
        if expected != found
    ]
