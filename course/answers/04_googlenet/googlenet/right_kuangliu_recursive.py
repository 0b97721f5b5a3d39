def _parts(table, c_in, block, num_classes):
    if not table:
        return [("avgpool", nn.AdaptiveAvgPool2d(1)), ("dropout", nn.Dropout2d(0.4)), ("flat", nn.Flatten()), ("linear", nn.Linear(c_in, num_classes))]
    (name, *row), rest = table[0], table[1:]
    if not row:
        return [(name, nn.MaxPool2d(3, stride=2, ceil_mode=True))] + _parts(rest, c_in, block, num_classes)
    return [(name, block(c_in, *row))] + _parts(rest, row[0] + row[2] + row[4] + row[5], block, num_classes)


def googlenet(table, stem, c_in, block, num_classes):
    return nn.Sequential(OrderedDict([("stem", stem)] + _parts(table, c_in, block, num_classes)))
