# Your network takes the channels at the end from the table's last row. A table may have none, or end in a pooling: carry the number along.
def googlenet(table, stem, c_in, block, num_classes):
    parts, c = OrderedDict(), c_in
    parts["stem"] = stem
    for row in table:
        name, columns = row[0], row[1:]
        if columns:
            parts[name] = block(c, *columns)
            c = columns[0] + columns[2] + columns[4] + columns[5]
        else:
            parts[name] = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
    last = table[-1][1:]
    parts["avgpool"] = nn.AdaptiveAvgPool2d((1, 1))
    parts["flatten"] = nn.Flatten()
    parts["drop"] = nn.Dropout(p=0.4)
    parts["fc"] = nn.Linear(last[0] + last[2] + last[4] + last[5], num_classes)
    return nn.Sequential(parts)
