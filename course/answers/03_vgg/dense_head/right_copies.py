import copy

@torch.no_grad()
def convolutional(head, side):
    net = nn.Sequential()
    first = True
    for m in head:
        if isinstance(m, nn.Flatten):
            continue
        if not isinstance(m, nn.Linear):
            net.append(copy.deepcopy(m))
            continue
        k = side if first else 1
        first = False
        conv = nn.Conv2d(m.in_features // (k * k), m.out_features, kernel_size=k)
        conv.weight.copy_(m.weight.unflatten(1, (-1, k, k)))
        conv.bias.copy_(m.bias)
        net.append(conv)
    return net
