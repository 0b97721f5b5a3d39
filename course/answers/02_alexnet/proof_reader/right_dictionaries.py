def convolutions(net):
    rows = []
    for name, module in net.named_modules():
        if type(module) is nn.Conv2d:
            rows.append(
                (module.out_channels, *(getattr(module, a)[0] for a in ("kernel_size", "stride", "padding")), module.groups)
            )
    return rows


def differences(net, table):
    result, rows = [], convolutions(net)
    assert_same = zip(table, rows, strict=True)
    for number, (wanted, is_there) in enumerate(assert_same):
        wanted, is_there = dict(zip(COLUMNS, wanted)), dict(zip(COLUMNS, is_there))
        result.extend((number + 1, c, wanted[c], is_there[c]) for c in COLUMNS if wanted[c] != is_there[c])
    return result
