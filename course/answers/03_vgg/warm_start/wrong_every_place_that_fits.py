# You fill every convolution that has the shape. Each is copied once, to the first place behind the last one that fits.
@torch.no_grad()
def copy(source, target):
    target.weight.copy_(source.weight)
    target.bias.copy_(source.bias)

def warm_start(deep, shallow):
    given = [m for m in shallow.modules() if isinstance(m, nn.Conv2d)][:4]
    places = iter([m for m in deep.modules() if isinstance(m, nn.Conv2d)])
    for layer in given:
        for place in [m for m in deep.modules() if isinstance(m, nn.Conv2d)]:
            if place.weight.shape == layer.weight.shape:
                copy(layer, place)
    ends = [m for m in deep.modules() if isinstance(m, nn.Linear)]
    for layer, place in zip([m for m in shallow.modules() if isinstance(m, nn.Linear)], ends):
        copy(layer, place)
