# You look for layers one level down only, and take them by their number, `deep[i]`. `modules()` finds the layers of any network.
@torch.no_grad()
def warm_start(deep, shallow):
    i, copied = 0, 0
    for layer in shallow:
        if isinstance(layer, nn.Conv2d) and copied < 4:
            while not isinstance(deep[i], nn.Conv2d) or deep[i].weight.shape != layer.weight.shape:
                i += 1
            deep[i].weight.copy_(layer.weight)
            deep[i].bias.copy_(layer.bias)
            i, copied = i + 1, copied + 1
    tops = [m for m in deep if isinstance(m, nn.Linear)]
    for layer in shallow:
        if isinstance(layer, nn.Linear):
            top = tops.pop(0)
            top.weight.copy_(layer.weight)
            top.bias.copy_(layer.bias)
