# In each row it stops at the first difference. There may be several.
def convolutions(net):
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)
        for m in net.modules()
        if isinstance(m, nn.Conv2d)
    ]


def differences(net, table):
    found = []
    for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True), start=1):
        for column, expected, there in zip(COLUMNS, row, real):
            if expected != there:
                found.append((number, column, expected, there))
                break
    return found
