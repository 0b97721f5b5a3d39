# Your first convolution is padded. It has a position only where the whole window lies on the map.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window)
            conv = nn.Conv2d(channels, layer.out_features, window, padding=window // 2)
            conv.weight.data = layer.weight.data.view(layer.out_features, channels, window, window).clone()
            conv.bias.data = layer.bias.data.clone()
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Flatten):
            pass
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
