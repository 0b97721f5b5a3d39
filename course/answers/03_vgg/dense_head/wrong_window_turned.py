# You have turned the windows by 180°. A convolution in PyTorch does not turn its kernel, so nothing is to be made up for.
def convolutional(head, side):
    layers = []
    window = side
    for layer in head:
        if isinstance(layer, nn.Linear):
            channels = layer.in_features // (window * window)
            conv = nn.Conv2d(channels, layer.out_features, window)
            conv.weight.data = layer.weight.data.view(layer.out_features, channels, window, window).flip(2, 3).clone()
            conv.bias.data = layer.bias.data.clone()
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Flatten):
            pass
        else:
            layers.append(layer)
    return nn.Sequential(*layers)
