def built(column, size, hidden, num_classes):
    layers, c = [], 3
    with torch.device("meta"):
        for word in column.split():
            if word == "maxpool":
                layers.append(nn.MaxPool2d(2))
                size //= 2
            else:
                k, n = word[4:].split("-")
                layers.append(nn.Conv2d(c, int(n), int(k), padding="same"))
                c = int(n)
        layers += [nn.Flatten(), nn.Linear(c * size * size, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, num_classes)]
    return layers

def activations(column, size=224, hidden=4096, num_classes=1000):
    x = torch.empty(1, 3, size, size, device="meta")
    values = [x.numel()]
    for layer in built(column, size, hidden, num_classes):
        x = layer(x)
        if not isinstance(layer, nn.Flatten):
            values.append(x.numel())
    return values

def layer_parameters(column, size=224, hidden=4096, num_classes=1000):
    counts = [sum(p.numel() for p in layer.parameters()) for layer in built(column, size, hidden, num_classes)]
    return [n for n in counts if n > 0]
