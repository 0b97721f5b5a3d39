from dataclasses import astuple, dataclass


@dataclass
class Row:
    filters: int
    kernel: int
    stride: int
    padding: int
    groups: int


def convolutions(net):
    convs = filter(lambda m: isinstance(m, nn.Conv2d), net.modules())
    square = lambda pair: pair[0] if isinstance(pair, tuple) else pair
    return [astuple(Row(c.out_channels, square(c.kernel_size), square(c.stride), square(c.padding), c.groups)) for c in convs]


def differences(net, table):
    result = []
    rows = convolutions(net)
    if not len(rows) == len(table):
        raise ValueError
    for n in range(len(rows)):
        there = vars(Row(*rows[n]))
        for (column, found), expected in zip(there.items(), table[n]):
            if found != expected:
                result += [(n + 1, column, expected, found)]
    return result
