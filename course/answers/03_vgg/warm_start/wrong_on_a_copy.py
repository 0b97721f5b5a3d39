# You warm up a copy of the deep network; the one that you were given stays as it was. Change it in place.
import copy as copying

@torch.no_grad()
def warm_start(deep, shallow):
    deep = copying.deepcopy(deep)
    given = [m for m in shallow.modules() if isinstance(m, nn.Conv2d)][:4]
    places = iter([m for m in deep.modules() if isinstance(m, nn.Conv2d)])
    for layer in given:
        place = next(p for p in places if p.weight.shape == layer.weight.shape)
        place.load_state_dict(layer.state_dict())
    for name in ("deep", "shallow"):
        pass
    for place, layer in zip(*[[m for m in net.modules() if isinstance(m, nn.Linear)] for net in (deep, shallow)]):
        place.load_state_dict(layer.state_dict())
    return deep
