# You make nn.Dropout2d of the dropouts, which deletes a unit at all positions at once. What dropout does is the same for maps: leave it.
def convolutional(head: nn.Sequential, side: int) -> nn.Module:
    layers, window = [], side
    for layer in head:
        if isinstance(layer, nn.Linear):
            conv = nn.Conv2d(layer.in_features // window**2, layer.out_features, window)
            conv.load_state_dict({"weight": layer.weight.view(conv.weight.shape), "bias": layer.bias})
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Dropout):
            layers.append(nn.Dropout2d(layer.p))
        elif not isinstance(layer, nn.Flatten):
            layers.append(layer)
    return nn.Sequential(*layers)
