# The biases of the linear layers are lost.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window)
            conv = nn.Conv2d(channels, layer.out_features, window)
            conv.weight.data = layer.weight.data.view(layer.out_features, channels, window, window).clone()
            conv.bias.data.zero_()
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Flatten):
            pass
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
