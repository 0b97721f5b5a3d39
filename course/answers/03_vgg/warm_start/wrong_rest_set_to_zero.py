# You set the layers that get nothing to 0. They keep their random start: a layer of zeros lets nothing through.
@torch.no_grad()
def copy(source, target):
    target.weight.copy_(source.weight)
    target.bias.copy_(source.bias)

def warm_start(deep, shallow):
    with torch.no_grad():
        for m in deep.modules():
            if isinstance(m, nn.Conv2d):
                m.weight.zero_()
                m.bias.zero_()
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
