# You add up the first four numbers of a row. What comes out is the 1×1, the 3×3, the 5×5 and the projection: numbers 1, 3, 5 and 6.
def googlenet(table, stem, c_in, block, num_classes):
    parts = OrderedDict()
    parts["stem"] = stem
    for row in table:
        name, columns = row[0], row[1:]
        if columns:
            parts[name] = block(c_in, *columns)
            c_in = sum(columns[:4])
        else:
            parts[name] = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
    parts["avgpool"] = nn.AdaptiveAvgPool2d((1, 1))
    parts["flatten"] = nn.Flatten()
    parts["drop"] = nn.Dropout(p=0.4)
    parts["fc"] = nn.Linear(c_in, num_classes)
    return nn.Sequential(parts)
