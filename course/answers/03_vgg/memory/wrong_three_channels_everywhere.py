# All your filters have three channels. Only those of the first layer have; later ones have as many as the layer before has filters.
def activations(column, size=224, hidden=4096, num_classes=1000):
    channels = 3
    values = [channels * size * size]
    for word in column.split():
        if word == "maxpool":
            size = size // 2
        else:
            channels = int(word.split("-")[1])
        values.append(channels * size * size)
    return values + [hidden, hidden, num_classes]

def layer_parameters(column, size=224, hidden=4096, num_classes=1000):
    channels, counts = 3, []
    for word in column.split():
        if word == "maxpool":
            size = size // 2
        else:
            kernel, filters = map(int, word[4:].split("-"))
            counts.append(kernel * kernel * channels * filters + filters)
    n = filters * size * size
    counts.append(n * hidden + hidden)
    counts.append(hidden * hidden + hidden)
    counts.append(hidden * num_classes + num_classes)
    return counts
