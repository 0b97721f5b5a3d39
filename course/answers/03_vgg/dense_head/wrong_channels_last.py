# You read the weight as rows, columns, channels. Flatten lays a map down channel by channel: view(units, C, side, side), nothing to transpose.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window)
            conv = nn.Conv2d(channels, layer.out_features, window)
            conv.weight.data = layer.weight.data.view(layer.out_features, window, window, channels).permute(0, 3, 1, 2).clone()
            conv.bias.data = layer.bias.data.clone()
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Flatten):
            pass
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
