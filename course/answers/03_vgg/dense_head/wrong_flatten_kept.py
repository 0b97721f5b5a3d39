# The Flatten is still in your module, so that it works for one size of map at most.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window)
            conv = nn.Conv2d(channels, layer.out_features, window)
            conv.weight.data = layer.weight.data.view(layer.out_features, channels, window, window).clone()
            conv.bias.data = layer.bias.data.clone()
            layers.append(conv)
            window = 1
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
