# You put a layer at the last place that has its shape. It belongs to the first one behind the layer that was filled before.
@torch.no_grad()
def copy(source, target):
    target.weight.copy_(source.weight)
    target.bias.copy_(source.bias)

def warm_start(deep, shallow):
    given = [m for m in shallow.modules() if isinstance(m, nn.Conv2d)][:4]
    places = iter([m for m in deep.modules() if isinstance(m, nn.Conv2d)])
    places = list(places)
    end = len(places)
    for layer in reversed(given):
        end = max(i for i in range(end) if places[i].weight.shape == layer.weight.shape)
        copy(layer, places[end])
    ends = [m for m in deep.modules() if isinstance(m, nn.Linear)]
    for layer, place in zip([m for m in shallow.modules() if isinstance(m, nn.Linear)], ends):
        copy(layer, place)
