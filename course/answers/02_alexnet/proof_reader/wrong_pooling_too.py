# Poolings are listed as well: they have a kernel and a stride, and are no convolutions.
def convolutions(net):
    def first(value):
        return value[0] if isinstance(value, tuple) else value

    return [
        (getattr(m, "out_channels", 0), first(m.kernel_size), first(m.stride), first(m.padding), getattr(m, "groups", 1))
        for m in net.modules()
        if hasattr(m, "kernel_size")
    ]


def differences(net, table):
    return [
        (number, column, expected, found)
        for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True), start=1)
        for column, expected, found in zip(COLUMNS, row, real)
        if expected != found
    ]
