# All your layers have side × side windows. Behind the first one each position is a row of values by itself: 1×1.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window) if not layers else layer.in_features
            conv = nn.Conv2d(channels, layer.out_features, window)
            conv.weight.data = layer.weight.data.reshape(layer.out_features, -1, 1, 1).repeat(1, 1, window, window)[:, :channels] / window**2 if layers else layer.weight.data.view(layer.out_features, channels, window, window).clone()
            conv.bias.data = layer.bias.data.clone()
            layers.append(conv)
        elif isinstance(layer, nn.Flatten):
            pass
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
