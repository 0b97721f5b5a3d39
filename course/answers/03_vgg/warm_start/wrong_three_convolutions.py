# You copy three convolutions. The paper copies the first four.
@torch.no_grad()
def copy(source, target):
    target.weight.copy_(source.weight)
    target.bias.copy_(source.bias)

def warm_start(deep, shallow):
    given = [m for m in shallow.modules() if isinstance(m, nn.Conv2d)][:3]
    places = iter([m for m in deep.modules() if isinstance(m, nn.Conv2d)])
    for layer in given:
        for place in places:
            if place.weight.shape == layer.weight.shape:
                copy(layer, place)
                break
    ends = [m for m in deep.modules() if isinstance(m, nn.Linear)]
    for layer, place in zip([m for m in shallow.modules() if isinstance(m, nn.Linear)], ends):
        copy(layer, place)
