# The linear layer has no biases.
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
    parts["drop"] = nn.Dropout(p=0.4)
    parts["fc"] = nn.Linear(c_in, num_classes, bias=False)
    return nn.Sequential(parts)
