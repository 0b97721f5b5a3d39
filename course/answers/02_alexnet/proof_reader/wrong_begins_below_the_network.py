# It begins with the children of the network. `net.modules()` names the network itself first, which may be a convolution.
def convolutions(net: nn.Module) -> list[tuple[int, int, int, int, int]]:
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)
        for m in list(net.modules())[1:]
        if isinstance(m, nn.Conv2d)
    ]


def differences(net: nn.Module, table: tuple[tuple[int, ...], ...]) -> list[tuple[int, str, int, int]]:
    return [
        (number, column, expected, found)
        for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True), start=1)
        for column, expected, found in zip(COLUMNS, row, real, strict=True)
        if expected != found
    ]
