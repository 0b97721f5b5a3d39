# Your first convolution moves in steps of side. It moves in steps of 1: one position for each step of the network.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window)
            conv = nn.Conv2d(channels, layer.out_features, window, stride=window)
            conv.weight.data = layer.weight.data.view(layer.out_features, channels, window, window).clone()
            conv.bias.data = layer.bias.data.clone()
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Flatten):
            pass
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
