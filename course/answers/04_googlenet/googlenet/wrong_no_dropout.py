# There is no dropout. 0.4 of the averages are dropped in training, before the linear layer.
def googlenet(table, stem, c_in, block, num_classes):
    parts = OrderedDict()
    parts["stem"] = stem
    for row in table:
        name, columns = row[0], row[1:]
        if columns:
            parts[name] = block(c_in, *columns)
            c_in = columns[0] + columns[2] + columns[4] + columns[5]
        else:
            parts[name] = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
    parts["avgpool"] = nn.AdaptiveAvgPool2d((1, 1))
    parts["flatten"] = nn.Flatten()
    parts["fc"] = nn.Linear(c_in, num_classes)
    return nn.Sequential(parts)
