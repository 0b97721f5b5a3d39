# You copy from the deep network to the shallow one.
@torch.no_grad()
def copy(source, target):
    source.weight.copy_(target.weight)
    source.bias.copy_(target.bias)

def warm_start(deep, shallow):
    given = [m for m in shallow.modules() if isinstance(m, nn.Conv2d)][:4]
    places = iter([m for m in deep.modules() if isinstance(m, nn.Conv2d)])
    for layer in given:
        for place in places:
            if place.weight.shape == layer.weight.shape:
                copy(layer, place)
                break
    ends = [m for m in deep.modules() if isinstance(m, nn.Linear)]
    for layer, place in zip([m for m in shallow.modules() if isinstance(m, nn.Linear)], ends):
        copy(layer, place)
