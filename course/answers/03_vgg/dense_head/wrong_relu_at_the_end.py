# There is a ReLU behind every convolution of yours, the last one too. The head has none behind its last layer.
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
            layers.append(nn.ReLU())
        elif isinstance(layer, nn.Flatten):
            pass
        elif not isinstance(layer, nn.ReLU):
            layers.append(layer)
    return nn.Sequential(*layers)
