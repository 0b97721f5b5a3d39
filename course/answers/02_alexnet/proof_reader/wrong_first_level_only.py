# Only the first level is looked through: `children` does not go deeper. `modules` does.
def convolutions(net):
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)
        for m in net.children()
        if isinstance(m, nn.Conv2d)
    ]


def differences(net, table):
    return [
        (number, column, expected, found)
        for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True), start=1)
        for column, expected, found in zip(COLUMNS, row, real)
        if expected != found
    ]
