def convolutions(net):
    def row(conv):
        filters, thin, kernel, _ = conv.weight.shape
        return [filters, kernel, conv.stride[0], conv.padding[0], conv.in_channels // thin]

    return [row(module) for module in net.modules() if isinstance(module, nn.Conv2d)]


def differences(net, table):
    rows = convolutions(net)
    if len(rows) > len(table) or len(rows) < len(table):
        raise ValueError("lengths differ")
    cells = [(i, j) for i in range(len(rows)) for j in range(len(COLUMNS))]
    return [[i + 1, COLUMNS[j], table[i][j], rows[i][j]] for i, j in cells if rows[i][j] != table[i][j]]
