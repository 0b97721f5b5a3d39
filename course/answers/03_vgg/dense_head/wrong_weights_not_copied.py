# Your convolutions have the right shapes and a random start: the weights of the head are not copied.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window)
            conv = nn.Conv2d(channels, layer.out_features, window)
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Flatten):
            pass
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
