# Your last layer always has 1000 units. It should have num_classes.
def VGG(column, hidden=4096, num_classes=1000, size=224):
    layers, channels = [], 3
    for word in column.split():
        if word == "maxpool":
            layers.append(nn.MaxPool2d(2))
            size //= 2
        else:
            kernel, filters = word.removeprefix("conv").split("-")
            kernel, filters = int(kernel), int(filters)
            layers += [nn.Conv2d(channels, filters, kernel, padding=kernel // 2), nn.ReLU()]
            channels = filters
    return nn.Sequential(
        *layers,
        nn.Flatten(),
        nn.Linear(channels * size * size, hidden),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(hidden, hidden),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(hidden, 1000),
    )
