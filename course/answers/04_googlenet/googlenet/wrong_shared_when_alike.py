# Rows with the same numbers get one and the same block. Each row of the table is a part with weights of its own.
def googlenet(table, stem, c_in, block, num_classes):
    parts, made = OrderedDict(), {}
    parts["stem"] = stem
    for row in table:
        name, columns = row[0], row[1:]
        if columns:
            if (c_in, *columns) not in made:
                made[(c_in, *columns)] = block(c_in, *columns)
            parts[name] = made[(c_in, *columns)]
            c_in = columns[0] + columns[2] + columns[4] + columns[5]
        else:
            parts[name] = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
    parts["avgpool"] = nn.AdaptiveAvgPool2d((1, 1))
    parts["flatten"] = nn.Flatten()
    parts["drop"] = nn.Dropout(p=0.4)
    parts["fc"] = nn.Linear(c_in, num_classes)
    return nn.Sequential(parts)
