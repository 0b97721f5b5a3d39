# The last maps are flattened without an average, so the linear layer is many times too large, and fits one size of pictures only.
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
    parts["flatten"] = nn.Flatten()
    parts["drop"] = nn.Dropout(p=0.4)
    parts["fc"] = nn.LazyLinear(num_classes)
    return nn.Sequential(parts)
