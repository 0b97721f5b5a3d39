# You copy place by place, where the shapes happen to agree. The second convolution of the deeper network is new; A's second goes to the next one *of its shape*.
@torch.no_grad()
def copy(source, target):
    target.weight.copy_(source.weight)
    target.bias.copy_(source.bias)

def warm_start(deep, shallow):
    given = [m for m in shallow.modules() if isinstance(m, nn.Conv2d)][:4]
    places = iter([m for m in deep.modules() if isinstance(m, nn.Conv2d)])
    for layer, place in zip(given, places):
        if place.weight.shape == layer.weight.shape:
            copy(layer, place)
    ends = [m for m in deep.modules() if isinstance(m, nn.Linear)]
    for layer, place in zip([m for m in shallow.modules() if isinstance(m, nn.Linear)], ends):
        copy(layer, place)
