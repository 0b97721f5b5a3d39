# You put a ReLU behind every linear layer but the last, whatever the head has. Take over its own layers, in their places.
def convolutional(head: nn.Sequential, side: int) -> nn.Module:
    layers, window = [], side
    for layer in head:
        if isinstance(layer, nn.Linear):
            conv = nn.Conv2d(layer.in_features // window**2, layer.out_features, window)
            conv.load_state_dict({"weight": layer.weight.view(conv.weight.shape), "bias": layer.bias})
            layers.append(conv)
            if layer is not [m for m in head if isinstance(m, nn.Linear)][-1]:
                layers.append(nn.ReLU())
            window = 1
        elif isinstance(layer, nn.Dropout):
            layers.append(layer)
    return nn.Sequential(*layers)
