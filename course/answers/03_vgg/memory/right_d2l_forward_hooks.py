def build(column, size, hidden, num_classes):
    net, in_channels = nn.Sequential(), 3
    with torch.device("meta"):
        for word in column.split():
            if word == "maxpool":
                net.append(nn.MaxPool2d(kernel_size=2, stride=2))
            else:
                k, n = word[4:].split("-")
                net.append(nn.LazyConv2d(int(n), kernel_size=int(k), padding=int(k) // 2))
        net.extend([nn.Flatten(), nn.LazyLinear(hidden), nn.LazyLinear(hidden), nn.LazyLinear(num_classes)])
        X = torch.empty(1, in_channels, size, size)
        sizes = []
        for layer in net:
            if not isinstance(layer, nn.Flatten):
                layer.register_forward_hook(lambda layer, args, Y: sizes.append(Y.numel()))
        net(X)
    return net, [X.numel()] + sizes


def activations(column, size=224, hidden=4096, num_classes=1000):
    return build(column, size, hidden, num_classes)[1]


def layer_parameters(column, size=224, hidden=4096, num_classes=1000):
    net, _ = build(column, size, hidden, num_classes)
    return [layer.weight.numel() + layer.bias.numel() for layer in net if hasattr(layer, "weight")]
