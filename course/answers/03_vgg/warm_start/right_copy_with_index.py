@torch.no_grad()
def warm_start(deep, shallow):
    ours = [m for m in deep.modules() if isinstance(m, nn.Conv2d)]
    i = 0
    copied = 0
    for m in shallow.modules():
        if isinstance(m, nn.Conv2d) and copied < 4:
            while ours[i].weight.shape != m.weight.shape:
                i += 1
            ours[i].weight.copy_(m.weight)
            ours[i].bias.copy_(m.bias)
            i += 1
            copied += 1
    a = [m for m in deep.modules() if isinstance(m, nn.Linear)]
    b = [m for m in shallow.modules() if isinstance(m, nn.Linear)]
    for x, y in zip(a, b):
        x.weight.copy_(y.weight)
        x.bias.copy_(y.bias)
