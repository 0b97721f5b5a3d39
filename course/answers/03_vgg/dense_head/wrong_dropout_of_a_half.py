# Your dropouts have p = 0.5, whatever the head has. Take over its own.
def convolutional(head: nn.Sequential, side: int) -> nn.Module:
    layers, window = [], side
    for layer in head:
        if isinstance(layer, nn.Linear):
            conv = nn.Conv2d(layer.in_features // window**2, layer.out_features, window)
            conv.load_state_dict({"weight": layer.weight.view(conv.weight.shape), "bias": layer.bias})
            layers.append(conv)
            window = 1
        elif isinstance(layer, nn.Dropout):
            layers.append(nn.Dropout(0.5))
        elif not isinstance(layer, nn.Flatten):
            layers.append(layer)
    return nn.Sequential(*layers)
